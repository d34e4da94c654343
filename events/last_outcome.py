"""Finds the last mission that came back and of which its organisers tell what it gave."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from clusters.content.listed_tags import note_few
from events.models import DelegationOutcome, TradeMissionPage
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.shown_tags import collected, declared, set_tag


@dataclass(frozen=True)
class LastOutcome:
    """A mission of which an outcome is public."""

    title: str
    address: str


def _rows(
    *, now: Parameter, locale: Parameter, key: Parameter, country: Parameter
) -> "QuerySet[TradeMissionPage, Values]":
    told = DelegationOutcome.objects.filter(published_at__isnull=False, call__is_cancelled=False)
    missions = TradeMissionPage.objects.visible(now).of_locale(locale).over(now)
    found = missions.filter(translation_key__in=told.values("call__translation_key"))
    same_country = ExpressionWrapper(Q(destination_country=country), output_field=BooleanField())
    ordered = found.exclude(translation_key=key).order_by(same_country.desc(), "-sort_until", "-pk")
    return ordered.values_list("title", "translation_key")[:1]  # type: ignore[no-any-return]  # Wagtail is untyped


def _note_told(locale_id: int) -> list[str]:
    """Notes, for caches, all missions of which an outcome is public: any may become the last. Returns their tags."""
    if collected() is None:
        return []
    told = DelegationOutcome.objects.filter(published_at__isnull=False)
    keys = list(told.values_list("call__translation_key", flat=True))
    tags = [set_tag(key) for key in keys]
    note_few(TradeMissionPage.objects.filter(locale_id=locale_id, translation_key__in=keys), *tags)
    return tags


def last_outcome_before(mission: TradeMissionPage) -> LastOutcome | None:
    """Returns the last mission with a public outcome in the mission's language, to the same country if there is one.

    One query.
    """
    tags = _note_told(mission.locale_id)
    with declared(*tags):
        rows = fetch(
            _rows,
            now=timezone.now(),
            locale=mission.locale_id,
            key=mission.translation_key,
            country=str(mission.destination_country),
        )
    for title, key in rows:
        with override(mission.locale.language_code):
            return LastOutcome(str(title), reverse("delegation_outcome", args=[key]))
    return None


def last_outcome_context(mission: TradeMissionPage, request: HttpRequest) -> dict[str, object]:
    """Returns the mission of which one may read, asked for when the template shows it."""
    return {"last_outcome": SimpleLazyObject(lambda: last_outcome_before(mission))}
