"""Samples of boilerplate.html."""

from collections.abc import Iterator

from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    name = things.text("organisation")
    own = TranslatedText({things.language: things.text("long_summary")})
    yield Sample("in the page's language", {"owner": namespace(name=name, boilerplate=own)})
    foreign = TranslatedText({"en": "We bring together those who teach and those who make tools."})
    yield Sample("in another language", {"owner": namespace(name=name, boilerplate=foreign)})
