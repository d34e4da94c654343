"""A release of several clusters appears as all have approved it: each text, by whatever way, and no other."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from clusters.publishing.refusal import PublicationRefused
from clusters.publishing.withdrawal.actions import restore, withdraw
from fedcms.media.models import FederationDocument
from news.models import PressReleasePage, ReleaseAttachment
from tests.admin_walk.stage import picture
from tests.clusters.answers import shown_messages
from tests.clusters.co_signatures.support import Story
from tests.embargo_oracle.world import translated
from tests.factories import make_release
from tests.shared_rows import again

pytestmark = pytest.mark.django_db


def test_it_appears_when_all_have_approved(story: Story) -> None:
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()
    response = story.press(story.editor, "ask")
    assert "Accord demandé à" in shown_messages(response)
    assert sorted(message.to[0] for message in mail.outbox) == [story.of_east.email, story.of_south.email]
    assert all("Trois clusters" not in message.subject + message.body for message in mail.outbox)
    assert story.url in mail.outbox[0].body
    story.press(story.of_south, "approve")
    assert mail.outbox[-1].to == [story.editor.email]
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()
    story.press(story.of_east, "approve", remark="Bravo")
    story.publish()
    page = again(story.page)
    assert page.live
    shown = Client().get(page.url).content.decode()
    assert "Un communiqué de :" in shown
    for cluster in (story.lead, story.south, story.east):
        assert str(cluster) in shown
    actions = list(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert actions.count("clusters.co_signature.approved") == 2


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Deux clusters, une charte"},
        {"summary": "Une autre phrase."},
        {"body": [("paragraph", "<p>Un ajout.</p>")]},
        {"contact_note": "Service presse"},
        {"slug": "autre-adresse"},
        {"seo_title": "Un autre titre"},
    ],
)
def test_any_change_of_content_voids_the_approvals(story: Story, change: dict[str, object]) -> None:
    story.all_approve()
    story.change(**change)
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()
    assert "à redemander" in story.client(story.editor).get(story.url).content.decode()
    story.all_approve()
    story.publish()
    assert again(story.page).live


def test_an_attachment_is_content_too(story: Story) -> None:
    story.all_approve()
    document = FederationDocument.objects.create(
        title="Annexe", file=ContentFile(b"x", "annexe.txt"), collection=story.lead.collection
    )
    page = again(story.page).get_latest_revision_as_object()
    page.attachments.add(ReleaseAttachment(document=document))
    page.save_revision()
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()


def test_the_moment_is_the_lead_s_and_a_save_without_a_change_voids_nothing(story: Story) -> None:
    story.all_approve()
    story.change()
    story.change(go_live_at=timezone.now() + timedelta(hours=1))
    story.publish()
    assert again(story.page).approved_schedule
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert again(story.page).live


def test_the_clock_publishes_no_text_whose_approval_was_taken_back(story: Story) -> None:
    story.all_approve()
    story.change(go_live_at=timezone.now() + timedelta(hours=1))
    story.publish()
    story.press(story.of_south, "decline", remark="Notre conseil a changé d’avis.")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not again(story.page).live


def test_who_was_removed_need_not_approve(story: Story) -> None:
    """Another list of signers is another text: it is asked about anew, but only those who are left."""
    page = again(story.page).get_latest_revision_as_object()
    page.co_signers.set([story.south])
    page.save_revision()
    story.press(story.editor, "ask")
    story.press(story.of_south, "approve")
    story.publish()
    assert again(story.page).live


def test_a_replaced_file_is_another_text(story: Story) -> None:
    image = picture("photo du jour", story.lead, story.editor)
    story.change(lead_image=image)
    story.all_approve()
    image.file = picture("une autre", story.lead, story.editor).file
    image.file_hash = "0" * 40
    image.save()
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()


def test_a_body_that_lacks_fields_and_ids_is_approved_and_published(story: Story) -> None:
    """As programs write it, and as drafts are that are older than a field of a block."""
    page = again(story.page)
    stored = [{"type": "quote", "value": {"text": "Onze données."}}]
    PressReleasePage.objects.filter(pk=page.pk).update(body=json.dumps(stored))
    page = again(page)
    page.co_signers.set([story.south, story.east])
    page.save_revision()
    story.all_approve()
    story.publish()
    assert again(story.page).live


def test_a_question_about_a_draft_leaves_the_public_text_approved(story: Story) -> None:
    story.all_approve()
    story.publish()
    story.change(title="Une suite")
    story.press(story.editor, "ask")
    withdrawal = withdraw(again(story.page), story.publisher)
    restore(withdrawal, again(story.page), story.publisher)
    page = again(story.page)
    assert (page.live, page.title) == (True, "Trois clusters, une charte")


def test_a_translation_names_nobody_who_has_not_signed_its_original(story: Story) -> None:
    plain = make_release(story.lead, title="Sans les autres", slug="sans")
    target = translated(plain, story.publisher, "en")
    target.get_latest_revision().publish(user=story.publisher)
    again(plain).unpublish()
    draft = again(target).get_latest_revision_as_object()
    draft.co_signers.set([story.south])
    draft.save_revision()
    with pytest.raises(PublicationRefused, match="n’ont pas approuvé son original"):
        again(target).get_latest_revision().publish(user=story.publisher)


def test_its_own_cluster_signs_once_after_a_move(story: Story) -> None:
    story.page.co_signers.set([story.lead, story.south])
    assert again(story.page).co_signing_clusters() in ([], [story.south])
    assert story.lead not in story.page.co_signing_clusters()
