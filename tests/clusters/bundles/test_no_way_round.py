"""No way of publishing takes a page out of its bundle: each is refused, and the refusal names the bundle."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Bundle, BundleMember, BundleState
from fedcms.core.i18n.bidi import isolated
from tests.clusters.answers import shown_messages
from tests.clusters.publishing import ways
from tests.clusters.publishing.test_every_way import public
from tests.clusters.publishing.ways import WAYS, WRITES_A_DRAFT, Way
from tests.clusters.publishing.world import World, all_rows, make_world
from tests.factories import make_article, make_user
from tests.shared_rows import Keep

OTHER_PAGES = (
    ways.editor_of_a_live_page,
    ways.create,
    ways.admin_api_copy,
    ways.copy,
    ways.provisioning,
    ways.demo_of_a_new_page,
    ways.new_row,
)
"""Ways that publish a page which is public already, or a new one: those are in no bundle."""
ASKED_BELOW = (ways.editor_by_script, ways.admin_api, ways.moved_schedule)
"""Ways whose walk knows the planted policy's answer alone."""
TITLE = "Le plan régional"


@pytest.fixture(scope="module")
def kept_world(keep: Keep) -> World:
    """What each way starts from, all of it in a bundle."""
    with keep():
        world = make_world()
        bundle = Bundle.objects.create(
            cluster=world.cluster, title=TITLE, moment=timezone.now() + timedelta(days=9)
        )
        reviewed = Page.objects.get(
            translation_key=world.reviewed.source.object_id, locale=world.source.locale
        )
        for page in (world.draft, world.submitted, world.scheduled, world.source, reviewed):
            BundleMember.objects.create(
                bundle=bundle,
                page=Page.objects.get(pk=page.pk),
                translation_key=page.translation_key,
                title=page.title,
            )
        return world


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """As it was made."""
    return kept_world.again()


ASKED = [way for way in WAYS if way not in (*OTHER_PAGES, *ASKED_BELOW)]
BY_THE_CLOCK = (ways.clock, ways.clock_by_command)
"""Ways by which an approved bundle goes out, or is held."""


@pytest.mark.parametrize("way", ASKED, ids=lambda way: way.__name__)
def test_each_way_is_refused_and_names_the_bundle(world: World, way: Way) -> None:
    assert_refused(world, way)


@pytest.mark.parametrize(
    "way", [way for way in ASKED if way not in BY_THE_CLOCK], ids=lambda way: way.__name__
)
def test_each_way_is_refused_although_the_bundle_is_approved(world: World, way: Way) -> None:
    """For the very moment for which a page of it is scheduled: that it goes out then is the bundle's to decide."""
    Bundle.objects.update(state=BundleState.APPROVED, moment=world.scheduled.go_live_at)
    assert_refused(world, way)


def assert_refused(world: World, way: Way) -> None:
    rows, before = all_rows(), public()
    answer = way(world)
    assert isolated(TITLE) in answer
    assert "fait partie du lot" in answer
    assert public() == before
    if way not in WRITES_A_DRAFT:
        assert all_rows() == rows


def test_a_program_is_told_where_the_bundle_is(world: World) -> None:
    url = reverse("wagtailadmin_api:pages:action", args=[world.draft.pk, "publish"])
    response = world.as_publisher().post(url, content_type="application/json")
    assert response.status_code == 409
    (reason,) = response.json()["reasons"]
    assert reason["reason"] == "in_bundle"
    assert reason["url"] == reverse("bundles:detail", args=[Bundle.objects.get().pk])


def test_its_schedule_is_neither_cancelled_nor_moved_apart(world: World) -> None:
    revision = world.scheduled.scheduled_revision
    link = reverse("bundles:detail", args=[Bundle.objects.get().pk])
    for address, values in (
        (reverse("wagtailadmin_pages:revisions_unschedule", args=[world.scheduled.pk, revision.pk]), {}),
        (reverse("publication_schedule:move", args=[world.scheduled.pk]), {"moment": "28/11/2041 09:00"}),
    ):
        answer = world.as_publisher().post(address, values, follow=True).content.decode()
        assert "fait partie du lot" in answer
        assert f'href="{link}"' in answer
    revision.refresh_from_db()
    assert revision.approved_go_live_at == world.scheduled.go_live_at


def test_what_was_ticked_with_a_page_of_a_bundle_stays_off_too(world: World) -> None:
    """Also a page that a program made without any version: it is tried again after the other one."""
    made = make_article(world.cluster, live=False, title="Sans version")
    BundleMember.objects.create(
        bundle=Bundle.objects.get(),
        page=Page.objects.get(pk=made.pk),
        translation_key=made.translation_key,
        title="Sans version",
    )
    free = make_article(world.cluster, live=False, title="Hors lot")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = shown_messages(world.as_publisher().post(f"{url}?id={free.pk}&id={made.pk}"))
    assert "« \u2068Sans version\u2069 » : Cette page fait partie du lot" in answer
    assert not Page.objects.filter(pk__in=[made.pk, free.pk], live=True).exists()


def test_the_editor_says_in_which_bundle_a_page_is(world: World) -> None:
    link = reverse("bundles:detail", args=[Bundle.objects.get().pk])
    for page in (world.draft, world.target()):
        answer = world.as_publisher().get(world.edit_url(page)).content.decode()
        assert "Dans le lot «" in answer
        assert "À paraître avec 4 autres pages" in answer
        assert link in answer
    # Somebody who only reads their own section's pages has no such line elsewhere.
    editor = make_user("edgar", world.cluster)
    client = world.as_publisher()
    client.force_login(editor)
    assert "Ajouter à un lot" not in client.get(world.edit_url(world.draft)).content.decode()
