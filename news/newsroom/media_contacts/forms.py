"""The admin's forms of media contacts: filters, one contact, a list, and an import."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.teams import cluster_key
from fedcms.core.models import Topic
from news.models import ContactList, MediaContact
from news.models.media_contact import MediaContactQuerySet, stored_languages
from news.newsroom.media_contacts.importing import Origin
from news.newsroom.media_contacts.retention import to_confirm
from news.newsroom.media_contacts.rights import own_lists
from news.newsroom.media_contacts.unsubscribing import is_unsubscribed

MAX_FILE_BYTES = 2_000_000
DAYS_A_YEAR = 365


def default_purpose() -> str:
    """Returns the purpose that the forms offer."""
    return _("Communiqués et invitations de presse")


def default_end() -> date:
    """Returns the day until which a contact is kept, unless somebody says otherwise."""
    months: int = settings.FEDCMS_MEDIA_CONTACT_MONTHS
    return date.fromordinal(timezone.localdate().toordinal() + months * DAYS_A_YEAR // 12)


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """A choice of several topics, by their labels."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Topic) -> str:
        """Returns the label of a topic."""
        return str(obj.labels)


class ContactFilterForm(forms.Form):
    """Which contacts of a team are shown; what it does not know filters nothing."""

    q = forms.CharField(label=gettext_lazy("Nom, média ou adresse"), required=False, max_length=120)
    contact_list = forms.ModelChoiceField(
        label=gettext_lazy("Liste"), queryset=ContactList.objects.none(), required=False
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Rubrique"), queryset=Topic.objects.order_by("key"), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("État"), required=False)

    def __init__(self, owner: SectionOwner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cluster_id = cluster_key(owner)
        lists: Any = self.fields["contact_list"]
        lists.queryset = ContactList.objects.filter(cluster=self._cluster_id)
        topic: Any = self.fields["topic"]
        lists.empty_label = topic.empty_label = _("Toutes")
        language: Any = self.fields["language"]
        language.choices = [("", _("Toutes")), *settings.LANGUAGES]
        state: Any = self.fields["state"]
        state.choices = [
            ("", _("Tous")),
            ("due", _("À confirmer")),
            ("bounced", _("Adresse qui ne répond plus")),
        ]

    def contacts(self) -> MediaContactQuerySet:
        """Returns the contacts of the team that the filters let pass."""
        found = MediaContact.objects.of_cluster(self._cluster_id)
        if not self.is_valid():
            return found
        data = self.cleaned_data
        found = found.matching(data["q"])
        if data["contact_list"]:
            found = found.filter(lists=data["contact_list"])
        if data["topic"]:
            found = found.filter(topics=data["topic"])
        if data["language"]:
            found = found.reading(data["language"])
        if data["state"] == "due":
            found = to_confirm(found)
        elif data["state"] == "bounced":
            found = found.exclude(bounced_at=None)
        return found


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    """One contact of a team."""

    topics = TopicsField(
        label=gettext_lazy("Rubriques"), queryset=Topic.objects.order_by("key"), required=False
    )
    first_language = forms.ChoiceField(
        label=gettext_lazy("Langue dans laquelle vous lui écrivez"), choices=settings.LANGUAGES
    )
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Autres langues lues"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        *("name", "medium", "email", "phone", "first_language", "other_languages", "topics", "lists"),
        *("source", "purpose", "kept_until", "note"),
    )

    class Meta:
        model = MediaContact
        fields = (
            *("name", "medium", "email", "phone", "topics", "lists"),
            *("note", "source", "purpose", "kept_until"),
        )
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
            "phone": forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
            "note": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "lists": forms.CheckboxSelectMultiple,
            "kept_until": AdminDateInput,
        }

    def __init__(self, owner: SectionOwner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cluster_id = cluster_key(owner)
        self.instance.cluster_id = self._cluster_id
        lists: Any = self.fields["lists"]
        lists.queryset = ContactList.objects.filter(cluster=self._cluster_id)
        codes = self.instance.language_codes or [settings.LANGUAGE_CODE]
        self.initial.update(first_language=codes[0], other_languages=codes[1:])
        if self.instance.pk is None:
            self.initial.update(purpose=default_purpose(), kept_until=default_end())

    def clean_email(self) -> str:
        """Refuses an address that is there already, and one that is unsubscribed."""
        email = str(self.cleaned_data["email"])
        key = comparable(email)
        others = MediaContact.objects.of_cluster(self._cluster_id).filter(email_key=key)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Cette adresse est déjà parmi vos contacts."))
        if is_unsubscribed(self._cluster_id, email):
            raise forms.ValidationError(
                _("Cette adresse s’est désabonnée : vous ne pouvez plus lui écrire d’ici.")
            )
        return email

    def clean_note(self) -> str:
        """Returns the note with line breaks as a file has them."""
        return "\n".join(str(self.cleaned_data["note"]).splitlines())

    def save(self, commit: bool = True) -> MediaContact:
        """Saves the contact: somebody has looked at it, so that its time begins anew."""
        data = self.cleaned_data
        contact: MediaContact = self.instance
        if "email" in self.changed_data:
            contact.bounced_at, contact.bounce_reason = None, ""
        contact.email_key = comparable(data["email"])
        contact.languages = stored_languages([data["first_language"], *data["other_languages"]])
        contact.used_at, contact.reminded_at = timezone.now(), None
        super().save(commit)
        return contact


class ContactListForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    """A list of a team, and with whom it is shared."""

    class Meta:
        model = ContactList
        fields = ("name", "shared_with", "is_shared_with_federation")
        widgets = {"shared_with": forms.CheckboxSelectMultiple}

    def __init__(self, owner: SectionOwner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cluster_id = cluster_key(owner)
        shared: Any = self.fields["shared_with"]
        others = Cluster.objects.exclude(editors_group=None).order_by("slug")
        shared.queryset = others.exclude(pk=cluster_key(owner) or 0)
        if cluster_key(owner) is None:
            del self.fields["is_shared_with_federation"]


class ImportForm(forms.Form):
    """A file of contacts, and what is said once of all of them."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou vCard"),
        help_text=gettext_lazy(
            "CSV : la première ligne nomme les colonnes (nom, média, courriel, téléphone, langues, rubriques, note). "
            "vCard : version 3 ou 4. 2 Mo au plus."
        ),
    )
    contact_list = forms.ModelChoiceField(
        label=gettext_lazy("Ajouter à la liste"), queryset=ContactList.objects.none(), required=False
    )
    source = forms.CharField(
        label=gettext_lazy("D’où viennent ces contacts"),
        max_length=200,
        help_text=gettext_lazy("Par exemple : fichier du service de presse, constitué depuis 2023."),
    )
    purpose = forms.CharField(label=gettext_lazy("Pourquoi vous les gardez"), max_length=200)
    kept_until = forms.DateField(label=gettext_lazy("Gardés jusqu’au"), widget=AdminDateInput)

    def __init__(self, lists: Iterable[ContactList], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contact_list"]
        field.queryset = ContactList.objects.filter(pk__in=[each.pk for each in lists])
        self.initial.update(purpose=default_purpose(), kept_until=default_end())

    @classmethod
    def of_owner(cls, owner: SectionOwner, *args: Any) -> "ImportForm":
        """Returns the form with the lists of an owner."""
        return cls(own_lists(owner), *args)

    def clean_file(self) -> Any:
        """Refuses a file that is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE_BYTES:
            raise forms.ValidationError(_("Ce fichier est trop grand : 2 Mo au plus."))
        return upload

    def origin(self) -> Origin:
        """Returns what the valid form says of all contacts."""
        data = self.cleaned_data
        return Origin(data["source"], data["purpose"], data["kept_until"], data["contact_list"])
