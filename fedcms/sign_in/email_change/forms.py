"""The form that asks for a new address of an account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fedcms.core.mail_addresses import is_deliverable
from fedcms.sign_in.account_addresses import is_same_address
from fedcms.users.models import User


class NewEmailForm(forms.Form):
    """Asks for the new address. It says nothing of whether somebody has it already."""

    email = forms.EmailField(label=_("Nouvelle adresse électronique"), max_length=254)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's
        self.user = user
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}

    def clean_email(self) -> str:
        """Returns the address. Raises `ValidationError` for the one that the account has."""
        email = str(self.cleaned_data["email"])
        if not is_deliverable(email):
            raise ValidationError(_("Aucun courriel ne peut partir vers cette adresse."))
        if is_same_address(email, self.user.email):
            raise ValidationError(_("C’est déjà l’adresse de votre compte."))
        return email
