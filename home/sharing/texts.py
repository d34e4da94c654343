"""Writes the ready texts of the share kit: title, summary, hashtags and address, within a network's length."""

import re
from dataclasses import dataclass

from django.utils.translation import override

from clusters.models import ContentPage
from fedcms.core.models.base_page import BasePage
from home.head.text_length import shorten
from home.sharing.networks import Network

MOST_HASHTAGS = 3
# Shorter, a summary says nothing: it is left out.
_SHORTEST_SUMMARY = 40
# An ellipsis may count twice.
_SPARE = 2

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class ShareSubject:
    """What is told of a page, in its language: plain texts, and its absolute address."""

    title: str
    summary: str
    hashtags: tuple[str, ...]
    address: str


def hashtag(label: str) -> str:
    """Returns a label as a hashtag; each word begins with a capital, so that screen readers read it in words."""
    words = [word for word in _BETWEEN_WORDS.split(label) if word]
    joined = "".join(word[0].upper() + word[1:] for word in words)
    return f"#{joined}" if joined and not joined.isdigit() else ""


def hashtags(page: BasePage) -> tuple[str, ...]:
    """Returns the page's first topics as hashtags, in its language. One query."""
    if not isinstance(page, ContentPage):
        return ()
    with override(page.locale.language_code):
        made = [hashtag(str(topic.labels)) for topic in page.topics.all()[:MOST_HASHTAGS]]
    return tuple(tag for tag in made if tag)


def ready_text(subject: ShareSubject, network: Network) -> str:
    """Returns the longest text that the network takes: the title, then the summary, hashtags, and the address.

    What does not fit is left out in this order: hashtags, summary. A title that does not fit is shortened.
    """
    tags = " ".join(subject.hashtags)
    for rest in ("\n\n".join(part for part in (tags, subject.address) if part), subject.address):
        text = _with_summary(subject, rest, network)
        if text:
            return text
    space = network.most - network.length(f"\n\n{subject.address}", subject.address) - _SPARE
    return f"{_fitting(subject.title, space, network)}\n\n{subject.address}"


def _with_summary(subject: ShareSubject, rest: str, network: Network) -> str:
    """Returns title, as much of the summary as fits, and the rest; "" if title and rest are too long."""
    bare = f"{subject.title}\n\n{rest}"
    if network.length(bare, subject.address) > network.most:
        return ""
    if not subject.summary:
        return bare
    space = network.most - network.length(f"{subject.title}\n\n\n\n{rest}", subject.address) - _SPARE
    summary = _fitting(subject.summary, space, network) if space >= _SHORTEST_SUMMARY else ""
    return f"{subject.title}\n\n{summary}\n\n{rest}" if summary else bare


def _fitting(text: str, space: int, network: Network) -> str:
    """Returns the text, shortened until the network counts at most `space` for it."""
    most = space
    short = shorten(text, most)
    while most > 1 and network.length(short, "") > space:
        most -= max(1, network.length(short, "") - space)
        short = shorten(text, most) if most > 1 else ""
    return short
