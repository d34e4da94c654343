"""The forms of second factors, in the project's words, whose codes are limited and serve once."""

import unicodedata
from collections.abc import Callable

from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.limited_backend import give_back_tries, refusal_of
from fedcms.sign_in.limits import code_limits, used_code_limit
from fedcms.sign_in.second_factor.notices import tell_of_wrong_codes
from fedcms.sign_in.security_log.refusals import record_refused_codes
from fedcms.users.models import User

TOO_MANY = "too_many_tries"
"""The code of the error of who has tried too often."""
CODE_HELP = _("Le code à six chiffres de l’application, ou un code de secours.")


def _dress(field: forms.Field, help_text: Promise) -> None:
    """Makes a field of the form one for a code: digits from the left, which the telephone may fill in."""
    field.label, field.help_text = _("Code"), str(help_text)
    field.validators.append(MaxLengthValidator(20))
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "dir": "ltr",
        "inputmode": "numeric",
        "maxlength": 20,
    }


def _plain(code: str) -> str:
    """Returns the letters and digits of a code, digits of all scripts as those of ASCII: "١٢٣ 456" is "123456"."""
    digits = (str(unicodedata.decimal(each, each)) for each in code.casefold())
    return "".join(each for each in digits if each.isascii() and each.isalnum())


def _looked_at(form: forms.Form, user: User, look: Callable[[], str]) -> str:
    """Returns the code that `look` finds right, within the limits; a code of an app serves once, in all processes.

    Raises `ValidationError` for a wrong one, one that has served, and too many of them.
    """
    code = form.cleaned_data["code"] = _plain(form.cleaned_data["code"])
    try:
        tries = take_try(code_limits(context.request, user.pk))
    except TooManyTries as refusal:
        tell_of_wrong_codes(user)
        record_refused_codes(user)
        raise forms.ValidationError(refusal.words, code=TOO_MANY) from refusal
    look()
    # django-allauth remembers used codes in the cache, which each process has for itself.
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    try:
        take_try([used_code_limit(user.pk, code, seconds)])
    except TooManyTries as refusal:
        raise forms.ValidationError(_("Ce code a déjà servi : attendez le suivant.")) from refusal
    tries.give_back()
    return code


class LimitedCodeForm(BaseAuthenticateForm):
    """Asks for a code, which is looked at within the limits."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], CODE_HELP)

    def clean_code(self) -> str:
        """Returns the code, looked at within the limits."""
        return _looked_at(self, self.user, super().clean_code)


class CodeForm(LimitedCodeForm, AuthenticateForm):
    """Asks for the code after the password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True


class CodeAgainForm(LimitedCodeForm, ReauthenticateForm):
    """Asks for a code before something of the account is changed."""


class NewAppForm(ActivateTOTPForm):
    """Takes the first code of an app, which shows that it has the secret."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], _("Le code à six chiffres que l’application affiche."))

    def clean_code(self) -> str:
        """Returns the code, looked at within the limits."""
        return _looked_at(self, self.user, super().clean_code)


class PasskeyForm(AuthenticateWebAuthnForm):
    """Takes a passkey after the password."""

    def clean_credential(self) -> Authenticator:
        """Returns the passkey. Raises `ValidationError`, in words about keys, for one that is not known."""
        try:
            return super().clean_credential()
        except forms.ValidationError as error:
            words = _("Le site ne connaît pas cette clé d’accès, ou la demande a trop attendu : réessayez.")
            raise forms.ValidationError(words, code=error.code) from error


class PasskeyAgainForm(PasskeyForm, ReauthenticateWebAuthnForm):
    """Takes a passkey before something of the account is changed."""


class PasskeyAloneForm(PasskeyForm, LoginWebAuthnForm):
    """Takes a passkey in place of the password."""


class NewPasskeyForm(AddWebAuthnForm):
    """Names a new passkey, and says whether it alone is enough."""

    name = forms.CharField(
        label=_("Nom"),
        required=False,
        max_length=100,
        help_text=_("Pour la reconnaître : « téléphone », « clé bleue »."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Elle remplace le mot de passe"), True
        alone.help_text = _(
            "L’appareil demande alors l’empreinte, le visage ou son code. Décochez pour une clé USB sans code : elle "
            "servira après le mot de passe."
        )


class PasskeyNameForm(EditWebAuthnForm):
    """Renames a passkey."""

    name = forms.CharField(label=_("Nom"), max_length=100)


class SamePasswordForm(PasswordAgainForm):
    """Asks for the password before something of the account is changed; the sign-in's limits hold."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Mot de passe"), ""
        field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})

    def clean_password(self) -> str:
        """Returns the password. Raises `ValidationError` for a wrong one, and for too many."""
        try:
            password: str = super().clean_password()
        except forms.ValidationError as error:
            refusal = refusal_of(context.request)
            words = refusal.words if refusal else _("Ce n’est pas ce mot de passe.")
            raise forms.ValidationError(words, code=TOO_MANY if refusal else error.code) from error
        give_back_tries(context.request)
        return password
