"""Samples of footer.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    about, name = things.text("summary"), things.text("name_WAL")
    yield Sample("a name and links", {"site_name": things.text("name_BRE"), "legal": things.links(3)})
    column = namespace(title=things.text("term"), links=things.links(4))
    everything = {
        "columns": [column, column],
        "feeds": [namespace(label="RSS", url="#")],
        "calendar": "#",
        "legal": things.links(8),
    }
    yield Sample(
        "everything", {"site_name": name, "about": about, "mail_url": "/fr/subscribe/", **everything}
    )
