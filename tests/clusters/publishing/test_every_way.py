"""A policy that refuses is heard by whatever way a page is published: in the same words, and nothing is half done."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, Revision

from clusters.publishing.may_publish import may_publish
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now, registered
from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.export_contents import contents_of
from clusters.translation.exchange.file_import import import_contents
from clusters.translation.exchange.po import read_po, write_po
from clusters.translation.exchange.selection import select
from fedcms.core.pages.publication import Way as Named
from fedcms.core.tasks.scheduled_publication import publish_due
from tests.clusters.publishing.ways import WAYS, WRITES_A_DRAFT, Way, bulk, editor
from tests.clusters.publishing.world import WORDS, World, all_rows, not_yet
from tests.factories import make_user


def public() -> list[tuple[int, int | None]]:
    """What is public or will be."""
    live = Page.objects.filter(live=True).order_by("pk").values_list("pk", "live_revision_id")
    approved = Revision.objects.filter(approved_go_live_at__isnull=False).values_list("pk", "object_id")
    return [*live, *((pk, int(page)) for pk, page in approved.order_by("pk"))]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_is_refused_in_the_same_words_and_nothing_is_half_done(world: World, way: Way) -> None:
    rows, before = all_rows(), public()
    with policy_for_now(not_yet, Stage.AGREEMENT):
        answer = way(world)
    assert WORDS in answer
    assert public() == before
    if way not in WRITES_A_DRAFT:
        assert all_rows() == rows


def test_without_the_policy_the_same_button_publishes(world: World) -> None:
    """Else the walk would show nothing."""
    bulk(world)
    assert Page.objects.get(pk=world.draft.pk).live
    assert world.target().live
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert publish_due() == 1


def test_a_file_that_comes_in_publishes_nothing(world: World) -> None:
    english = world.reviewed.target_locale
    page = Page.objects.get(translation_key=world.reviewed.source.object_id, locale=world.listing.locale)
    data = write_po(contents_of(select(world.publisher, [page], [english]).pairs))
    before = public()
    import_contents(read_po(data.replace(b"EN Une autre", b"Another one")), world.publisher)
    assert world.target(world.reviewed).get_latest_revision_as_object().title == "Another one"
    assert public() == before


def test_an_editor_sees_all_reasons_at_once(world: World) -> None:
    def nor_yet(publication: Publication) -> Refusal:
        return Refusal("La photo n’est plus libre de droits.", reason="rights_of_picture")

    with policy_for_now(not_yet, Stage.AGREEMENT), policy_for_now(nor_yet, Stage.MEDIA):
        answer = editor(world)
    assert "La photo n’est plus libre de droits." in answer
    assert WORDS in answer


def test_who_may_not_publish_hears_of_nothing_else(world: World) -> None:
    writer = make_user("emma", world.cluster, "editor")
    with policy_for_now(not_yet, Stage.AGREEMENT):
        verdict = may_publish(world.draft, world.draft.get_latest_revision(), writer, Named.API)
    assert [refusal.reason for refusal in verdict.refusals] == ["no_right"]
    assert not verdict.is_allowed


def test_a_decision_is_true_if_nobody_refuses(world: World) -> None:
    asked = (world.draft, world.draft.get_latest_revision(), world.publisher, Named.API)
    assert may_publish(*asked)
    with policy_for_now(not_yet, Stage.AGREEMENT):
        assert not may_publish(*asked)


def test_a_policy_hears_who_publishes(world: World) -> None:
    heard = []

    def hear(publication: Publication) -> None:
        heard.append(publication.actor)

    with policy_for_now(hear, Stage.AGREEMENT):
        form = world.form(world.draft, **{"action-publish": "1"})
        world.as_publisher().post(world.edit_url(world.draft), form)
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            publish_due()
    assert heard == [world.publisher, None], "the clock is nobody"


def test_policies_are_asked_in_the_order_of_their_stages() -> None:
    stages = [stage for stage, _policy in registered()]
    assert stages == sorted(stages)
    assert {
        "refuse_without_right",
        "refuse_unfinished",
        "refuse_before_source",
        "refuse_half_translated",
    } <= {policy.__name__ for _stage, policy in registered()}
