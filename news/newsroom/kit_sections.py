"""The sections that a newsroom gives to press kits: key figures, spokespeople, contacts on duty.

They are read together and kept until they change: one query for most readers. Which contacts are over is asked each
time, since each ends by its own clock. A kit tells of its owner alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from clusters.content.next_change import next_midnight
from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.sections import (
    KitLink,
    KitPicture,
    KitRow,
    KitSection,
    register_kit_section,
)
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.formatting import language_name, list_separator
from fedcms.core.i18n.moments import zone_city
from fedcms.core.i18n.telephone import shown_number
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.public_version import Made, remember
from news.models import KeyFigure, PressContact, Spokesperson
from news.newsroom.contents import MOST_FIGURES, ShownContact, shown_contacts
from news.newsroom.duty_board import week_in_words

FIGURES, PEOPLE, DUTY = "key_figures", "spokespeople", "contacts_on_duty"
FIGURES_ORDER, PEOPLE_ORDER, DUTY_ORDER = 30, 50, 80
"""Between what an owner says of itself and its contacts (clusters.press_access.kits.own_sections)."""
MOST_PEOPLE = 60
_SEPARATOR = " · "


@dataclass(frozen=True)
class _Kept:
    """What is remembered of an owner in a language."""

    figures: KitSection
    people: KitSection
    contacts: tuple[ShownContact, ...]


def _list_languages(codes: Sequence[str]) -> str:
    return list_separator().join(language_name(code) for code in codes)


def _language_of(text: TranslatedText) -> str:
    return text.language_for() or ""


def _links(telephone: str, shown_telephone: str, mail: str) -> tuple[KitLink, ...]:
    """Returns how somebody is reached: each way for itself, since each is read from left to right."""
    found = [KitLink(shown_telephone, f"tel:{telephone}")] if telephone else []
    return (*found, *([KitLink(mail, f"mailto:{quote(mail, '@')}")] if mail else []))


def _isolated(name: str) -> str:
    """Returns a name that stays in its order within an Arabic sentence, date and all (UAX 9: FSI … PDI)."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def _row_of_figure(figure: KeyFigure) -> KitRow:
    source = _("Source : %(source)s, %(day)s") % {
        "source": _isolated(figure.source_name),
        "day": formatted_day(figure.measured_on, "DATE_FORMAT"),
    }
    return KitRow(
        str(figure.label),
        f"{figure.written} {figure.unit}".strip(),
        note=source,
        url=figure.source_link,
        label_language=_language_of(figure.label),
        value_language=_language_of(figure.unit),
    )


def _row_of_person(person: Spokesperson) -> KitRow:
    topics = list_separator().join(str(topic) for topic in person.topics.all())
    about = (topics, _list_languages(person.language_codes))
    shown_telephone = shown_number(person.telephone) if person.telephone else ""
    return KitRow(
        person.name,
        str(person.role),
        note=_SEPARATOR.join(each for each in about if each),
        links=_links(person.telephone, shown_telephone, person.email),
        value_language=_language_of(person.role),
    )


def _row_of_contact(contact: ShownContact) -> KitRow:
    hours = [f"{days} {in_line(times)}" for days, times in week_in_words(contact)]
    if hours:
        hours.append(_("Fuseau horaire : %(zone)s") % {"zone": zone_city(contact.zone)})
    return KitRow(
        str(contact.name),
        note=_SEPARATOR.join([_list_languages(contact.languages), *hours]),
        links=_links(contact.telephone, contact.shown_telephone, contact.email),
        label_language=_language_of(contact.name),
    )


def _read(cluster_id: int | None, language: str) -> _Kept:
    """Returns what a newsroom says of an owner (`None`: the federation) in a language. Six queries."""
    with override(language):
        figures = KeyFigure.objects.filter(cluster=cluster_id).order_by("position", "pk")[:MOST_FIGURES]
        speakers = Spokesperson.objects.consenting().filter(cluster=cluster_id).order_by("name", "pk")
        people = list(speakers.select_related("portrait").prefetch_related("topics")[:MOST_PEOPLE])
        portraits = [
            KitPicture(person.portrait, person.name) for person in people if person.portrait is not None
        ]
        return _Kept(
            KitSection(FIGURES, _("Chiffres clés"), language, rows=tuple(map(_row_of_figure, figures))),
            KitSection(
                PEOPLE,
                _("Porte-parole"),
                language,
                rows=tuple(map(_row_of_person, people)),
                pictures=tuple(portraits),
            ),
            shown_contacts(PressContact.objects.filter(cluster=cluster_id), {}),
        )


def _kept(owner: SectionOwner, language: str) -> _Kept:
    """Returns what the newsroom says of an owner. One query, once it is known."""
    cluster_id = owner.pk if isinstance(owner, Cluster) else None

    def read() -> Made[_Kept]:
        return _read(cluster_id, language), next_midnight()

    return remember(("kit sections", cluster_id, language), read)


def figures(owner: SectionOwner, language: str) -> KitSection:
    """Returns the key figures of an owner."""
    return _kept(owner, language).figures


def people(owner: SectionOwner, language: str) -> KitSection:
    """Returns the spokespeople of an owner whose consent runs, with their portraits."""
    return _kept(owner, language).people


def contacts_on_duty(owner: SectionOwner, language: str) -> KitSection:
    """Returns the contacts of an owner that are not over now."""
    now = timezone.now()
    with override(language):
        rows = [
            _row_of_contact(contact)
            for contact in _kept(owner, language).contacts
            if not contact.roster.is_over(now)
        ]
        return KitSection(DUTY, _("Par téléphone"), language, rows=tuple(rows))


_SECTIONS: tuple[tuple[str, Callable[[SectionOwner, str], KitSection], int], ...] = (
    (FIGURES, figures, FIGURES_ORDER),
    (PEOPLE, people, PEOPLE_ORDER),
    (DUTY, contacts_on_duty, DUTY_ORDER),
)


def register() -> None:
    """Registers them; called once, from `AppConfig.ready`."""
    for key, provider, order in _SECTIONS:
        register_kit_section(key, provider, order=order)
