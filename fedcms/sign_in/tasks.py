"""Mails the link to who has forgotten a password, if there is such an account."""

from django.utils.translation import override
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm

from fedcms.core.lanes import Lane


@task(queue_name=Lane.MAIL, backend="background")
def send_reset(email: str, language: str, *, domain: str, is_secure: bool) -> None:
    """Mails the link in the language in which it was asked for, or nothing when nobody has the address."""
    form = PasswordResetForm({"email": email})
    if not form.is_valid():
        return
    with override(language or None):
        form.save(
            domain_override=domain,
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
            email_template_name="wagtailadmin/account/password_reset/email.txt",
            use_https=is_secure,
        )
