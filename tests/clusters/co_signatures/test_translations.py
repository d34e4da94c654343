"""A translation names who agrees to its original; they are told what it says in their name, and read it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from clusters.publishing.refusal import PublicationRefused
from fedcms.core.changes.outbox import dispatch
from news.models import PressReleasePage
from tests.clusters.co_signatures.support import Story
from tests.factories import make_cluster, make_release, make_user
from tests.factories.translations import translated
from tests.shared_rows import again

pytestmark = pytest.mark.django_db
REFUSED = "n’ont pas approuvé son original"


def publish(story: Story, page: PressReleasePage) -> None:
    again(page).get_latest_revision().publish(user=story.publisher)


def rename(story: Story, page: PressReleasePage, title: str) -> None:
    draft = again(page).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=story.publisher).publish(user=story.publisher)


def deliver() -> None:
    while dispatch():
        pass


def addressees() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_it_names_nobody_who_has_not_signed_its_original(story: Story) -> None:
    plain = make_release(story.lead, title="Sans les autres", slug="sans")
    target = translated(plain, story.publisher, "en")
    publish(story, target)
    again(plain).unpublish()
    draft = again(target).get_latest_revision_as_object()
    draft.co_signers.set([story.south])
    draft.save_revision()
    with pytest.raises(PublicationRefused, match=REFUSED):
        publish(story, target)


def test_it_needs_agreements_that_are_in_force(story: Story) -> None:
    """Not what was taken back; and before a scheduled version appears, none of its names."""
    west = make_cluster("ouest", "OUE")
    of_west = make_user("wanda", west, "publisher")
    story.all_approve()
    story.publish()
    english = translated(story.page, story.publisher, "en")
    assert again(english).live
    draft = again(story.page).get_latest_revision_as_object()
    draft.co_signers.set([story.south, story.east, west])
    draft.go_live_at = timezone.now() + timedelta(hours=5)
    draft.save_revision()
    story.all_approve()
    story.press(of_west, "approve", cluster=west)
    story.publish()

    def name_west(moment: object) -> None:
        target = again(english).get_latest_revision_as_object()
        target.co_signers.set([story.south, story.east, west])
        target.go_live_at = moment
        target.save_revision()
        publish(story, english)

    for early in (None, timezone.now() + timedelta(hours=4)):
        with pytest.raises(PublicationRefused, match=REFUSED):
            name_west(early)
    name_west(timezone.now() + timedelta(hours=5))
    assert again(english).approved_schedule
    # Who takes the agreement back is named by no new translation.
    story.press(story.of_south, "decline", remark="Ôtez notre nom.")
    story.press(story.of_south, "take_back", remark="De tout.")
    with pytest.raises(PublicationRefused, match=REFUSED):
        publish(story, translated(story.page, story.publisher, "es"))


def test_what_it_named_in_public_may_be_corrected_without_its_original(story: Story) -> None:
    story.all_approve()
    story.publish()
    english = translated(story.page, story.publisher, "en")
    again(story.page).unpublish()
    rename(story, english, "Three clusters, corrected")
    assert again(english).title == "Three clusters, corrected"


def test_signers_are_told_once_of_each_text_and_find_it_on_their_screen(story: Story) -> None:
    story.all_approve()
    story.publish()
    deliver()
    mail.outbox.clear()
    english = again(translated(story.page, story.publisher, "en"))
    mail.outbox.clear()
    deliver()
    signers = sorted([story.of_south.email, story.of_east.email])
    assert addressees() == signers
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert english.url_path in words
    assert story.url in words
    assert english.title not in words
    screen = story.screen(story.of_south)
    assert f'href="{english.url_path}"' in screen
    assert english.title in screen
    # A publication that changes nothing is no other text.
    publish(story, english)
    deliver()
    assert addressees() == signers
    rename(story, english, "The three clusters resign")
    deliver()
    assert addressees() == sorted(signers * 2)
    # Nor is one told of one's own release, nor of a translation that several do not sign.
    mail.outbox.clear()
    translated(make_release(story.lead, title="Seul", slug="seul"), story.publisher, "en")
    mail.outbox.clear()
    deliver()
    assert addressees() == []


def test_a_translation_waits_for_agreements_and_its_people_are_told_of_its_original(story: Story) -> None:
    story.all_approve()
    story.schedule()
    english = translated(story.page, story.publisher, "en")
    story.press(story.of_south, "decline", remark="Non.")
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
        assert not again(story.page).live
        assert not again(english).live
        told = [message for message in mail.outbox if "attend un accord" in message.subject]
        assert sorted(message.to[0] for message in told) == sorted(
            [story.editor.email, story.publisher.email]
        )
        assert all("EdTech Sud" in message.body and story.url in message.body for message in told)
