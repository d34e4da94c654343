"""No log and no stored mail has the secret of a link longer than the link needs it."""

import logging

import pytest
from django.test import Client
from pytest_django import Settings

from clusters.models import Accreditation, Cluster
from clusters.press_access.granting import Holder, Terms, erase_person, give, replace_link, revoke
from fedcms.core.models import OutgoingMail
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from fedcms.users.models import User
from tests.clusters.press_access.support import given, in_hours, make_scheduled
from tests.factories import make_release

pytestmark = pytest.mark.django_db


def test_no_answer_writes_the_secret_into_the_log(
    south: Cluster, paula: User, caplog: pytest.LogCaptureFixture
) -> None:
    draft = make_release(south, live=False, title="Pas prêt")
    draft.save_revision()
    _made, link = given(paula, south, draft)
    secret = link.split("/")[2]
    client = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        statuses = {
            address: getattr(client, method)(address).status_code
            for method, address in (
                ("get", f"{link}{draft.pk}/"),
                ("get", f"{link}999999/"),
                ("post", link),
                # As mail programs and people spoil links.
                ("get", f"{link[:-1]}"),
                ("get", f"{link}{draft.pk}/>"),
                ("get", f"{link}rien/"),
                ("post", f"{link}rien/"),
                ("get", f"/fr{link}"),
            )
        }
    assert 200 not in statuses.values(), statuses
    assert "before-publication/…" in caplog.text, "nothing was logged at all"
    assert secret not in caplog.text


@pytest.fixture
def stored(south: Cluster, paula: User, settings: Settings) -> tuple[Accreditation, str]:
    """An accreditation whose mail the worker has not sent, and its secret; another person's mail waits, too."""
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    page = make_scheduled(south)
    terms = Terms("journalist", "page", in_hours(48), page)
    give(south, Holder("Max Roy", "Nord", "max@media.example", "fr"), terms, paula)
    OutgoingMail.objects.create(content={"to": ["lea@media.example"], "body": "Autre chose"})
    return give(south, Holder("Léa Martin", "Ouest", "lea@media.example", "fr"), terms, paula)


def to_lea() -> list[str]:
    return [
        mail.content["body"]
        for mail in OutgoingMail.objects.order_by("pk")
        if mail.content["to"] == ["lea@media.example"]
    ]


def test_a_stored_mail_goes_with_its_link(
    south: Cluster, paula: User, stored: tuple[Accreditation, str]
) -> None:
    made, first = stored
    others = OutgoingMail.objects.count() - 2
    assert [first in body for body in to_lea()] == [False, True]
    second = replace_link(made, south, paula, sends=True)
    assert [second in body for body in to_lea()] == [False, True]
    assert not any(first in body for body in to_lea())
    revoke(made, south, paula)
    assert to_lea() == ["Autre chose"]
    assert OutgoingMail.objects.count() == others + 1


def test_erasing_a_person_erases_the_mails_that_were_not_sent(
    south: Cluster, paula: User, stored: tuple[Accreditation, str]
) -> None:
    made, _token = stored
    erase_person(made, south, paula)
    assert to_lea() == ["Autre chose"]
    assert OutgoingMail.objects.filter(content__body__icontains="Max Roy").exists()


def test_the_mail_says_what_is_kept_and_how_long(
    stored: tuple[Accreditation, str], settings: Settings
) -> None:
    assert f"{settings.FEDCMS_PRESS_ACCESS_KEPT_DAYS} jours après la fin" in to_lea()[1]
