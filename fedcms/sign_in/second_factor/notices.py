"""Words of what was changed in a person's second factors: on the screen, and in a mail to them."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.mail import mail_of_lines
from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.limits import wrong_codes_told_limit
from fedcms.users.models import User


class Notice(NamedTuple):
    """What is said on the screen, and the subject, text and advice of the mail; it leads to the screen."""

    done: str | Promise
    subject: str | Promise
    told: str | Promise
    advice: str | Promise = _(
        "Si ce n’est pas vous : changez votre mot de passe, et prévenez qui administre le site."
    )
    screen: str = "mfa_index"


# By the names of django-allauth's templates.
NOTICES = {
    "totp_activated": Notice(
        _("L’application de codes est active."),
        _("Une application de codes protège votre compte"),
        _("Une application de codes vient d’être ajoutée à votre compte."),
    ),
    "totp_deactivated": Notice(
        _("L’application de codes est retirée."),
        _("L’application de codes est retirée de votre compte"),
        _("L’application de codes vient d’être retirée de votre compte."),
    ),
    "webauthn_added": Notice(
        _("La clé d’accès est ajoutée."),
        _("Une clé d’accès est ajoutée à votre compte"),
        _("Une clé d’accès vient d’être ajoutée à votre compte."),
    ),
    "webauthn_removed": Notice(
        _("La clé d’accès est retirée."),
        _("Une clé d’accès est retirée de votre compte"),
        _("Une clé d’accès vient d’être retirée de votre compte."),
    ),
    "recovery_code_used": Notice(
        "",
        _("Un code de secours a servi"),
        _("Un code de secours vient de servir pour entrer dans votre compte."),
    ),
    "wrong_codes": Notice(
        "",
        _("Quelqu’un essaie d’entrer dans votre compte"),
        _("Quelqu’un, vous peut-être, a tapé votre mot de passe, puis trop de codes faux."),
    ),
    "password_changed": Notice(
        "",
        _("Le mot de passe de votre compte a changé"),
        _("Un nouveau mot de passe vient d’être donné à votre compte : les autres sessions sont fermées."),
    ),
    "identity_linked": Notice(
        "",
        _("Un fournisseur d’identité ouvre désormais votre compte"),
        _("Vous, ou quelqu’un d’autre, venez d’entrer dans votre compte par un fournisseur d’identité :"),
        # A new password alone would change nothing.
        _(
            "Si ce n’est pas vous : retirez ce fournisseur de votre compte, et prévenez qui administre le site. "
            "Changer de mot de passe ne suffit pas."
        ),
        "open_sessions",
    ),
    "forgotten": Notice(
        "",
        _("Votre second facteur est retiré"),
        _("Qui administre le site a retiré le second facteur de votre compte : le mot de passe suffit."),
    ),
    "recovery_codes_generated": Notice(
        _("Voici vos codes de secours."),
        _("De nouveaux codes de secours pour votre compte"),
        _(
            "De nouveaux codes de secours viennent d’être faits pour votre compte : les anciens ne servent plus."
        ),
    ),
}


def mail_notice(user: User, notice: Notice, *, email: str = "", detail: str = "") -> None:
    """Mails a person what was changed in how they sign in, in their language; the worker sends it.

    To the account's address; to `email` where the account has another since then. `detail` is a line of its own.
    """
    email = email or user.email
    if not email:
        return
    with override(language_of_person(user)):
        lines = [
            str(notice.told),
            *([detail] if detail else []),
            "",
            str(notice.advice),
            "",
            settings.WAGTAILADMIN_BASE_URL + reverse(notice.screen),
        ]
        mail_of_lines(str(notice.subject), lines, email).send()


def tell_forgotten(user: User) -> None:
    """Mails a person that an operator has removed their second factors."""
    mail_notice(user, NOTICES["forgotten"])


def tell_of_recovery_code(user: User) -> None:
    """Mails a person that one of their recovery codes was used."""
    mail_notice(user, NOTICES["recovery_code_used"])


def tell_of_wrong_codes(user: User) -> None:
    """Mails a person, once a day, that somebody with their password has typed too many wrong codes."""
    try:
        take_try([wrong_codes_told_limit(user.pk)])
    except TooManyTries:
        return
    mail_notice(user, NOTICES["wrong_codes"])
