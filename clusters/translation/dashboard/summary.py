"""Counts translations by state and language; the screen fetches it after it is shown."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from wagtail.models import Page

from clusters.translation.dashboard.cells import ICONS
from clusters.translation.dashboard.languages_and_sections import Languages
from clusters.translation.models import State, TranslationState


@dataclass(frozen=True)
class Tally:
    """A number of translations in one state."""

    state: str
    label: str
    icon: str
    number: int


@dataclass(frozen=True)
class LanguageSummary:
    """The numbers of translations into a language."""

    code: str
    language: str
    tallies: list[Tally]


def summary_of(pages: "QuerySet[Page]", languages: Languages) -> list[LanguageSummary]:
    """Returns for each language the number of translations in each state, for `pages` (originals)."""
    bare = pages.order_by()
    by_origin = dict(bare.values_list("locale_id").annotate(Count("pk")))
    total = sum(by_origin.values())
    rows = TranslationState.objects.made().filter(page__translation_key__in=bare.values("translation_key"))
    counted: Counter[tuple[int, str]] = Counter()
    for locale_id, state, number in rows.values_list("page__locale_id", "state").annotate(Count("pk")):
        counted[locale_id, state] = number
    found = []
    for pk, code, name in languages:
        made = sum(number for (locale_id, _state), number in counted.items() if locale_id == pk)
        counted[pk, State.MISSING] = max(0, total - by_origin.get(pk, 0) - made)
        tallies = [Tally(state, str(state.label), ICONS[state], counted[pk, state]) for state in State]
        found.append(LanguageSummary(code, name, tallies))
    return found
