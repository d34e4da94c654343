"""Reads which selection a reader wants to follow: a cluster, a kind of content, a topic, or all."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.registry import kind_choices
from clusters.content.subscriptions import FEDERATION, SubscriptionScope
from clusters.models.cluster import signatories
from clusters.models.listing_group import ListingGroup
from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.models.topic import all_topics

_ALL = ("", _("Tout"))
Choice = tuple[str, str | Promise]


class SelectionForm(forms.Form):
    """The parts of an address of a feed, each of which may be left out; filled by the address of the page."""

    cluster = forms.ChoiceField(label=_("Qui publie"), required=False)
    kind = forms.ChoiceField(label=_("Type de contenu"), required=False)
    topic = forms.ChoiceField(label=_("Thème"), required=False)

    def __init__(self, *args: object, language: str, locale_id: int, **kwargs: object) -> None:
        """Offers what there is. Two queries."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self._everything = SubscriptionScope(language=language, locale_id=locale_id)
        self.clusters = {each.slug: each for each in sorted(signatories().values(), key=in_alphabet)}
        self.topics = {each.key: str(each) for each in sorted(all_topics(), key=in_alphabet)}
        self._offer(
            "cluster", [(FEDERATION, _("Fédération")), *((s, str(c)) for s, c in self.clusters.items())]
        )
        self._offer("kind", [*((each.value, each.label) for each in ListingGroup), *kind_choices()])
        self._offer("topic", [*self.topics.items()])

    def _offer(self, name: str, choices: list[Choice]) -> None:
        self.fields[name].choices = [_ALL, *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def scope_of(self, cluster: str = "", kind: str = "", topic: str = "") -> SubscriptionScope:
        """Returns the selection of what the form offers. No query."""
        every = self._everything
        return SubscriptionScope(
            language=every.language,
            cluster=self.clusters.get(cluster),
            is_federations_own=cluster == FEDERATION,
            kind=kind,
            topic=topic,
            topic_label=self.topics.get(topic, ""),
            locale_id=every.locale_id,
        )

    def chosen(self) -> dict[str, str]:
        """Returns what the address chooses, by field; what is not offered is left out."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def scope(self) -> SubscriptionScope:
        """Returns the selection that the address chooses; all where it chooses nothing that is offered."""
        return self.scope_of(**self.chosen())
