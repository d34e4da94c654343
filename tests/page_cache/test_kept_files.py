"""Images that the proxy may send are asked about once, as long as what shows them stays; at once when it does not."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from clusters.models import Cluster
from fedcms.core.models import LocaleState
from fedcms.core.page_cache import notes
from fedcms.core.page_cache import store as store_module
from fedcms.core.page_cache.store import store
from fedcms.media.models import FederationImage
from news.models import ArticlePage, Spokesperson
from tests.factories import make_article, make_user
from tests.page_cache.support import LOOK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_cache(settings: Settings) -> None:
    settings.FEDCMS_PAGE_CACHE = True
    settings.FEDCMS_ACCEL_REDIRECT = "/protected/"


def picture(cluster: Cluster, name: str = "picture.png") -> FederationImage:
    made: FederationImage = FederationImage.objects.create(
        title=name, file=get_test_image_file(name), collection=cluster.collection, credit="The team"
    )
    return made


@pytest.fixture
def image(loire: Cluster) -> FederationImage:
    """An image that no page uses yet."""
    return picture(loire)


@pytest.fixture
def page(loire: Cluster, image: FederationImage) -> ArticlePage:
    """A page that shows it."""
    return make_article(loire, lead_image=image)


def status(image: FederationImage, path: str = "", client: Client | None = None, **headers: str) -> int:
    answer = (client or Client()).get(f"/media/{path or image.file.name}", headers=headers)
    if answer.status_code == 200:
        assert answer["X-Accel-Redirect"] == f"/protected/{image.file.name}"
        assert answer["Cache-Control"].startswith("private")
    return answer.status_code


def is_kept(image: FederationImage, path: str = "", client: Client | None = None, **headers: str) -> bool:
    """Whether it is answered without a question, but for the look at what was dropped."""
    with CaptureQueriesContext(connection) as captured:
        assert status(image, path, client, **headers) == 200
    return len(captured) <= LOOK


def test_it_is_asked_about_once(image: FederationImage, page: ArticlePage) -> None:
    assert not is_kept(image)
    assert is_kept(image)
    assert is_kept(image, **{"Accept-Encoding": "gzip"}), "there is one copy, whatever is packed"
    first, again = (Client().get(f"/media/{image.file.name}") for _ in range(2))
    assert first.headers.pop("X-Request-ID") != again.headers.pop("X-Request-ID")
    assert dict(first.headers) == dict(again.headers)


def test_what_one_reader_sends_is_asked_about_each_time(image: FederationImage, page: ArticlePage) -> None:
    assert is_kept(image) or is_kept(image)
    assert not is_kept(image, f"{image.file.name}?v=2")
    assert not is_kept(image, f"{image.file.name}?v=2"), "nor is there a copy for each query"
    assert not is_kept(image, Range="bytes=0-9")
    team = Client()
    team.force_login(make_user("team", page.cluster))
    assert not is_kept(image, client=team)


def test_what_nobody_may_see_is_not_kept(image: FederationImage, loire: Cluster) -> None:
    team = Client()
    team.force_login(make_user("team", loire))
    assert status(image, client=team) == 200
    assert status(image) == 404, "what the team may have is nobody else's"
    make_article(loire, lead_image=image)
    assert status(image) == 200


@pytest.mark.parametrize("act", ["unpublish", "other image", "password", "delete", "future"])
def test_it_ends_with_the_page_that_shows_it(
    image: FederationImage, page: ArticlePage, loire: Cluster, act: str
) -> None:
    assert is_kept(image) or is_kept(image)
    if act == "unpublish":
        page.unpublish()
    elif act == "other image":
        page.lead_image = picture(loire, "other.png")
        page.save_revision().publish()
    elif act == "password":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    elif act == "delete":
        page.delete()
    else:
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save()
    assert status(image) == 404


@pytest.mark.parametrize("act", ["password", "language"])
def test_it_ends_with_the_section_or_the_language(
    image: FederationImage, page: ArticlePage, act: str
) -> None:
    assert is_kept(image) or is_kept(image)
    if act == "password":
        section = page.get_parent()
        PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    else:
        LocaleState.objects.update_or_create(locale=page.locale, defaults={"is_active": False})
    assert status(image) == 404


@pytest.mark.parametrize("in_bulk", [False, True])
def test_it_ends_with_its_own_rights(image: FederationImage, page: ArticlePage, in_bulk: bool) -> None:
    assert is_kept(image) or is_kept(image)
    yesterday = timezone.localdate() - timedelta(days=1)
    if in_bulk:
        FederationImage.objects.update(rights_until=yesterday)
    else:
        image.rights_until = yesterday
        image.save()
    assert status(image) == 404


def test_the_clock_ends_it(image: FederationImage, page: ArticlePage) -> None:
    page.expire_at = timezone.now() + timedelta(minutes=5)
    page.save_revision().publish()
    assert is_kept(image) or is_kept(image)
    with time_machine.travel(page.expire_at - timedelta(seconds=1), tick=False):
        assert status(image) == 200
    with time_machine.travel(page.expire_at, tick=False):
        assert status(image) == 404


def test_another_page_that_shows_it_keeps_it(
    image: FederationImage, page: ArticlePage, loire: Cluster
) -> None:
    make_article(loire, lead_image=image)
    assert is_kept(image) or is_kept(image)
    page.unpublish()
    assert status(image) == 200
    ArticlePage.objects.get(live=True).unpublish()
    assert status(image) == 404


def test_a_row_that_shows_it_is_followed(image: FederationImage, loire: Cluster) -> None:
    loire.logo = image
    loire.save()
    assert is_kept(image) or is_kept(image)
    loire.logo = None
    loire.save()
    assert status(image) == 404


def test_what_a_row_without_a_tag_shows_is_asked_about_each_time(
    image: FederationImage, loire: Cluster
) -> None:
    today = timezone.localdate()
    somebody = Spokesperson.objects.create(
        cluster=loire,
        name="Inès",
        role={"fr": "Présidente"},
        languages="fr",
        portrait=image,
        consent_given_on=today,
        consent_until=today,
    )
    assert not is_kept(image)
    assert not is_kept(image)
    somebody.delete()
    assert status(image) == 404


def test_while_the_database_is_away_pages_have_their_pictures(
    image: FederationImage, page: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_kept(image) or is_kept(image)

    def read(*arguments: object, **values: object) -> object:
        raise OperationalError

    monkeypatch.setattr(notes.NoteReader, "read", read)
    monkeypatch.setattr(store_module, "is_refused", lambda: True)
    store._read_at -= 1  # it looks again
    assert status(image) == 200
    assert store.is_cut_off
    store.forget_all()
