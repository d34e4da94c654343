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
from tests.clusters.answers import shown_messages
from tests.clusters.co_signatures.support import Story
from tests.clusters.press_access.support import given, read
from tests.factories import make_user
from tests.factories.translations import translated
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


def test_an_agreement_ends_with_a_later_refusal(story: Story) -> None:
    """Of another text: who refuses the second is asked again about the first, unless that is public or scheduled."""
    first = story.page.title
    story.all_approve()
    story.change(title="Une autre version")
    story.press(story.editor, "ask")
    story.press(story.of_south, "decline", remark="Nous ne signons rien de tel.")
    story.change(title=first)
    with pytest.raises(PublicationRefused, match=r"attend l’accord.*EdTech Sud"):
        story.publish()
    assert "Nous ne signons rien de tel." in story.screen(story.editor)
    assert "Retirer notre accord" not in story.screen(story.of_south)
    story.press(story.editor, "ask")
    assert story.states() == {"est": "approved", "sud": "asked"}
    story.press(story.of_south, "approve")
    story.publish()
    # Who refuses what follows still agrees to what is public: it may be corrected in its moment, or put back.
    story.change(title="Une suite")
    story.press(story.editor, "ask")
    story.press(story.of_south, "decline", remark="Non.")
    story.change(title=first)
    story.publish()
    assert again(story.page).title == first


def test_a_signer_takes_back_what_it_agreed_to_whatever_the_newest_text_is(story: Story) -> None:
    story.all_approve()
    story.schedule()
    draft = again(story.page).get_latest_revision_as_object()
    draft.title = "Un brouillon secret"
    draft.co_signers.set([story.east])
    draft.save_revision()
    shown = story.screen(story.of_south)
    assert "Retirer notre accord" in shown
    assert "Elle paraît le" in shown
    assert "secret" not in shown
    assert "EdTech Est" not in shown
    assert "ne nomme pas votre cluster" in shown
    refused = story.press(story.of_south, "take_back")
    assert refused.status_code == 400
    assert "Dites ce qui est à changer" in refused.content.decode()
    mail.outbox.clear()
    assert story.press(story.of_south, "take_back", remark="Notre conseil refuse.").status_code == 302
    # Who asked, and who publishes for the lead, with the moment.
    assert sorted(message.to[0] for message in mail.outbox) == [story.editor.email, story.publisher.email]
    assert all("est programmé pour le" in message.body for message in mail.outbox)
    assert "Retirer notre accord" not in story.screen(story.of_south)
    assert story.press(story.of_south, "take_back", remark="Encore.").status_code == 400
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not again(story.page).live
    assert story.press(make_user("sam", story.south), "take_back", remark="x").status_code in (302, 403)


def test_the_press_reads_what_all_agree_to(story: Story) -> None:
    story.all_approve()
    story.schedule(hours=24)
    _, of_page = given(story.publisher, story.lead, again(story.page))
    _, of_all = given(story.publisher, story.lead, email="abonné@media.example")
    translated(story.page, story.publisher, "en")
    _, in_english = given(
        story.publisher, story.lead, again(story.page), email="tom@media.example", language="en"
    )
    assert "une charte-en" in read(in_english)[1]
    assert "Trois clusters" in read(of_page)[1]
    assert "Trois clusters" in read(of_all)[1]
    story.press(story.of_south, "decline", remark="Non.")
    for link in (of_page, of_all, in_english):
        assert "Trois clusters" not in read(link)[1]
    story.press(story.of_south, "approve")
    assert "Trois clusters" in read(of_page)[1]
