"""Mails people what happened to their account, and administrators what is grave."""

from django.urls import reverse
from django.utils.translation import gettext, override

from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.mail import mail_of_lines
from fedcms.core.pages.addresses import absolute
from fedcms.sign_in.second_factor.notices import NOTICES, mail_notice
from fedcms.users.models import User


def tell_new_password(user: User, *, email: str) -> None:
    """Mails a person that their account has a new password, to the address that it had until then."""
    mail_notice(user, NOTICES["password_changed"], email=email)


def tell_of_new_administrator(user: User, *, is_new: bool) -> None:
    """Mails the administrators, the person too unless the account is new, that somebody has become one of them."""
    for administrator in _administrators():
        if is_new and administrator.pk == user.pk:
            continue
        with override(language_of_person(administrator)):
            told = gettext("Le compte « %(account)s » vient de recevoir tous les droits sur le site.")
            _send(administrator, gettext("Un compte administre désormais le site"), told, user)


def tell_of_opened_administrator(user: User) -> None:
    """Mails the administrators that the closed account of one of them is open again."""
    for administrator in _administrators():
        with override(language_of_person(administrator)):
            told = gettext("Le compte « %(account)s », qui a tous les droits sur le site, est rouvert.")
            _send(administrator, gettext("Un compte qui administre le site est rouvert"), told, user)


def tell_of_removed_factor(user: User) -> None:
    """Mails the administrators that somebody else has removed a person's second factor."""
    for administrator in _administrators():
        if administrator.pk != user.pk:
            with override(language_of_person(administrator)):
                told = gettext(
                    "Le second facteur du compte « %(account)s » a été retiré par quelqu’un d’autre."
                )
                _send(administrator, gettext("Un second facteur a été retiré"), told, user)


def _administrators() -> list[User]:
    found = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    return list(found.order_by("pk"))


def _send(administrator: User, subject: str, told: str, user: User) -> None:
    lines = [
        told % {"account": user.get_username()},
        "",
        gettext("Si personne ne l’a voulu, fermez ce compte, puis regardez le journal :"),
        absolute(reverse("security_events")),
    ]
    mail_of_lines(subject, lines, administrator.email).send()
