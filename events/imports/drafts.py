"""Makes drafts of the events of a calendar, by UID: the second time, what changed there since goes into a new draft."""

import json
import logging
from collections.abc import Mapping
from datetime import date, time
from html import escape
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.models.membership import cluster_of_path
from clusters.towns.finding import fold
from events.imports.categories import find_categories
from events.imports.reading import ReadEvent
from events.imports.repetition import NO_REPETITION
from events.imports.venues import LONGEST_NAME, VENUE_FIELDS, as_before, venue_of
from events.models import AgendaPage, EventPage, ImportedEvent
from events.validation import FIRST_YEAR, LAST_YEAR
from fedcms.core.i18n.formatting import list_separator
from fedcms.core.i18n.language_list import codes_of
from fedcms.users.models import User

logger = logging.getLogger(__name__)
LONGEST_SUMMARY = 400
_WHEN = {"starts_on", "start_time", "ends_on", "end_time", "time_zone", *NO_REPETITION}
# Not read from calendars that were imported earlier: what stands on the page is somebody's own.
_READ_LATER = {"organisers"}
ReportLine = dict[str, object]


def section_of(agenda: AgendaPage) -> str:
    """Returns the slug of an agenda's cluster, "" for the federation."""
    cluster = cluster_of_path(agenda.path)
    return cluster.slug if cluster is not None else ""


def home_of(agenda: AgendaPage) -> str:
    """Returns the code of the country of an agenda's section, "" for the federation."""
    cluster = cluster_of_path(agenda.path)
    return str(cluster.country) if cluster is not None else ""


def zone_of(agenda: AgendaPage) -> str:
    """Returns the IANA name of the time zone of an agenda's section."""
    cluster = cluster_of_path(agenda.path)
    return str(cluster.time_zone) if cluster is not None else settings.TIME_ZONE


def _in_language(agenda: AgendaPage, language: str, user: User) -> AgendaPage:
    """Returns the agenda of the same section in the language of an event, if the person may write there; else this."""
    if not language or language == agenda.locale.language_code:
        return agenda
    others = AgendaPage.objects.filter(translation_key=agenda.translation_key, live=True)
    found = others.filter(locale__language_code=language).first()
    return found if found is not None and found.permissions_for_user(user).can_add_subpage() else agenda


def import_event(agenda: AgendaPage, read: ReadEvent, user: User) -> ReportLine:
    """Makes or changes the draft of an event, and returns a line of the report. Never publishes."""
    line: ReportLine = {"title": read.title or read.uid, "notes": read.notes, "page": None}
    if read.problem:
        return line | {"outcome": read.problem}
    asked, agenda = agenda, _in_language(agenda, read.language, user)
    location = str(read.values.get("location", ""))
    if len(location) > LONGEST_NAME and not venue_of(location, home_of(agenda))["venue_city"]:
        read.notes.append(f"long_place:{location}")
    try:
        _check_years(read)
        with transaction.atomic():
            outcome, page = _write(agenda, read, user)
    except ValidationError as error:
        return line | {"outcome": "refused", "why": " ".join(error.messages)[:500]}
    except (ArithmeticError, IntegrityError):
        logger.exception("An event of a calendar cannot be imported below page %s", agenda.pk)
        return line | {"outcome": "failed"}
    if outcome == "created" and agenda != asked:
        read.notes.append(f"language:{read.language}")
    return line | {"outcome": outcome, "page": page}


def _check_years(read: ReadEvent) -> None:
    """Raises `ValidationError` for a year that no form takes: saving it would reckon beyond the last day there is."""
    days = [
        date.fromisoformat(str(read.values[name])) for name in ("starts_on", "ends_on") if read.values[name]
    ]
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise ValidationError(
            _("Donnez une année de %(first)s à %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def _write(agenda: AgendaPage, read: ReadEvent, user: User) -> tuple[str, int | None]:
    key = uuid4()
    stored, is_new = ImportedEvent.objects.get_or_create(
        section=section_of(agenda), uid=read.uid, defaults={"translation_key": key, "values": _kept(read)}
    )
    stored = ImportedEvent.objects.select_for_update().get(pk=stored.pk)
    if is_new:
        return "created", _create(agenda, read, user, stored).pk
    page = EventPage.objects.filter(translation_key=stored.translation_key).order_by("pk").first()
    if page is None:
        return "deleted_here", None
    changed = _changed(read, stored.values)
    if not changed:
        return "unchanged", page.pk
    if not page.permissions_for_user(user).can_edit():
        return "not_yours", page.pk
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        return "locked", page.pk
    draft = page.get_latest_revision_as_object()
    if _follow(draft, _columns(changed, agenda), _place_before(stored.values, agenda), read):
        read.notes.append("other_town")
    draft.full_clean()
    draft.save_revision(user=user, log_action=True)
    stored.values = {**stored.values, **changed, "series": read.series}
    stored.save(update_fields=["values"])
    return "changed", page.pk


def _place_before(values: Mapping[str, object], agenda: AgendaPage) -> dict[str, str]:
    """Returns the columns of the place that the calendar said last time."""
    if "location" in values:
        return venue_of(str(values["location"]), home_of(agenda))
    # Imported when all of it was the venue's name.
    return dict.fromkeys(VENUE_FIELDS, "") | {"venue_name": str(values.get("venue_name", ""))}


def _follow(
    draft: EventPage, columns: Mapping[str, object], before: Mapping[str, str], read: ReadEvent
) -> bool:
    """Writes what the calendar says otherwise into a draft; of a place, what was typed beside it stays as it was typed.

    Of another town that would be wrong: address, postcode, country and position are as the calendar says them, and
    true is returned if that takes one away.
    """
    former = str(draft.venue_city)
    placed = {name: value for name, value in columns.items() if name in before}
    for name, value in columns.items():
        is_same = name in placed and value == before[name]
        was_typed = name in placed and not value and getattr(draft, name) != before[name]
        if not (is_same or was_typed):
            setattr(draft, name, value)
    if not placed or not former or fold(former) == fold(str(draft.venue_city)):
        return False
    told = {name: placed[name] for name in ("venue_address", "venue_postcode", "venue_country")}
    if read.values.get("latitude") is None:
        told |= {"latitude": None, "longitude": None}
    stale = {name: value for name, value in told.items() if (getattr(draft, name) or "") != (value or "")}
    for name, value in stale.items():
        setattr(draft, name, value)
    return bool(stale)


def _told(read: ReadEvent) -> dict[str, object]:
    return {"title": read.title, **read.values}


def _kept(read: ReadEvent) -> dict[str, object]:
    return _told(read) | {"series": read.series}


def _changed(read: ReadEvent, before: Mapping[str, object]) -> dict[str, object]:
    """Returns what the calendar says otherwise than it did; the next date of a series may pass without that."""
    # What repeated there, and does no more, does no more here.
    told = (NO_REPETITION if before.get("repeats") else {}) | _told(read)
    if "location" not in before and before.get("venue_name") == as_before(str(told.get("location", ""))):
        # Imported when all of it was the venue's name: the calendar says nothing else.
        before = {**before, "location": told.get("location")}
    changed = {
        name: value
        for name, value in told.items()
        if before.get(name) != value and not (name in _READ_LATER and name not in before)
    }
    if read.series and before.get("series") == read.series:
        return {name: value for name, value in changed.items() if name not in _WHEN}
    return changed


def _create(agenda: AgendaPage, read: ReadEvent, user: User, stored: ImportedEvent) -> EventPage:
    found = find_categories(read.categories)
    if found.unknown:
        read.notes.append(f"categories:{list_separator().join(found.unknown)}")
    page = EventPage(
        **_columns(_told(read), agenda),
        event_type=found.event_type,
        spoken_languages=",".join(codes_of(read.language)[0]) or agenda.locale.language_code,
        summary=(" ".join(read.description.split()) or read.title)[:LONGEST_SUMMARY],
        body=_body(read),
        translation_key=stored.translation_key,
        locale=agenda.locale,
        live=False,
        owner=user,
    )
    page.topics = found.topics
    agenda.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


def _body(read: ReadEvent) -> list[tuple[str, str]]:
    """Returns the description in paragraphs, and a link to the event's page elsewhere, which shows its address."""
    parts = [f"<p>{escape(part)}</p>" for part in read.description.split("\n") if part.strip()]
    if read.link and read.link not in read.description:
        parts.append(f'<p><a href="{escape(read.link)}">{escape(read.link)}</a></p>')
    return [("paragraph", "".join(parts))] if parts else []


def _columns(values: Mapping[str, object], agenda: AgendaPage) -> dict[str, object]:
    """Returns the columns of an event, its place in parts."""
    typed = _typed(values)
    if "location" in typed:
        typed |= venue_of(str(typed.pop("location")), home_of(agenda))
    return typed


def _typed(values: Mapping[str, object]) -> dict[str, object]:
    """Returns the columns of an event from the plain values of a calendar."""
    typed = dict(values)
    if "exceptions" in typed:
        typed["exceptions"] = json.dumps(typed["exceptions"])
    for name in ("starts_on", "ends_on", "repeat_until"):
        if typed.get(name):
            typed[name] = date.fromisoformat(str(typed[name]))
    for name in ("start_time", "end_time"):
        if typed.get(name):
            typed[name] = time.fromisoformat(str(typed[name]))
    if "time_zone" in typed:
        typed["time_zone"] = ZoneInfo(str(typed["time_zone"]))
    return typed
