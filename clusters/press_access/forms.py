"""The admin's forms of accreditations: give one, give several from a list, send again, extend."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from clusters.models import ContentPage
from clusters.models.accreditation import AccreditationKind, AccreditationScope
from clusters.press_access.granting import Holder, Terms
from fedcms.core.models import Topic

DAYS = 30
"""So long an accreditation is valid, unless its giver says otherwise."""
MAX_LIST_BYTES = 500_000


def default_end() -> datetime:
    """Returns the end that the forms offer: the evening of a day in a month."""
    day = timezone.localdate() + timedelta(days=DAYS)
    return timezone.make_aware(datetime.combine(day, time(20)))


class TopicChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """A choice of topics, by their labels."""

    def label_from_instance(self, obj: Topic) -> str:
        """Returns the label of a topic."""
        return str(obj.labels)


class EndForm(forms.Form):
    """Until when an accreditation is valid."""

    expires_at = forms.DateTimeField(label=gettext_lazy("Valable jusqu’au"), widget=AdminDateTimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_at"].help_text = _("Jour/mois/année et heure (fuseau %(zone)s).") % {
            "zone": timezone.get_current_timezone_name()
        }
        self.initial.setdefault("expires_at", default_end())


class TermsForm(EndForm):
    """What accreditations open: of one page, if `page` is given, else of a topic or of all releases."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=AccreditationKind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "La presse lit ce qui est approuvé et programmé, tel que cela paraîtra. Un partenaire ou un cabinet relit "
            "le brouillon le plus récent, sans attendre l’approbation."
        ),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Ce qui s’ouvre"), choices=AccreditationScope.choices, widget=forms.RadioSelect
    )
    topic = TopicChoiceField(
        label=gettext_lazy("Thème"),
        queryset=Topic.objects.order_by("key"),
        required=False,
        help_text=gettext_lazy("Seulement pour « Les communiqués d’un thème »."),
    )
    may_comment = forms.BooleanField(
        label=gettext_lazy("Peut laisser des remarques"),
        required=False,
        help_text=gettext_lazy(
            "Pour la relecture d’un brouillon : l’équipe les lit sur la page dans l’administration."
        ),
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Facultatif. Il s’ajoute au courriel, tel que vous l’écrivez."),
    )
    sends = forms.BooleanField(
        label=gettext_lazy("Envoyer le lien par courriel"),
        required=False,
        help_text=gettext_lazy("Sinon, le lien est montré une seule fois, pour que vous le transmettiez."),
    )

    def __init__(self, page: ContentPage | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.initial.setdefault("kind", AccreditationKind.JOURNALIST)
        self.initial.setdefault("sends", True)
        if page is not None:
            self.initial.setdefault("scope", AccreditationScope.PAGE)
            return
        # Without a page there is no draft to read either.
        del self.fields["kind"], self.fields["may_comment"]
        self.initial.setdefault("scope", AccreditationScope.ALL)
        scope: Any = self.fields["scope"]
        scope.choices = [choice for choice in scope.choices if choice[0] != AccreditationScope.PAGE]

    def terms(self) -> Terms:
        """Returns what the valid form says."""
        data = self.cleaned_data
        scope = data["scope"]
        return Terms(
            kind=data.get("kind") or AccreditationKind.JOURNALIST,
            scope=scope,
            expires_at=data["expires_at"],
            page=self.page if scope == AccreditationScope.PAGE else None,
            topic=data.get("topic") if scope == AccreditationScope.TOPIC else None,
            may_comment=data.get("may_comment", False),
        )


class AccreditationForm(TermsForm):
    """An accreditation of one person."""

    field_order = ("name", "medium", "email", "language")

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    medium = forms.CharField(label=gettext_lazy("Média ou organisme"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Courriel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue de la personne"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.page.locale.language_code if self.page is not None else settings.LANGUAGE_CODE
        self.initial.setdefault("language", language)

    def holder(self) -> Holder:
        """Returns the person whom the valid form names."""
        data = self.cleaned_data
        return Holder(data["name"], data["medium"], data["email"], data["language"])


class AccreditationListForm(TermsForm):
    """Accreditations of several people, pasted or from a CSV file."""

    field_order = ("people", "file")

    people = forms.CharField(
        label=gettext_lazy("Personnes"),
        required=False,
        max_length=MAX_LIST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "Une personne par ligne : nom ; média ; courriel ; langue (fr, en, es, ar). Vous pouvez coller les "
            "cellules d’un tableur."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Ou un fichier CSV"),
        required=False,
        help_text=gettext_lazy(
            "Les mêmes colonnes, dans cet ordre. Une première ligne de titres est passée."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Asks for one of both lists."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None and upload.size > MAX_LIST_BYTES:
            self.add_error("file", _("Ce fichier est trop grand : 500 ko au plus."))
        elif upload is None and not cleaned.get("people", "").strip() and "people" not in self.errors:
            self.add_error("people", _("Collez une liste, ou choisissez un fichier."))
        return cleaned

    def data_of_list(self) -> bytes:
        """Returns the list of the valid form."""
        upload = self.cleaned_data["file"]
        return bytes(upload.read()) if upload is not None else self.cleaned_data["people"].encode()


class LinkForm(forms.Form):
    """A new link for an accreditation."""

    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Facultatif. Il s’ajoute au courriel, tel que vous l’écrivez."),
    )
