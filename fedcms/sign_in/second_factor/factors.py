"""Tells django-allauth how second factors are kept, drawn and named, and which may be removed."""

from io import BytesIO

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fedcms.core.seo.site_name import site_name
from fedcms.sign_in.second_factor.requirement import must_have_second_factor
from fedcms.sign_in.second_factor.secrets import decrypted, encrypted
from fedcms.users.models import User

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What proves who signs in; recovery codes stand in for them."""


def factors_of(user: User) -> "QuerySet[Authenticator]":
    """Returns the second factors of an account, recovery codes left out."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=PROOFS)
    return factors


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted; who must have a second factor keeps the last one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Ce n’est pas ce code."),
        "cannot_delete_authenticator": gettext_lazy(
            "Votre rôle demande un second facteur : ajoutez-en un autre avant de retirer celui-ci."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Les codes de secours viennent avec une clé d’accès ou une application de codes."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Returns a secret as it is stored."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Returns a stored secret."""
        return decrypted(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Returns the name by which people find the site in their app."""
        return site_name()

    def build_totp_svg(self, url: str) -> str:
        """Returns the picture that an app scans; drawn by segno, which the badges use, too."""
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=5, border=4, light="#fff")
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Returns whether a factor may be removed: one of several, or of somebody who needs none."""
        if not must_have_second_factor(authenticator.user):
            return True
        return factors_of(authenticator.user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  # allauth's
        """Returns the name proposed for a new passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Clé d’accès %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Returns the site as a browser knows it, by its host: a passkey serves nowhere else."""
        host, _port = split_domain_port(context.request.get_host())
        return {"id": host, "name": site_name()}
