"""The text of a social card, and its digest, which is part of the card's address."""

from dataclasses import dataclass
from hashlib import sha256

DRAWING = 1
"""Raise it when cards are drawn differently for the same text: every card then gets a new address."""


@dataclass(frozen=True, slots=True)
class SocialCardText:
    """All text and colours of a card. Equal values always give the same image at the same address.

    `key` seeds the placeholder cover, `cluster_code` is the three letters of the badge, `accent` a hexadecimal colour.
    """

    key: str
    language: str
    title: str
    kind: str
    cluster_code: str
    owner: str
    accent: str
    site: str

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with anything that the card shows."""
        words = (
            self.key,
            self.language,
            self.title,
            self.kind,
            self.cluster_code,
            self.owner,
            self.accent,
            self.site,
        )
        return sha256("\0".join((str(DRAWING), *words)).encode()).hexdigest()[:16]
