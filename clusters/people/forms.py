"""The forms of a team: invite, change a role, leave, and accept an invitation."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from clusters.access.teams import name_of
from clusters.models.invitation import TeamRole
from clusters.models.owner import SectionOwner
from clusters.people.invitations import NewInvitation
from clusters.people.teams import team_number
from fedcms.users.models import User


class JoinForm(forms.Form):
    """The answer of somebody who has an account: its password, unless she is signed in with it."""

    password = forms.CharField(
        label=gettext_lazy("Mot de passe de ce compte"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_signed_in:
            del self.fields["password"]


class LocaleChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """Checkboxes of languages, by their names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Locale) -> str:
        """Returns the name of a language."""
        return str(obj.get_display_name())


class RoleForm(forms.Form):
    """The role of somebody in a team."""

    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"),
        choices=TeamRole.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "La publication approuve et publie, et gère l’équipe ; la rédaction écrit et soumet ; "
            "la traduction traduit, et n’écrit pas d’original."
        ),
    )
    locales = LocaleChoiceField(
        label=gettext_lazy("Traduit vers"),
        queryset=Locale.objects.order_by("pk"),
        required=False,
        help_text=gettext_lazy(
            "Obligatoire pour le rôle « Traduction ». Les autres traduisent leurs pages sans cela."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Asks for a language if somebody only translates."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") == TeamRole.TRANSLATOR and not cleaned.get("locales"):
            self.add_error("locales", _("Choisissez au moins une langue."))
        return cleaned


class InvitationForm(RoleForm):
    """An invitation by a person who manages `owners`."""

    field_order = ("email", "teams", "role", "locales", "language")

    email = forms.EmailField(
        label=gettext_lazy("Courriel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Équipes"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue du courriel et de l’interface"),
        choices=settings.WAGTAILADMIN_PERMITTED_LANGUAGES,
        help_text=gettext_lazy("Cette personne pourra en changer dans son compte."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, owners: Sequence[SectionOwner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {team_number(owner): owner for owner in owners}
        names = [(number, str(owner)) for number, owner in self.owners.items()]
        self.fields["teams"].choices = names  # type: ignore[attr-defined]  # it has some
        if len(owners) == 1:
            self.initial["teams"] = list(self.owners)
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("role", TeamRole.EDITOR)
        self.initial.setdefault("language", settings.LANGUAGE_CODE)

    def clean_email(self) -> str:
        """Refuses letters that look like others before the @: the mail would go to another person's box."""
        email: str = self.cleaned_data["email"]
        if not email.rpartition("@")[0].isascii():
            raise forms.ValidationError(_("Avant le @, seulement des lettres latines sans accent."))
        return email

    def invitation(self) -> NewInvitation:
        """Returns what the valid form says."""
        data = self.cleaned_data
        return NewInvitation(
            email=data["email"],
            role=data["role"],
            owners=[self.owners[number] for number in data["teams"]],
            locales=list(data["locales"]),
            language=data["language"],
            form_key=data["form_key"],
        )


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """A choice of people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Returns the name of a person."""
        return name_of(obj)


class LeavingForm(forms.Form):
    """The colleague who takes over."""

    successor = PersonChoiceField(
        label=gettext_lazy("Qui reprend le travail"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Personne"),
    )

    def __init__(self, successors: Any, *, is_required: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field: Any = self.fields["successor"]
        field.queryset = successors
        field.required = is_required
        field.error_messages["required"] = _("Choisissez la personne qui reprend le travail.")
        if is_required:
            field.empty_label = _("Choisissez…")


class NewAccountForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]  # at run time it takes none
    """What a person says of herself, and her own password."""

    first_name = forms.CharField(
        label=gettext_lazy("Prénom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=gettext_lazy("Mot de passe"), label2=gettext_lazy("Mot de passe, une seconde fois")
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Compares both passwords, and asks whether the password is good for this person."""
        self.validate_passwords()
        person = User(
            username=self.email,
            email=self.email,
            first_name=self.cleaned_data.get("first_name", ""),
            last_name=self.cleaned_data.get("last_name", ""),
        )
        self.validate_password_for_user(person)
        return super().clean() or {}
