"""The form of a webhook: the partner, its address, and what it wants."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.content.registry import kind_choices
from fedcms.core.models import Topic
from home.models import Webhook
from home.models.webhook import MAX_ADDRESS
from home.outgoing.posting import is_acceptable, names_public_host
from home.webhooks.registering import Wishes


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """A choice of topics, by their labels."""

    def label_from_instance(self, obj: Topic) -> str:
        """Returns the label of a topic."""
        return str(obj)


class WebhookForm(forms.Form):
    """A webhook, new or as it stands."""

    name = forms.CharField(
        label=gettext_lazy("Nom du partenaire"),
        max_length=120,
        help_text=gettext_lazy("Pour vous y retrouver : le partenaire ne le lit que dans les essais."),
    )
    address = forms.CharField(
        label=gettext_lazy("Adresse qui reçoit"),
        max_length=MAX_ADDRESS,
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("En https, telle que le partenaire vous l’a donnée."),
    )
    covers_all = forms.ChoiceField(
        label=gettext_lazy("De qui"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Seulement ce qui est public, jamais un brouillon ni un embargo."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Types de contenu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Rien de coché : tous."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Langues"),
        required=False,
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Rien de coché : toutes."),
    )
    topics = TopicsField(
        label=gettext_lazy("Thèmes"),
        required=False,
        queryset=Topic.objects.order_by("key"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Rien de coché : tous, et les contenus sans thème."),
    )

    def __init__(self, owner_name: str, webhook: Webhook | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covers: Any = self.fields["covers_all"]
        covers.choices = [("", owner_name), ("all", _("Toute la fédération et tous ses clusters"))]
        covers.required = False
        kinds: Any = self.fields["kinds"]
        kinds.choices = kind_choices()
        self.initial.setdefault("covers_all", "")
        if webhook is not None:
            self.initial.update(
                {
                    "name": webhook.name,
                    "address": webhook.address,
                    "covers_all": "all" if webhook.covers_all else "",
                    "kinds": webhook.kinds,
                    "languages": webhook.languages,
                    "topics": list(webhook.topics.all()),
                }
            )

    def clean_address(self) -> str:
        """Refuses what is no public https address; its host is looked up when something is sent."""
        address = str(self.cleaned_data["address"]).strip()
        if not is_acceptable(address):
            raise forms.ValidationError(
                _("Il faut une adresse complète en https, sans mot de passe ni « # ».")
            )
        if not names_public_host(address):
            raise forms.ValidationError(
                _("Ce serveur n’est pas public : il faut un nom que tout l’internet peut joindre.")
            )
        return address

    def wishes(self) -> Wishes:
        """Returns what the valid form says."""
        data = self.cleaned_data
        return Wishes(
            name=data["name"],
            address=data["address"],
            covers_all=data["covers_all"] == "all",
            kinds=data["kinds"],
            languages=data["languages"],
            topics=list(data["topics"]),
        )
