"""Nobody stays in what the site keeps for longer than agreed: teams are told before, all is erased after."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models.signals import pre_delete
from django.utils import timezone
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Collection, ModelLogEntry, Revision

from clusters.models import Cluster, Federation
from fedcms.core.models import OutgoingMail
from fedcms.core.site_clock import site_today
from fedcms.media.models import FederationImage
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from news.models import PressContact, Spokesperson
from news.newsroom.consent_mails import warn_of_ending_consents
from news.tasks import erase_press_contacts, erase_spokespeople
from tests.factories import make_article, make_user
from tests.news.newsroom_rows import make_person, make_press_contact

pytestmark = pytest.mark.django_db


def test_a_team_is_told_before_and_all_is_erased_after(site: SimpleNamespace, settings: Settings) -> None:
    """Once a date; afterwards neither history nor mails nor the library know the person, and others stay told."""
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    publisher = make_user("nord-publication", site.north, "publisher")
    portrait = FederationImage.objects.create(
        title="Nour Exemple, portrait", file=get_test_image_file(), collection=site.north.collection
    )
    log(instance=portrait, action="wagtail.create", user=publisher)
    today = site_today()
    person = make_person(
        site.north, "Nour Exemple", consent_until=today + timedelta(days=20), portrait=portrait
    )
    log(instance=person, action="wagtail.edit", user=publisher)
    late = make_person(site.north, "Plus Tard", consent_until=today + timedelta(days=60))
    assert warn_of_ending_consents() == 1
    assert warn_of_ending_consents() == 0
    text = OutgoingMail.objects.get().content["body"]
    assert "Nour Exemple" in text
    assert "Plus Tard" not in text
    assert f"/admin/spokespeople/edit/{person.pk}/" in text
    person.consent_until = today + timedelta(days=25)
    person.save()
    make_person(site.north, "Autre Personne", consent_until=today + timedelta(days=25))
    assert warn_of_ending_consents() == 2, "another date is another mail"
    texts = [stored.content["body"] for stored in OutgoingMail.objects.order_by("pk")]
    assert ["Autre Personne" in text for text in texts] == [False, True]
    Spokesperson.objects.filter(name="Autre Personne").update(consent_until=today + timedelta(days=26))
    with time_machine.travel(datetime.now(tz=ZoneInfo("Europe/Paris")) + timedelta(days=25 + 180)):
        assert erase_spokespeople() == 0
    with time_machine.travel(datetime.now(tz=ZoneInfo("Europe/Paris")) + timedelta(days=25 + 181)):
        assert erase_spokespeople() == 1
        assert erase_spokespeople() == 0
    assert {each.name for each in Spokesperson.objects.all()} == {late.name, "Autre Personne"}
    labels = set(
        ModelLogEntry.objects.filter(content_type__model="spokesperson").values_list("label", flat=True)
    )
    assert labels == {f"porte-parole n° {person.pk}, effacé"}
    told = OutgoingMail.objects.get().content["body"]
    assert "Nour" not in told
    assert f"/edit/{person.pk}/" not in told
    assert "Autre Personne" in told, "her mail waits, and she is marked as told of"
    assert not FederationImage.objects.filter(pk=portrait.pk).exists()
    assert not ModelLogEntry.objects.filter(label__icontains="Nour").exists()


def test_what_cannot_be_erased_stops_nobody_and_who_agreed_anew_stays(
    site: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """Each is asked for again when her turn comes: somebody prolongs while the others are erased."""
    old = site_today() - timedelta(days=400)
    first, second, third = (
        make_person(site.north, name, consent_given_on=old, consent_until=old) for name in "ABC"
    )
    make_press_contact(site.north, "Ancien", ends_on=old)
    stays = make_press_contact(site.north, "Récent", ends_on=site_today() - timedelta(days=100))

    def interfere(sender: type, instance: Spokesperson, **kwargs: object) -> None:
        if instance.pk == first.pk:
            raise OSError("storage")
        Spokesperson.objects.filter(pk=third.pk).update(consent_until=site_today())

    pre_delete.connect(interfere, sender=Spokesperson)
    try:
        assert erase_spokespeople() == 1
    finally:
        pre_delete.disconnect(interfere, sender=Spokesperson)
    assert "could not be erased" in caplog.text
    assert set(Spokesperson.objects.values_list("pk", flat=True)) == {first.pk, third.pk}
    assert second.name not in caplog.text
    assert erase_press_contacts() == 1
    assert list(PressContact.objects.all()) == [stays]


def test_a_portrait_goes_only_where_nobody_else_needs_it(site: SimpleNamespace) -> None:
    """It stays on a page, in a draft, in a scheduled version, and in another team's library."""

    def portrait(collection: Collection) -> FederationImage:
        return FederationImage.objects.create(
            title="Portrait", file=get_test_image_file(), collection=collection
        )

    def is_left(image: FederationImage, owner: Cluster | None) -> bool:
        make_person(owner, "Nour Exemple", portrait=image).delete()
        return FederationImage.objects.filter(pk=image.pk).exists()

    ours = site.north.collection
    shown, drafted, scheduled = portrait(ours), portrait(ours), portrait(ours)
    make_article(site.north, lead_image=shown)
    draft = make_article(site.north, slug="brouillon")
    draft.lead_image = drafted
    draft.save_revision()
    later = make_article(site.north, slug="plus-tard")
    later.lead_image = scheduled
    revision = later.save_revision()
    later.lead_image = None
    later.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))
    assert is_left(shown, site.north)
    assert is_left(drafted, site.north)
    assert is_left(scheduled, site.north)
    assert is_left(portrait(ours), None), "the federation's team deletes nothing of a cluster's"
    common = Federation.load().collection
    assert is_left(portrait(common), site.north)
    assert not is_left(portrait(common), None)
    assert not is_left(portrait(ours), site.north)
