"""A withdrawn page comes back as it was, in every language or in none, beside whatever was written since."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from clusters.models import EmergencyWithdrawal
from clusters.publishing.policy_registry import Stage, policy_for_now
from clusters.publishing.withdrawal.actions import lift, withdraw
from fedcms.media.models import Consent
from tests.admin_walk.stage import picture
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.withdrawal_support import both, later, press, statuses
from tests.clusters.publishing.world import WORDS, World, all_rows, not_yet
from tests.factories import make_article, publish
from tests.shared_rows import again

pytestmark = pytest.mark.django_db


class TestComingBack:
    def test_what_is_ended_is_not_ended_again(self, world: World) -> None:
        page = world.live
        client = world.as_publisher()
        press(client, page, "withdraw")
        press(client, page, "restore")
        for action in ("restore", "lift", "zzz", ""):
            response = press(client, page, action)
            assert response.status_code == 400
            assert "rien n’a été fait" in response.content.decode()
        assert statuses(page) == [200]

    def test_a_draft_written_meanwhile_stays_a_draft(self, world: World) -> None:
        page = world.live
        client = world.as_publisher()
        press(client, page, "withdraw")
        draft = again(page)
        draft.title = "Un autre titre"
        draft.save_revision()
        # Wagtail's editor writes the row, too, of a page that is not public.
        draft.save()
        press(client, page, "restore")
        page = again(page)
        assert (page.title, page.has_unpublished_changes) == ("En ligne", True)
        assert page.get_latest_revision().as_object().title == "Un autre titre"

    def test_what_the_policies_refuse_comes_back_in_no_language(self, world: World) -> None:
        source, _target = both(world)
        press(world.as_publisher(), source, "withdraw")
        before = all_rows()
        with policy_for_now(not_yet, Stage.CONTENT):
            response = press(world.as_publisher(), source, "restore")
        assert response.status_code == 400
        assert WORDS in response.content.decode()
        assert all_rows() == before
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_revision_that_was_purged_or_overwritten_comes_back_all_the_same(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.title = "Un brouillon"
        draft.save_revision()
        Revision.objects.filter(pk=page.live_revision_id).delete()
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title, page.has_unpublished_changes) == (True, "En ligne", True)
        assert page.get_latest_revision_as_object().title == "Un brouillon"

    def test_a_review_of_a_newer_draft_goes_on(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.title = "Corrigé"
        draft.save_revision(user=world.publisher)
        draft.get_workflow().start(draft, world.publisher)
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title) == (True, "En ligne")
        assert page.current_workflow_state.status == "in_progress"
        actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
        assert "wagtail.workflow.cancel" not in actions

    def test_a_draft_s_date_that_nobody_approved_moves_nothing(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        draft = again(source)
        draft.go_live_at, draft.expire_at = later(days=3), later(days=9)
        draft.save_revision()
        draft.save()
        press(world.as_publisher(), source, "restore")
        assert statuses(source, target) == [200, 200]
        for page in (again(source), again(target)):
            assert (page.go_live_at, page.expire_at) == (None, None)
            assert not page.approved_schedule

    def test_a_translation_that_was_public_comes_back_stale_and_without_its_source(
        self, world: World
    ) -> None:
        source, target = both(world)
        changed = again(source)
        changed.summary, changed.body = "Une autre phrase.", [("paragraph", "<p>Un ajout.</p>")]
        changed.save_revision().publish()
        world.translation.source.update_from_db()
        again(source).unpublish()
        assert statuses(source, target) == [404, 200]
        press(world.as_publisher(), target, "withdraw")
        response = press(world.as_publisher(), target, "restore")
        assert response.status_code == 302, response.content.decode()
        assert statuses(source, target) == [404, 200]

    def test_a_consent_that_was_withdrawn_meanwhile_keeps_it_off(self, world: World) -> None:
        image = picture("Le salon", world.cluster, world.publisher)
        page = make_article(world.cluster, title="Avec image", lead_image=image)
        press(world.as_publisher(), page, "withdraw")
        image.consent = Consent.MISSING
        image.save()
        response = press(world.as_publisher(), page, "restore")
        assert response.status_code == 400
        assert "dont l’accord manque" in response.content.decode()
        assert statuses(page) == [404]

    def test_another_page_at_its_address_is_said(self, world: World) -> None:
        page = world.live
        press(world.as_publisher(), page, "withdraw")
        draft = again(page)
        draft.slug = "ailleurs"
        draft.save()
        make_article(world.cluster, title="Une autre", slug=page.slug)
        response = press(world.as_publisher(), page, "restore")
        assert response.status_code == 400
        assert "slug" in response.content.decode().lower() or "adresse" in response.content.decode()
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_page_past_its_end_stays_off_and_it_is_said(self, world: World) -> None:
        page = world.live
        page.expire_at = later(hours=1)
        publish(page)
        press(world.as_publisher(), page, "withdraw")
        with time_machine.travel(later(hours=2)):
            response = press(world.as_publisher(), page, "restore")
            assert "Sa date de retrait est passée" in shown_messages(response)
            assert statuses(page) == [404]
        assert not again(page).live

    def test_a_screen_of_an_earlier_withdrawal_ends_no_later_one(self, world: World) -> None:
        page = world.live
        first = withdraw(page, world.publisher)
        lift(first, page, world.publisher)
        publish(again(page))
        withdraw(again(page), world.publisher, "Plus grave")
        response = press(world.as_publisher(), page, "restore", withdrawal=str(first.pk))
        assert response.status_code == 400
        assert "Plus grave" in response.content.decode()
        assert EmergencyWithdrawal.objects.open().count() == 1


class TestASchedule:
    def test_is_cancelled_and_approved_again(self, world: World) -> None:
        page = world.scheduled
        moment = page.scheduled_revision.approved_go_live_at
        press(world.as_publisher(), page, "withdraw")
        assert not again(page).approved_schedule
        press(world.as_publisher(), page, "restore")
        assert again(page).scheduled_revision.approved_go_live_at == moment
        assert statuses(page) == [404]

    def test_the_clock_brings_nothing_back(self, world: World) -> None:
        page = world.scheduled
        press(world.as_publisher(), page, "withdraw")
        with time_machine.travel(later(hours=2)):
            call_command("publish_scheduled")
            assert statuses(page) == [404]
            # Its moment has passed: put back, it is not waited for.
            press(world.as_publisher(), page, "restore")
            call_command("publish_scheduled")
            assert statuses(page) == [200]

    def test_a_public_page_and_its_next_version_both_come_back(self, world: World) -> None:
        page = world.live
        page.title, page.go_live_at = "La suite", timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        press(world.as_publisher(), page, "withdraw")
        press(world.as_publisher(), page, "restore")
        page = again(page)
        assert (page.live, page.title) == (True, "En ligne")
        assert page.scheduled_revision.as_object().title == "La suite"
