"""Samples of press_kit.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """A release's, an owner's in four languages, and one of which something is left out."""
    sheet = namespace(language=things.language, url="#")
    photograph = namespace(
        title=things.text("title"),
        url="#",
        file_extension="jpg",
        get_file_size=18_400_000,
        credit="Léa Martin / Ouest",
        get_licence_display="CC BY 4.0",
        reuse_limit="",
        territory="",
    )
    small = {"archive_url": "#", "archive_size": 18_400_000, "slug": "", "left_out": ""}
    yield Sample("of a release", {"press_kit": namespace(files=[photograph], fact_sheets=[sheet], **small)})
    sheets = [namespace(language=code, url="#") for code in ("fr", "en", "es", "ar")]
    yield Sample("in every language", {"press_kit": namespace(files=[], fact_sheets=sheets, **small)})
    large = small | {"archive_size": 8_000_000_000, "left_out": things.text("summary")}
    yield Sample("too large", {"press_kit": namespace(files=[photograph], fact_sheets=[sheet], **large)})
