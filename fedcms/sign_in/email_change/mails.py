"""Mails of a change of address: the link to the new one, and words to the old one."""

from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.mail import mail_of_lines
from fedcms.core.pages.addresses import absolute
from fedcms.sign_in.models import EmailChange
from fedcms.users.models import User

_NOT_YOU = _("Si ce n’est pas vous : changez votre mot de passe, et prévenez qui administre le site.")

SIGN_IN_NAME = _("Votre identifiant, avec lequel vous vous connectez, reste : %(username)s")
# Who is signed out cannot change the password any more: its link goes to the new address.
_NOT_YOURS = _(
    "Si ce n’est pas vous : écrivez aussitôt à %(contact)s. « Mot de passe oublié » n’y peut plus rien, son lien part "
    "à la nouvelle adresse."
)
_STILL_IN = _(
    "Là où votre compte est encore ouvert, changez son mot de passe et fermez les autres sessions :"
)


def security_contact() -> str:
    """Returns to whom somebody writes whose account was taken: FEDCMS_SECURITY_CONTACT, else who sends the mails."""
    contact = settings.FEDCMS_SECURITY_CONTACT or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return str(contact).removeprefix("mailto:")


def mail_link(change: EmailChange) -> None:
    """Mails the link to the new address."""
    address = absolute(reverse("confirm_email_change", args=[change.nonce]))
    _send(
        change.user,
        change.email,
        _("Confirmez l’adresse de votre compte"),
        [
            _("Ouvrez ce lien dans les 24 heures, et votre compte aura cette adresse. Il sert une fois."),
            "",
            address,
            "",
            _("Si vous n’avez rien demandé, ne faites rien : rien ne change."),
        ],
    )


def mail_that_it_is_taken(user: User, email: str) -> None:
    """Tells a person that somebody has given their address as a new one of another account."""
    _send(
        user,
        email,
        _("Cette adresse a déjà un compte"),
        [
            _("Quelqu’un a donné cette adresse comme nouvelle adresse d’un autre compte. Rien ne change."),
            "",
            _("Si c’est vous : votre compte à cette adresse existe déjà, connectez-vous avec lui."),
        ],
    )


def tell_new_address(user: User) -> None:
    """Tells the address that an account has now by which name it is signed in to: the address may not be it."""
    _send(
        user,
        user.email,
        _("Votre compte a cette adresse"),
        [
            _("Les courriels de votre compte, et le lien d’un mot de passe oublié, viennent maintenant ici."),
            "",
            SIGN_IN_NAME % {"username": user.get_username()},
        ],
    )


def tell_asked(user: User, email: str) -> None:
    """Tells the address that an account has that another one is asked for."""
    told = _("Quelqu’un, vous peut-être, a demandé que l’adresse de votre compte devienne %(email)s.")
    _send(
        user,
        user.email,
        _("Une nouvelle adresse est demandée pour votre compte"),
        [
            told % {"email": email},
            _("Rien ne change tant qu’elle n’est pas confirmée."),
            "",
            _NOT_YOU,
            "",
            _("Garder l’adresse actuelle"),
            absolute(reverse("change_email")),
        ],
    )


def tell_changed(user: User, old_email: str) -> None:
    """Tells the address that an account had that it has another one now, whoever gave it."""
    told = _("L’adresse de votre compte « %(account)s » n’est plus celle-ci.")
    _send(
        user,
        old_email,
        _("L’adresse de votre compte a changé"),
        [
            told % {"account": user.get_username()},
            "",
            _NOT_YOURS % {"contact": security_contact()},
            "",
            _STILL_IN,
            absolute(reverse("open_sessions")),
        ],
    )


def _send(user: User, email: str, subject: Promise, lines: Iterable[str | Promise]) -> None:
    """Mails lines in the language of a person; the worker sends them."""
    if not email:
        return
    with override(language_of_person(user)):
        mail_of_lines(str(subject), [str(line) for line in lines], email).send()
