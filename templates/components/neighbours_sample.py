"""Samples of neighbours.html."""

from collections.abc import Iterator

from clusters.content.neighbours.shown import Neighbour
from clusters.content.registry import content_types
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """One of each state: published, to come, past, in another language."""

    def neighbour(
        code: str, kind: str, title: str, language: str = "", *, is_coming: bool = False
    ) -> Neighbour:
        model = content_types()[kind]
        return Neighbour(
            cluster=things.cluster(code),
            title=things.text(title),
            url=URL,
            kind_label=model.kind_label,
            language=language or things.language,
            published_at=None if model.has_calendar else MOMENT,
            is_coming=is_coming,
        )

    found = [
        neighbour("BRE", "article", "title"),
        neighbour("TUN", "event", "title", is_coming=True),
        neighbour("WAL", "mission", "long_title"),
    ]
    yield Sample("published, to come, past", {"neighbours": found})
    yield Sample("one, in another language", {"neighbours": [neighbour("WAL", "story", "title", "es")]})
