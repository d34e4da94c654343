"""Finds the video player for an address: YouTube, Vimeo, Dailymotion, PeerTube.

Any other address stays a link. The content security policy allows frames from `PLAYER_HOSTS` alone
(fedcms.settings.security), so that no editor can frame anything else.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

_ID = re.compile(r"^[\w-]{3,64}$")


@dataclass(frozen=True)
class Player:
    """A video player: `url` is the address of its frame, `host` the host that the reader's browser then contacts."""

    url: str
    host: str


def _id(text: str) -> str:
    """Returns the text if it may be the key of a video, else ""."""
    return text if _ID.match(text) else ""


def _youtube(path: list[str], query: dict[str, list[str]]) -> str:
    is_watch = path[:1] == ["watch"]
    key = _id(query.get("v", [""])[0] if is_watch else path[-1] if path else "")
    return f"https://www.youtube-nocookie.com/embed/{key}" if key else ""


def _vimeo(path: list[str], _query: dict[str, list[str]]) -> str:
    key = path[-1] if path else ""
    return f"https://player.vimeo.com/video/{key}?dnt=1" if key.isdigit() else ""


def _dailymotion(path: list[str], _query: dict[str, list[str]]) -> str:
    key = _id(path[-1].partition("_")[0]) if path else ""
    return f"https://geo.dailymotion.com/player.html?video={key}" if key else ""


def _peertube(host: str, path: list[str]) -> str:
    """Returns the frame's address for /w/<key> or /videos/watch/<key>, else ""."""
    is_video = path[:1] == ["w"] or path[:2] == ["videos", "watch"]
    key = _id(path[-1]) if is_video else ""
    return f"https://{host}/videos/embed/{key}?p2p=0" if key else ""


_SITES = {
    "www.youtube.com": _youtube,
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "www.vimeo.com": _vimeo,
    "www.dailymotion.com": _dailymotion,
    "dai.ly": _dailymotion,
}


def find_player(address: str) -> Player | None:
    """Returns the player for the video at `address`, None when the site knows none."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    path = [piece for piece in parts.path.split("/") if piece]
    if host in _SITES:
        url = _SITES[host](path, parse_qs(parts.query))
    elif host in settings.FEDCMS_PEERTUBE_HOSTS:
        url = _peertube(host, path)
    else:
        return None
    return Player(url, urlsplit(url).hostname or "") if url else None
