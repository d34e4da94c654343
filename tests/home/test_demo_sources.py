"""The demo's files are what they claim to be, before anything is loaded."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from fedcms.demo import source
from fedcms.demo.accounts import DEMO_PASSWORD
from fedcms.demo.bodies import raw_block, stable_id
from fedcms.demo.commitments import commitment_specs, lines_by_language
from fedcms.demo.dates import Calendar
from fedcms.demo.manifesto import blocks_of, french_lines
from fedcms.media.models import Licence

LATE = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def test_there_is_enough_of_everything() -> None:
    """Eight clusters, two of them outside France; 120 pages of every type; 40 in another language too."""
    sections = source.sections()
    clusters = [section["cluster"] for section in sections if "cluster" in section]
    pages = [page for section in sections for page in section["pages"]]
    kinds = Counter(page["type"] for page in pages)
    assert len(clusters) >= 8
    assert len({cluster["country"] for cluster in clusters} - {"FR"}) >= 2
    assert len(pages) >= 120
    assert all(kinds[kind] >= 10 for kind in ("article", "story", "release", "event", "mission"))
    assert sum(len(page["text"]) > 1 for page in pages) >= 40
    assert len({page.get("source", "fr") for page in pages}) >= 2


def test_results_of_stories_say_their_source_in_each_language() -> None:
    """Who counted and what are words, in a translation too; a French page has those of the result itself."""
    pages = [page for section in source.sections() for page in section["pages"] if page["type"] == "story"]
    translated = 0
    for page in pages:
        own = [result["source"] for result in page["results"]]
        for code, text in page["text"].items():
            if code != "fr" and len(page["text"]) > 1:
                translated += 1
                assert len(text["result_sources"]) == len(own), (page["key"], code)
                assert not set(text["result_sources"]) & set(own), (page["key"], code)
    assert translated > 20


def test_keys_name_what_is_there() -> None:
    """No page points to an image, topic or organisation that the demo does not have."""
    sections = source.sections()
    pages = [page for section in sections for page in section["pages"]]
    organisations = {org["key"] for section in sections for org in section.get("organisations", [])}
    assert {page["image"] for page in pages if "image" in page} <= source.images().keys()
    assert {topic for page in pages for topic in page["topics"]} == {
        topic["key"] for topic in source.topics()
    }
    assert {page["organisation"] for page in pages if "organisation" in page} <= organisations
    assert len({page["key"] for page in pages}) == len(pages)


def test_each_image_has_its_file_and_each_file_its_words_and_licence() -> None:
    files = {path.stem: path for path in (source.FOLDER / "images").iterdir()}
    assert files.keys() == source.images().keys()
    for key, spec in source.images().items():
        assert Licence(spec["licence"]).label
        with Image.open(files[key]) as image:
            assert (image.format, image.size) == ("WEBP", (1600, 1000)), key
    assert sum(path.stat().st_size for path in files.values()) < 3_000_000


def test_today_is_the_events_own_today() -> None:
    """At half past eleven in the evening UTC, Paris is already in tomorrow and Montréal is not."""
    assert Calendar(LATE, ZoneInfo("Europe/Paris")).day(0) == date(2026, 11, 26)
    assert Calendar(LATE, ZoneInfo("America/Toronto")).day(1) == date(2026, 11, 26)


@pytest.mark.parametrize("hour", [0, 6, 12, 23])
def test_nothing_was_published_in_the_future(hour: int) -> None:
    """Whatever the hour of loading, "today" is past."""
    now = LATE.replace(hour=hour)
    for key in map(str, range(40)):
        assert Calendar(now).published(0, key) < now
    assert Calendar(now).published(-3, "a").date() == Calendar(now).day(-3)


def test_the_manifesto_keeps_its_lists() -> None:
    """Two numbered lists, one bulleted, and two points inside its last."""
    _title, lines = french_lines()
    assert [kind for kind, _text in lines].count("ol") == 11
    html = "".join(block.get("html", "") for block in blocks_of(lines))
    assert html.count("<ol>") == 2
    assert html.count("<ul>") == 2
    assert html.endswith("</li></ul></li></ul>")
    assert blocks_of([("ul", "a"), ("ul ul", "b & c"), ("ul", "d")]) == [
        {"html": "<ul><li>a<ul><li>b &amp; c</li></ul></li><li>d</li></ul>"}
    ]


def test_every_point_of_the_manifesto_is_a_commitment_in_every_language() -> None:
    """Seven missions, four axes and four promises; what proves them is in the demo, and one has no proof yet."""
    specs = commitment_specs()
    assert Counter(spec["kind"] for spec in specs) == {"mission": 7, "axis": 4, "promise": 4}
    _title, lines = french_lines()
    points = [number for number, (kind, _text) in enumerate(lines) if kind != "p"]
    assert [number for spec in specs for number in spec["lines"]] == points
    assert all(set(spec["title"]) == {"fr", "en", "es", "ar"} for spec in specs)
    keys = {page["key"] for section in source.sections() for page in section["pages"]}
    assert {key for spec in specs for key in spec["pages"]} <= keys
    assert [(spec["kind"], spec["number"]) for spec in specs if not spec["pages"]] == [("promise", 3)]
    assert {len(found) for found in lines_by_language().values()} == {len(lines)}


def test_a_block_that_nobody_knows_is_refused_with_its_place() -> None:
    """A typing error in a file is named, not skipped; and what is text never becomes markup."""
    with pytest.raises(ValueError, match="occ-x/0"):
        raw_block({}, "occ-x/0")
    assert raw_block({"p": "1 < 2 & 3"}, "k")["value"] == "<p>1 &lt; 2 &amp; 3</p>"
    assert stable_id("a", 1) == stable_id("a", 1) != stable_id("a", 2)


def test_the_demo_password_is_long_enough_for_the_admin() -> None:
    """It could be typed in the admin's own form."""
    assert len(DEMO_PASSWORD) >= 12
