"""The form with which people sign in to the admin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from fedcms.sign_in.limited_backend import refusal_of


class SignInForm(LoginForm):
    """Wagtail's form with a translated label of the password, and words for who has tried too often."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mot de passe")

    def get_invalid_login_error(self) -> ValidationError:
        """Returns what is said of a password that is wrong, or was not looked at."""
        refusal = refusal_of(self.request)
        if refusal is not None:
            return ValidationError(refusal.words, code="too_many_tries")
        error: ValidationError = super().get_invalid_login_error()
        return error
