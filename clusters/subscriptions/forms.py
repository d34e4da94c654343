"""Reads what a reader subscribes to: the public form with its guards, and that of who is subscribed."""

from collections.abc import Mapping, Sequence
from datetime import time

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.content.registry import kind_choices
from clusters.directory.stamped_form import StampedForm
from clusters.models import Rhythm, Subscriber
from clusters.models.cluster import signatories
from clusters.people.addresses import is_deliverable
from clusters.subscriptions.announced_pages import FEDERATION, offered_countries
from clusters.subscriptions.choices import Choices, Values
from clusters.subscriptions.digests import digest_zone
from clusters.subscriptions.filter_query import FEDERATION_SLUG, PARAMETERS
from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import clock
from fedcms.core.i18n.moments import zone_city
from fedcms.core.models import active_locales
from fedcms.core.models.topic import all_topics
from fedcms.core.templatetags.core_tags import country_name

Label = str | Promise
GONE = "-"
"""The box of what somebody chose and is there no more: as long as it is ticked, it is not taken for "all"."""


def _schedule() -> str:
    """Returns when digests leave, in words."""
    return gettext(
        "Les récapitulatifs partent à %(hour)s (%(zone)s), celui de la semaine le %(day)s. Sans nouvelle, rien ne part."
    ) % {
        "hour": clock(time(settings.FEDCMS_DIGEST_HOUR)),
        "zone": isolated(zone_city(digest_zone().key)),
        "day": WEEKDAYS[settings.FEDCMS_DIGEST_WEEKDAY],
    }


class _Boxes(forms.MultipleChoiceField):
    """Boxes of which none needs to be ticked: none means all."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Label, help_text: Label = "", *, required: bool = False) -> None:
        super().__init__(label=label, help_text=help_text, required=required)  # type: ignore[arg-type]  # lazy texts


class ChoicesForm(forms.Form):
    """What somebody wants to get, in which languages, how often."""

    kinds = _Boxes(_("Types de contenu"), _("Rien de coché : tous."))
    clusters = _Boxes(_("Clusters"), _("Rien de coché : tous, et la fédération."))
    topics = _Boxes(_("Thèmes"), _("Rien de coché : tous."))
    countries = _Boxes(
        _("Pays des missions"),
        _("Rien de coché : tous. Ce choix ne porte que sur les missions à l’étranger."),
    )
    languages = _Boxes(
        _("Langues des contenus"),
        _("Un contenu publié dans plusieurs de vos langues vous est envoyé une seule fois."),
        required=True,
    )
    language = forms.ChoiceField(
        label=_("Langue des courriels"), help_text=_("Celle des contenus aussi, quand elle existe.")
    )
    rhythm = forms.ChoiceField(label=_("Rythme"), choices=Rhythm.choices, widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offers what there is. Four queries."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        clusters = sorted(signatories().values(), key=in_alphabet)
        self._clusters = {FEDERATION_SLUG: FEDERATION} | {each.slug: str(each.pk) for each in clusters}
        topics = all_topics()
        self._gone: dict[str, Values] = {}
        self._topics = {topic.key: str(topic.pk) for topic in topics}
        opened = set(active_locales().values_list("language_code", flat=True))
        languages = [(code, name) for code, name in settings.LANGUAGES if code in opened]
        self._offer("kinds", kind_choices())
        self._offer("clusters", [(FEDERATION_SLUG, _("Fédération")), *((c.slug, str(c)) for c in clusters)])
        self._offer("topics", [(topic.key, str(topic)) for topic in sorted(topics, key=in_alphabet)])
        codes = self._country_codes()
        self._offer(
            "countries", sorted(((c, country_name(c)) for c in codes), key=lambda pair: in_alphabet(pair[1]))
        )
        self._offer("languages", languages)
        self._offer("language", languages)
        self.fields["rhythm"].help_text = _schedule()

    def _country_codes(self) -> set[str]:
        """Returns the countries that are offered: those that somebody chose, too."""
        return set(offered_countries()) | set(self.initial.get("countries") or ())

    def _offer(self, name: str, choices: Sequence[tuple[str, Label]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def _options(self, name: str) -> dict[str, Label]:
        """Returns the labels of what a field offers, by value."""
        return {str(value): label for value, label in self.fields[name].choices}  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, subscriber: Subscriber, choices: Choices) -> dict[str, object]:
        """Returns the values of the fields for who is subscribed; keys are those of the database."""
        return {
            "kinds": sorted(choices.kinds or ()),
            "clusters": sorted(choices.clusters or ()),
            "topics": sorted(choices.topics or ()),
            "countries": sorted(choices.countries or ()),
            "languages": sorted(choices.languages),
            "language": subscriber.language,
            "rhythm": subscriber.rhythm,
        }

    def show(self, initial: Mapping[str, object]) -> None:
        """Fills the form with the choices of a subscriber: keys of clusters and topics become their names.

        What is there no more has a box of its own, `GONE`, so that nothing else is chosen unless its reader unticks it.
        """
        self.initial = dict(initial)
        for name in PARAMETERS:
            chosen = frozenset(initial.get(name) or ())  # type: ignore[call-overload]  # lists of keys
            names = self._names(name)
            gone = chosen - set(names)
            shown = [names[each] for each in sorted(chosen & set(names))]
            if gone:
                self._gone[name] = gone
                self._offer(name, [*self._options(name).items(), (GONE, _("(n’existe plus)"))])
            self.initial[name] = [*shown, GONE] if gone else shown

    @property
    def gone_labels(self) -> list[Label]:
        """The labels of the fields of which something is chosen that is there no more."""
        return [self.fields[name].label or "" for name in self._gone]

    def _names(self, name: str) -> dict[str, str]:
        """Returns by key, as it is stored, the value of each option of a field."""
        known = {"clusters": self._clusters, "topics": self._topics}.get(name)
        if known is not None:
            return {key: slug for slug, key in known.items()}
        return {value: value for value in self._options(name)}

    def choices(self) -> Choices:
        """Returns what a valid form chooses."""

        def read(name: str) -> Values | None:
            keys = {value: key for key, value in self._names(name).items()}
            values = self.cleaned_data[name]
            chosen = frozenset(keys[each] for each in values if each != GONE)
            if GONE in values:
                chosen |= self._gone[name]
            return chosen if values else None

        return Choices(
            languages=frozenset(self.cleaned_data["languages"]),
            kinds=read("kinds"),
            clusters=read("clusters"),
            topics=read("topics"),
            countries=read("countries"),
        )

    def chosen_labels(self, choices: Choices) -> list[tuple[Label, list[str]]]:
        """Returns what was chosen in words, by facet; nothing for a facet of which all is wanted."""
        names = (*PARAMETERS, "languages")
        self.show({name: sorted(getattr(choices, name) or ()) for name in names})
        found: list[tuple[Label, list[str]]] = []
        for name in names:
            labels = self._options(name)
            chosen = [str(labels.get(each) or country_name(each)) for each in self.initial[name]]
            if chosen:
                found.append((self.fields[name].label or "", chosen))
        return found


class SubscribeForm(StampedForm, ChoicesForm):
    """The public form. A machine is told by a hidden field and by the time taken, without a third party."""

    email = forms.EmailField(
        label=_("Votre courriel"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    field_order = ("email", "kinds", "clusters", "topics", "countries", "languages", "language", "rhythm")
    trap_words = _(
        "Un champ caché a été rempli, peut-être par une extension de votre navigateur. Il est de nouveau "
        "vide, et visible : laissez-le ainsi et renvoyez le formulaire."
    )
    time_words = _(
        "Le formulaire est resté ouvert trop longtemps ou trop peu. Vérifiez vos choix et renvoyez-le."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Leaves out of the initial values, which an address chooses, what is not offered."""
        super().__init__(*args, **kwargs)
        for name in PARAMETERS:
            offered = self._options(name)
            self.initial[name] = [each for each in self.initial.get(name) or () if each in offered]

    def _country_codes(self) -> set[str]:
        """Returns the countries that are offered to everybody: what an address names is no option of the form."""
        return set(offered_countries())

    def clean_email(self) -> str:
        """Returns the address. Raises `ValidationError` for one that no mail can be addressed to."""
        email = str(self.cleaned_data["email"])
        if not is_deliverable(email):
            raise forms.ValidationError(
                _("Cette adresse est trop longue, ou son domaine n’en est pas un. Vérifiez-la."),
                code="address",
            )
        return email
