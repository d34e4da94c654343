"""The social networks of the share kit: how long a text may be, and the address at which one shares.

The addresses are those that the networks give to everybody: nothing of theirs is loaded, and none learns of a reader
before somebody clicks. Sources of lengths and addresses stand beside each network.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from urllib.parse import quote


class Counting(Enum):
    """How a network counts a text. `CHARACTERS` counts code points: never fewer than what the network counts."""

    CHARACTERS = "characters"
    # As the open source library twitter-text 3.1 says: characters outside some ranges count twice.
    WEIGHTED = "weighted"


# Stands in an address for the text; no address has braces.
TEXT = "{text}"

# Code points that X counts once (twitter-text, config v3).
_LIGHT = (range(4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))


@dataclass(frozen=True)
class Network:
    """A network. `most` is the longest text it takes; `address_length` what it counts for any address, if not its own.

    `takes_text` is False where the address takes only the page's address, so that the text has to be pasted.
    """

    key: str
    name: str
    most: int
    share_url: str
    address_length: int | None = None
    counting: Counting = Counting.CHARACTERS
    takes_text: bool = True

    def length(self, text: str, address: str) -> int:
        """Returns how long the network counts a text, in which the page's address may stand."""
        size = _weighted if self.counting is Counting.WEIGHTED else len
        if self.address_length is None or not address:
            return size(text)
        found = text.count(address)
        return size(text.replace(address, "")) + found * self.address_length

    def url(self, text: str, address: str, title: str) -> str:
        """Returns the address that opens the network with the text, or with the page's address alone."""
        return self.url_pattern(address, title).replace(TEXT, _quoted(text))

    def url_pattern(self, address: str, title: str) -> str:
        """Returns the same with `TEXT` where the text belongs, for a script that follows what is typed."""
        values = {"address": _quoted(address), "title": _quoted(title), "text": TEXT}
        return self.share_url % values


@lru_cache(maxsize=64)
def _quoted(text: str) -> str:
    """Quotes a text for an address. Cached, since each network is given the same ones."""
    return quote(text, safe="")


def _weighted(text: str) -> int:
    return sum(1 if any(ord(character) in light for light in _LIGHT) else 2 for character in text)


NETWORKS: tuple[Network, ...] = (
    # https://www.linkedin.com/help/linkedin/answer/a528176 (length); its address takes no text.
    Network(
        "linkedin",
        "LinkedIn",
        3000,
        "https://www.linkedin.com/sharing/share-offsite/?url=%(address)s",
        takes_text=False,
    ),
    # https://docs.bsky.app/docs/advanced-guides/intent-links
    Network("bluesky", "Bluesky", 300, "https://bsky.app/intent/compose?text=%(text)s"),
    # https://docs.joinmastodon.org/user/posting/ (length); its own share tool asks for the reader's server.
    Network("mastodon", "Mastodon", 500, "https://share.joinmastodon.org/#text=%(text)s", address_length=23),
    # https://docs.x.com/fundamentals/counting-characters
    Network(
        "x",
        "X",
        280,
        "https://x.com/intent/post?text=%(text)s",
        address_length=23,
        counting=Counting.WEIGHTED,
    ),
    # Longer posts are cut after some 480 characters behind "see more"; its address takes no text.
    Network(
        "facebook",
        "Facebook",
        480,
        "https://www.facebook.com/sharer/sharer.php?u=%(address)s",
        takes_text=False,
    ),
    # https://faq.whatsapp.com/5913398998672934
    Network("whatsapp", "WhatsApp", 1000, "https://wa.me/?text=%(text)s"),
    # RFC 6068; mail programs cut addresses that are much longer.
    Network("mail", "", 1500, "mailto:?subject=%(title)s&body=%(text)s"),
)
