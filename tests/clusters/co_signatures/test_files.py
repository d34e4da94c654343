"""The files of a co-signed text: what readers see of them is approved with it, and who signs hears of a change."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml.html import fromstring
from PIL import Image as PILImage

from clusters.models import CoSignature
from clusters.publishing.refusal import PublicationRefused
from clusters.publishing.withdrawal.actions import restore, withdraw
from fedcms.media.models import FederationDocument, FederationImage
from news.models import ReleaseAttachment
from tests.admin_walk.stage import paper, picture
from tests.clusters.co_signatures.support import Story
from tests.factories import make_release
from tests.shared_rows import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(story: Story) -> FederationImage:
    """The lead image of the release."""
    made = picture("photo du jour", story.lead, story.editor)
    made.credit = "Le studio"
    made.save()
    story.change(lead_image=made)
    return made


@pytest.fixture
def document(story: Story) -> FederationDocument:
    """A document that is attached to it."""
    made = paper("annexe", story.lead, story.editor)
    made.credit = "Le studio"
    made.save()
    page = again(story.page).get_latest_revision_as_object()
    page.attachments.add(ReleaseAttachment(document=made))
    page.save_revision()
    return made


def addressees() -> set[str]:
    return {address for message in mail.outbox for address in message.to}


def replace_by_form(story: Story, image: FederationImage) -> None:
    """An editor who may not publish replaces the file in the library."""
    data = io.BytesIO()
    PILImage.new("RGB", (8, 8), "crimson").save(data, "PNG")
    address = reverse("wagtailimages:edit", args=[image.pk])
    client = story.client(story.editor)
    form = next(
        form for form in fromstring(client.get(address).content.decode()).forms if "credit" in form.fields
    )
    sent = dict(form.form_values()) | {"file": SimpleUploadedFile("neuve.png", data.getvalue(), "image/png")}
    assert client.post(address, sent).status_code == 302


def test_a_replaced_file_is_another_text_and_all_are_told(story: Story, image: FederationImage) -> None:
    story.all_approve()
    story.publish()
    story.schedule()
    mail.outbox.clear()
    replace_by_form(story, image)
    three = {story.publisher.email, story.of_south.email, story.of_east.email}
    assert addressees() == three
    assert all("photo" not in message.body + message.subject for message in mail.outbox)
    assert all(story.url in message.body for message in mail.outbox)
    assert len(mail.outbox) == 6, "of the public text and of the scheduled one"
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
        assert again(story.page).approved_schedule
        assert story.publisher.email in addressees()
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        story.publish()


def test_who_has_nothing_to_do_with_a_file_is_not_told(story: Story, image: FederationImage) -> None:
    """A draft's file, one of a release that its cluster signs alone, and a save that readers do not see."""
    other = picture("autre", story.lead, story.editor)
    other.credit = "Le studio"
    other.save()
    make_release(story.lead, title="Seul", slug="seul", lead_image=other)
    story.press(story.editor, "ask")
    mail.outbox.clear()
    replace_by_form(story, image)
    replace_by_form(story, other)
    assert addressees() == set()
    story.press(story.editor, "ask")
    story.press(story.of_south, "approve")
    story.press(story.of_east, "approve")
    story.publish()
    mail.outbox.clear()
    stored = FederationImage.objects.get(pk=image.pk)
    stored.title, stored.source = "Rangée", "Un disque"
    stored.save()
    assert addressees() == set()


def test_what_readers_see_of_files_is_approved(
    story: Story, image: FederationImage, document: FederationDocument
) -> None:
    seen: tuple[tuple[FederationImage | FederationDocument, dict[str, object]], ...] = (
        (image, {"credit": "Une autre"}),
        (image, {"alt_texts": {"fr": "Une salle", "en": "A room"}}),
        (
            image,
            {"focal_point_x": 1, "focal_point_y": 1, "focal_point_width": 2, "focal_point_height": 2},
        ),
        *(
            (document, {name: value})
            for name, value in (("title", "Nouvelle annexe"), ("territory", "Le Nord"))
        ),
        *((document, {name: value}) for name, value in (("licence", "cc-by"), ("reuse", "press"))),
    )
    for file, values in seen:
        before = story.digest()
        for name, value in values.items():
            setattr(file, name, value)
        file.save()
        assert story.digest() != before, values
    # Whoever looks, in whatever language.
    before = story.digest()
    with override("en"):
        assert story.digest() == before


def test_what_nobody_sees_voids_nothing(
    story: Story, image: FederationImage, document: FederationDocument
) -> None:
    for model, key in ((FederationImage, image.pk), (FederationDocument, document.pk)):
        model.objects.filter(pk=key).update(file_hash="")  # type: ignore[attr-defined]  # of both
    before = story.digest()
    FederationImage.objects.get(pk=image.pk).get_file_hash()
    FederationDocument.objects.get(pk=document.pk).get_file_hash()
    FederationImage.objects.filter(pk=image.pk).update(title="Rangée autrement")
    assert story.digest() == before


def test_the_dashboard_forgets_and_remembers(story: Story, image: FederationImage) -> None:
    home = reverse("wagtailadmin_home")
    story.press(story.editor, "ask")
    for credit, is_asked in (("Une autre", False), ("Le studio", True)):
        image.credit = credit
        image.save()
        assert (story.url in story.client(story.of_south).get(home).content.decode()) == is_asked
        assert ("en train de changer" in story.screen(story.of_south)) == (not is_asked)


def test_a_file_that_was_corrected_keeps_no_text_off_the_site(story: Story, image: FederationImage) -> None:
    story.all_approve()
    story.publish()
    story.change(title="Une suite")
    withdrawal = withdraw(again(story.page), story.publisher)
    image.credit = "Le studio, corrigé"
    image.save()
    restore(withdrawal, again(story.page), story.publisher)
    assert again(story.page).live
    # But who took the agreement back since is named no more.
    withdrawal = withdraw(again(story.page), story.publisher)
    story.press(story.of_south, "take_back", remark="Ôtez notre nom.")
    with pytest.raises(PublicationRefused, match="attend l’accord"):
        restore(withdrawal, again(story.page), story.publisher)
    assert CoSignature.objects.filter(state="declined").exists()
