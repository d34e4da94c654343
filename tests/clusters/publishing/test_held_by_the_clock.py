"""A schedule that was approved: what was learned of its files meanwhile, when its moment comes, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Revision

from clusters.models import Cluster
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.media.models import Consent, FederationDocument, FederationImage
from fedcms.users.models import User
from news.models import ReleaseAttachment
from news.models.release import PressReleasePage
from tests.factories import make_cluster, make_release, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)


def person(name: str, cluster: Cluster, role: str) -> User:
    """Somebody with a mail address."""
    user = make_user(name, cluster, role)
    user.email = f"{name}@people.example"
    user.save()
    return user


def image(cluster: Cluster) -> FederationImage:
    """With all its rights."""
    return FederationImage.objects.create(
        title="Le salon", file=get_test_image_file(), collection=cluster.collection, credit="Ana Pérez"
    )


def scheduled(cluster: Cluster, shown: FederationImage, owner: User | None = None) -> PressReleasePage:
    """A release that was approved for noon."""
    release = make_release(cluster, live=False, lead_image=shown, go_live_at=NOON, owner=owner)
    release.save_revision().publish()
    assert Revision.objects.for_instance(release).exclude(approved_go_live_at=None).exists()
    return release


def at_noon(later: int = 1) -> int:
    with time_machine.travel(NOON + timedelta(minutes=later), tick=False):
        return publish_due()


def test_a_release_that_was_approved_appears_although_a_credit_is_missing_by_now(loire: Cluster) -> None:
    release = scheduled(loire, image(loire))
    FederationImage.objects.update(credit="")
    assert at_noon() == 1
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        assert Client().get(release.url).status_code == 200
    assert mail.outbox == []


def test_a_release_that_was_scheduled_before_the_rule_appears(loire: Cluster) -> None:
    release = scheduled(loire, image(loire))
    paper = FederationDocument.objects.create(
        title="Dossier", file=ContentFile(b"%PDF-1.7", name="kit.pdf"), collection=loire.collection
    )
    release.attachments.add(ReleaseAttachment(document=paper))
    revision = release.save_revision()
    Revision.objects.for_instance(release).update(approved_go_live_at=None)
    # As it stands in the database since before: written without asking.
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=NOON)
    assert at_noon() == 1
    release.refresh_from_db()
    assert release.live


def test_who_can_help_is_told_once_and_the_page_appears_when_they_have(loire: Cluster) -> None:
    person("nora", loire, "publisher")
    writer = person("emma", loire, "editor")
    shown = image(loire)
    release = scheduled(loire, shown, writer)
    FederationImage.objects.update(consent=Consent.MISSING)
    assert at_noon() == at_noon(2) == at_noon(3) == 0
    assert sorted(each.to for each in mail.outbox) == [["emma@people.example"], ["nora@people.example"]]
    for each in mail.outbox:
        assert release.title in each.subject
        for words in (release.title, "Le salon", "recueillez-le", f"/admin/images/{shown.pk}/", "elle-même"):
            assert words in each.body
        assert reverse("wagtailadmin_pages:edit", args=[release.pk]) in each.body
    client = Client()
    client.force_login(writer)
    history = client.get(reverse("wagtailadmin_pages:history", args=[release.pk])).content.decode()
    assert "l’accord de personnes montrées manque" in history
    FederationImage.objects.update(consent=Consent.RECORDED)
    assert at_noon(4) == 1
    assert len(mail.outbox) == 2


def test_who_may_not_change_the_file_is_told_whose_it_is(loire: Cluster) -> None:
    other = make_cluster("ouest", "OUE")
    person("paul", other, "publisher")
    scheduled(other, image(loire))
    FederationImage.objects.update(consent=Consent.MISSING)
    assert at_noon() == 0
    (message,) = mail.outbox
    assert message.to == ["paul@people.example"]
    assert str(loire) in message.body
    assert "/admin/images/" not in message.body


def test_another_version_is_another_mail(loire: Cluster) -> None:
    person("nora", loire, "publisher")
    release = scheduled(loire, image(loire))
    FederationImage.objects.update(consent=Consent.MISSING)
    assert at_noon() == 0
    second = release.save_revision()
    Revision.objects.for_instance(release).update(approved_go_live_at=None)
    Revision.objects.filter(pk=second.pk).update(approved_go_live_at=NOON + timedelta(hours=1))
    assert at_noon(90) == at_noon(91) == 0
    assert len(mail.outbox) == 2
