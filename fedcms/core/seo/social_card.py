"""The text of a social card, and the digest of it that stands in the card's address."""

from dataclasses import dataclass
from hashlib import sha256

DRAWING = 1
"""Raise it when the same words are drawn in another way: every card then gets a new address."""


@dataclass(frozen=True, slots=True)
class SocialCardText:
    """Everything that a card shows. The same words always give the same picture and the same address.

    `key` is what the placeholder cover is drawn from, `cluster_code` the three letters of the badge, `accent` a
    hexadecimal colour.
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
