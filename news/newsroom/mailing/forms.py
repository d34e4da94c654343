"""The form of a mailing: to whom, when, and for each language a subject and an introduction."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Federation
from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.teams import cluster_key
from fedcms.core.i18n.formatting import language_name
from fedcms.core.models import Topic
from news.models import ContactList, MailingMoment, MediaContact
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.release_versions import ReleaseVersion
from news.newsroom.mailing.starting import MailingPlan
from news.newsroom.media_contacts.forms import TopicsField
from news.newsroom.media_contacts.rights import lists_shared_with, own_lists

MOST_ONE_BY_ONE = 200


class ListsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """A choice of lists; of another team's, its name stands beside."""

    widget = forms.CheckboxSelectMultiple
    owner_id: int | None = None

    def label_from_instance(self, obj: ContactList) -> str:
        """Returns the name of a list."""
        if obj.cluster_id == self.owner_id:
            return obj.name
        sharer = obj.cluster or Federation.load()
        return _("%(name)s (partagée par %(team)s)") % {"name": obj.name, "team": sharer}


class MailingForm(forms.Form):
    """What a publisher decides about a mailing."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    when = forms.ChoiceField(label=gettext_lazy("Quand"), widget=forms.RadioSelect)
    to_everyone = forms.BooleanField(label=gettext_lazy("Tous nos contacts médias"), required=False)
    lists = ListsField(label=gettext_lazy("Listes"), queryset=ContactList.objects.none(), required=False)
    topics = TopicsField(
        label=gettext_lazy("Seulement ces rubriques"),
        queryset=Topic.objects.order_by("key"),
        required=False,
        help_text=gettext_lazy("Parmi tous les contacts ou les listes choisies. Rien de coché : toutes."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Seulement qui lit"), required=False)
    addresses = forms.CharField(
        label=gettext_lazy("Et ces contacts, un à un"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=gettext_lazy(
            "Une adresse par ligne, parmi vos contacts et ceux qui sont partagés avec vous."
        ),
    )
    sends_again = forms.BooleanField(
        label=gettext_lazy("Aussi à qui a déjà reçu ce communiqué"),
        required=False,
        help_text=gettext_lazy(
            "Par exemple pour une version corrigée. Sinon, personne ne le reçoit deux fois."
        ),
    )

    def __init__(
        self,
        owner: SectionOwner,
        moments: Sequence[MailingMoment],
        versions: Sequence[ReleaseVersion],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._owner = owner
        self._shared = lists_shared_with(owner)
        lists: Any = self.fields["lists"]
        lists.owner_id = cluster_key(owner)
        keys = [each.pk for each in (*own_lists(owner), *self._shared)]
        lists.queryset = ContactList.objects.filter(pk__in=keys).select_related("cluster")
        if not keys:
            del self.fields["lists"]
        when: Any = self.fields["when"]
        when.choices = [(each.value, each.label) for each in moments]
        language: Any = self.fields["language"]
        language.choices = [("", _("Toutes les langues")), *settings.LANGUAGES]
        self.languages = [version.language for version in versions]
        for version in versions:
            self._add_texts(version)
        self.initial.setdefault("form_key", uuid4())
        self.initial.setdefault("when", moments[0].value)

    def _add_texts(self, version: ReleaseVersion) -> None:
        code = version.language
        language = {"language": language_name(code)}
        attributes = {"lang": code, "dir": "auto"}
        self.fields[f"subject_{code}"] = forms.CharField(
            label=_("Objet (%(language)s)") % language,
            required=False,
            max_length=160,
            widget=forms.TextInput(attrs=attributes | {"placeholder": version.content.title}),
            help_text=_("Vide : le titre du communiqué."),
        )
        self.fields[f"introduction_{code}"] = forms.CharField(
            label=_("Quelques mots avant le communiqué (%(language)s)") % language,
            required=False,
            max_length=1_000,
            widget=forms.Textarea(attrs=attributes | {"rows": 3}),
        )

    def clean_addresses(self) -> list[MediaContact]:
        """Returns the contacts that are named one by one. Refuses an address that is none of theirs."""
        wanted = {comparable(line): line for line in str(self.cleaned_data["addresses"]).split()}
        if len(wanted) > MOST_ONE_BY_ONE:
            raise forms.ValidationError(
                _("Faites une liste pour plus de %(count)d contacts.") % {"count": MOST_ONE_BY_ONE}
            )
        own = MediaContact.objects.of_cluster(cluster_key(self._owner)).filter(email_key__in=wanted)
        found = {contact.email_key: contact for contact in own}
        for contact in MediaContact.objects.filter(lists__in=self._shared, email_key__in=wanted).distinct():
            found.setdefault(contact.email_key, contact)
        unknown = [typed for key, typed in wanted.items() if key not in found]
        if unknown:
            raise forms.ValidationError(
                _("Ces adresses ne sont pas parmi vos contacts : %(addresses)s")
                % {"addresses": ", ".join(unknown[:10])}
            )
        return list(found.values())

    def plan(self) -> MailingPlan:
        """Returns what the valid form says."""
        data = self.cleaned_data
        audience = Audience(
            data["to_everyone"],
            tuple(data.get("lists", ())),
            tuple(data["addresses"]),
            tuple(topic.pk for topic in data["topics"]),
            data["language"],
        )
        texts = {
            code: {"subject": data[f"subject_{code}"], "introduction": data[f"introduction_{code}"]}
            for code in self.languages
        }
        return MailingPlan(data["when"], audience, texts, data["sends_again"], data["form_key"])
