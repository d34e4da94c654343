"""Mails are kept in the transaction that caused them, and leave whole."""

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from fedcms.core.mail import deliver
from fedcms.core.models import OutgoingMail
from fedcms.settings.base import EMAIL_BACKEND, TASKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_served(settings: Settings) -> None:
    """The site's own backend and queue, which tests do without elsewhere."""
    settings.EMAIL_BACKEND = EMAIL_BACKEND
    settings.TASKS = TASKS


def test_a_mail_leaves_whole(settings: Settings) -> None:
    """Every part of it arrives; nothing leaves before the worker takes it, nothing is kept after."""
    message = EmailMultiAlternatives(
        "Sujet", "Texte é", "a@fed.example", ["b@fed.example"], ["c@fed.example"], reply_to=["d@fed.example"]
    )
    message.attach_alternative("<p>Texte</p>", "text/html")
    message.attach("liste.csv", "a;é", "text/csv")
    assert message.send() == 1
    assert not mail.outbox
    row = OutgoingMail.objects.get()
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {"mail_id": row.pk}
    assert deliver.call(mail_id=row.pk)
    (left,) = mail.outbox
    assert left.recipients() == ["b@fed.example", "c@fed.example"]
    assert (left.subject, left.body, left.reply_to) == ("Sujet", "Texte é", ["d@fed.example"])
    source = left.message().as_string()
    assert "<p>Texte</p>" in source
    assert 'filename="liste.csv"' in source
    assert left.message()["Message-ID"].endswith("@fed.example>")
    assert not OutgoingMail.objects.exists()
    assert not deliver.call(mail_id=row.pk), "a second worker has nothing to do"
    assert len(mail.outbox) == 1


def test_what_did_not_happen_is_not_told() -> None:
    """A mail is part of the transaction of its reason."""
    with transaction.atomic():
        send_mail("Publié", "…", None, ["b@fed.example"])
        assert OutgoingMail.objects.exists()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_forged_header_is_refused_where_it_was_written() -> None:
    """Not in the worker, where nobody can be told."""
    with pytest.raises(BadHeaderError):
        send_mail("Sujet\nBcc: x@spam.example", "…", None, ["b@fed.example"])
    assert not OutgoingMail.objects.exists()
