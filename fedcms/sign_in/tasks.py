"""Mails the link to who has forgotten a password, if there is such an account."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm

from fedcms.core.lanes import Lane
from fedcms.sign_in.models import ForgottenPassword

LONGEST_WAIT = timedelta(days=1)
"""Longer than a task is tried."""


@task(queue_name=Lane.MAIL, backend="background")
def send_reset(key: int) -> None:
    """Mails the link in the language in which it was asked for, or nothing when nobody has the address; once."""
    with transaction.atomic():
        asked = ForgottenPassword.objects.select_for_update().filter(pk=key).first()
        if asked is None:
            return
        form = PasswordResetForm({"email": asked.email})
        if form.is_valid():
            with override(asked.language or None):
                form.save(
                    domain_override=asked.domain,
                    subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
                    email_template_name="wagtailadmin/account/password_reset/email.txt",
                    use_https=asked.is_secure,
                )
        asked.delete()


def forget_unsent() -> int:
    """Deletes the addresses whose mails could not be written in time; returns how many. Safe to repeat."""
    return ForgottenPassword.objects.filter(asked_at__lt=timezone.now() - LONGEST_WAIT).delete()[0]
