"""Samples of head_meta.html."""

from collections.abc import Iterator

from fedcms.media.social_cards.store import SocialCardFile
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things
from home.head.head_metadata import Head


def samples(things: Things) -> Iterator[Sample]:
    """A part of the head."""
    title, summary = things.text("title"), things.text("summary")
    yield Sample("a page without an address of its own", {"head": Head(title, summary)}, is_source=True)
    full = Head(
        title,
        summary,
        canonical="https://edtech.example/fr/",
        robots="noindex, follow",
        alternates=[("ar", "https://edtech.example/ar/"), ("fr", "https://edtech.example/fr/")],
        x_default="https://edtech.example/fr/",
        og_title=title,
        og_type="article",
        og_locale="fr_FR",
        site_name="EdTech",
        image=SocialCardFile("/cards/card.png", title),
        image_url="https://edtech.example/cards/card.png",
        published_at=MOMENT,
    )
    yield Sample("an article", {"head": full}, is_source=True)
