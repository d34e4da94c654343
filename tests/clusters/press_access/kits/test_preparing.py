"""What kits lack is made without anybody: print files of portraits, of the latest pages, of what was there before."""

import pytest

from clusters.models import PressKit
from clusters.press_access.kits.tasks import LATEST_PAGES, prepare_image
from fedcms.core.tasks.recurring import DAY, recurring_jobs
from fedcms.media.models import FederationImage, FederationRendition
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import get, make_image, opened
from tests.factories import make_article, make_release
from tests.news.newsroom_rows import make_person

pytestmark = pytest.mark.django_db
FOCUS = {"focal_point_x": 100, "focal_point_y": 100, "focal_point_width": 40, "focal_point_height": 40}


def prints_of(image: FederationImage) -> int:
    return FederationRendition.objects.filter(image=image, filter_spec__contains="jpegquality-92").count()


def test_a_day_later_nothing_is_missing(world: World) -> None:
    portrait, lead = (make_image(world.south, name, jpeg=False, **FOCUS) for name in ("portrait", "tete"))
    make_person(world.south, "Zoé", portrait=portrait)
    make_release(world.south, lead_image=lead)
    FederationRendition.objects.all().delete()
    (job,) = [each for each in recurring_jobs() if each.name == "prepare press kits"]
    assert job.seconds == DAY
    assert job.job() == PressKit.objects.count() + 1  # type: ignore[comparison-overlap]  # a number
    assert prints_of(portrait) == prints_of(lead) == prints_of(world.images["cadree"]) == 4
    assert "Photographies/Zoé – recadrage 1×1.jpg" in opened(get("/fr/press-kits/midi/press-kit.zip")).files
    assert LATEST_PAGES


def test_one_that_fails_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lead = make_image(world.south, "tete", jpeg=False)
    make_release(world.south, lead_image=lead)
    FederationRendition.objects.all().delete()

    def fail(*args: object) -> None:
        raise OSError("the storage is away")

    monkeypatch.setattr("clusters.press_access.kits.tasks.kit_of_owner", fail)
    (job,) = [each for each in recurring_jobs() if each.name == "prepare press kits"]
    job.job()
    assert prints_of(lead) == 1
    assert "tried again the next time" in caplog.text


def test_an_image_has_files_for_print_only_if_a_kit_offers_it(world: World) -> None:
    """A row of another model may have the key of a page with a kit."""
    offered, other = (make_image(world.south, name, jpeg=False) for name in ("offerte", "ailleurs"))
    release = make_release(world.south, lead_image=offered)
    make_article(world.south, lead_image=make_image(world.south, "article", jpeg=False))
    person = make_person(world.south, "Zoé", pk=release.pk, portrait=other)
    assert person.pk == release.pk
    FederationRendition.objects.all().delete()
    assert prepare_image.call(image_id=offered.pk) == 1
    assert prepare_image.call(image_id=other.pk) == 0
