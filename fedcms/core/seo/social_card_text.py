"""The text and photograph of a social card, and its digest, which is part of the card's address."""

from dataclasses import dataclass
from hashlib import sha256

DRAWING = 1
"""Raise it when cards are drawn differently for the same text: every card then gets a new address."""


@dataclass(frozen=True, slots=True)
class SocialCardPhoto:
    """The photograph of a card: its file in the media storage, the point to keep in sight, and who made it.

    `focus` are shares of width and height; two files never have the same name.
    """

    file: str
    focus: tuple[float, float]
    credit: str


@dataclass(frozen=True, slots=True)
class SocialCardText:
    """All that a card shows. Equal values always give the same image at the same address.

    `key` seeds the placeholder cover, `cluster_code` is the three letters of the badge, `accent` a hexadecimal colour.
    A card with a `photo` has it in the cover's place. `board_row` are a destination and what else a row of the
    departure board says; without any, the card has none.
    """

    key: str
    language: str
    title: str
    kind: str
    cluster_code: str
    owner: str
    accent: str
    site: str
    photo: SocialCardPhoto | None = None
    board_row: tuple[str, ...] = ()

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
            *(
                repr(part)
                for part in ((self.photo.file, self.photo.focus, self.photo.credit) if self.photo else ())
            ),
            *self.board_row,
        )
        return sha256("\0".join((str(DRAWING), *words)).encode()).hexdigest()[:16]
