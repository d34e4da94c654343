"""Compares what the people of a sheet know of their event with what is public now, and says the differences in words.

Days, hours, place, address to join and state count, of a series also each date to come. Texts and pictures do not. Of
the place, the source's names are compared, the same in all languages; its names are for words (docs/adr/0071).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.ical.components import last_change, sequence_at
from events.ical.wording import event_place
from events.models import EventPage, EventStatus, SignUpSheet
from events.models.event_dates import PLACES
from events.repetition.wording import series_in_words
from events.signup.date_changes import changed_days, date_in_words, told_exceptions
from events.wording import clock_city, hours_with_zone
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words, formatted_day

Details = dict[str, str]
_TEXTS = (
    *("status", "time_zone", "online_url"),
    *("venue_name", "venue_address", "venue_postcode", "venue_city", "venue_country"),
)
# Beside the names of places, by column and language those that pages have as their own, as JSON.
_NAMES = "names"
_EXCEPTIONS = "exceptions"
_REPETITION = ("repeats", "repeat_interval", "repeat_days", "repeat_until", "repeat_count")


def details_of(event: EventPage) -> Details:
    """Returns what people must know of an event, as plain values."""
    moments = {name: getattr(event, name) for name in ("starts_on", "ends_on", "start_time", "end_time")}
    texts = {name: str(event.value_in_source(name) or "") for name in _TEXTS}
    repetition = {name: str(getattr(event, name) or "") for name in _REPETITION}
    over_at = {"over_at": event.span()[1].isoformat()}
    return (
        texts
        | {name: value.isoformat() if value else "" for name, value in moments.items()}
        | repetition
        | over_at
        | {_EXCEPTIONS: told_exceptions(event)}
    )


def _own_names(pages: Sequence[EventPage], details: Mapping[str, str]) -> str:
    """Returns how public pages call the places in such details, each in its language, beside what is known of that."""
    found: dict[str, dict[str, str]] = json.loads(details.get(_NAMES) or "{}")
    for page in pages:
        for name in PLACES:
            is_own = page.value_in_source(name) == details[name] and not page.language_of_place(name)
            if details[name] and is_own:
                found.setdefault(name, {})[page.locale.language_code] = getattr(page, name)
    return json.dumps(found, ensure_ascii=False)


def event_of(details: Mapping[str, str]) -> EventPage:
    """Returns an unsaved event with such details, for its words: its places as the active language calls them."""
    texts = {name: details[name] for name in _TEXTS if name != "time_zone"}
    names: dict[str, dict[str, str]] = json.loads(details.get(_NAMES) or "{}")
    own = {name: called.get(get_language() or "", details[name]) for name, called in names.items()}
    return EventPage(
        **(texts | own),
        time_zone=ZoneInfo(details["time_zone"]),
        starts_on=date.fromisoformat(details["starts_on"]),
        ends_on=date.fromisoformat(details["ends_on"]) if details["ends_on"] else None,
        start_time=time.fromisoformat(details["start_time"]) if details["start_time"] else None,
        end_time=time.fromisoformat(details["end_time"]) if details["end_time"] else None,
        repeats=details.get("repeats", ""),
        repeat_interval=int(details.get("repeat_interval") or 1),
        repeat_days=details.get("repeat_days", ""),
        repeat_until=date.fromisoformat(details["repeat_until"]) if details.get("repeat_until") else None,
        repeat_count=int(details["repeat_count"]) if details.get("repeat_count") else None,
        exceptions=details.get(_EXCEPTIONS) or "[]",
    )


def _is_over(details: Mapping[str, str]) -> bool:
    """Returns whether an event is over by such details, exceptions of a series included."""
    told = details.get("over_at")
    return datetime.fromisoformat(told) <= timezone.now() if told else event_of(details).is_over


def _says_the_same(now: Mapping[str, str], then: Mapping[str, str]) -> bool:
    """Returns whether a page says what it said then; what was not noted at that time has not changed.

    When its last date is over is no news by itself: the rule says it, or the date. Dates that are over are no news.
    """
    others = {name: value for name, value in then.items() if name not in ("over_at", _EXCEPTIONS, _NAMES)}
    if any(now.get(name) != value for name, value in others.items()):
        return False
    is_noted = then.get(_EXCEPTIONS) not in (None, now.get(_EXCEPTIONS))
    return not (is_noted and changed_days(event_of(then), event_of(now)))


def sequence_of(event: EventPage) -> int:
    """Returns how new a calendar of an event is, as its SEQUENCE says it (events.ical.components)."""
    return sequence_at(last_change(event))


def learn_event(sheet: SignUpSheet, pages: Sequence[EventPage]) -> Details | None:
    """Notes on a locked sheet what its public pages say; returns what people knew before, `None` if that is the same.

    A page that says what it said before changes nothing, whatever another language says by now. The first time, there
    is nothing to compare with. The sheet is saved.
    """
    known = sheet.known_event
    if not pages:
        return None
    said: dict[str, Details] = known.get("pages", {})
    now_said = {str(page.pk): details_of(page) for page in pages}
    before = _completed(known.get("told"), (*said.values(), *now_said.values()))
    known_of = {key: [one for one in (said.get(key), before) if one is not None] for key in now_said}
    changed = [
        each
        for key, each in now_said.items()
        if key in said and not any(_says_the_same(each, one) for one in known_of[key])
    ]
    told = changed[-1] if changed else before or next(iter(now_said.values()))
    told = told | {_NAMES: _own_names(pages, told)}
    sequence = max(map(sequence_of, pages))
    # Two publications within a second have one SEQUENCE on the page; a calendar would ignore the second.
    least = sheet.calendar_sequence + (1 if changed else 0)
    learnt = {"told": told, "pages": said | now_said}
    if learnt != known or max(least, sequence) != sheet.calendar_sequence:
        sheet.known_event, sheet.calendar_sequence = learnt, max(least, sequence)
        sheet.save(update_fields=["known_event", "calendar_sequence"])
    return before if changed else None


def _completed(told: Details | None, said: Iterable[Details]) -> Details | None:
    """Returns what people were told, with what an older release did not note as it was said first since.

    Else that would never be compared: what is not noted has not changed.
    """
    if told is None:
        return None
    for each in said:
        told = each | told
    return told


def has_ended(before: Mapping[str, str], after: Mapping[str, str], *, is_put_off: bool) -> bool:
    """Returns whether an event had ended as people knew it, and as it is now, in which it may be put off.

    The date of what is put off is void, and perhaps that of what was postponed and has another one now.
    """
    perhaps_void = before["status"] == EventStatus.POSTPONED and before["starts_on"] != after["starts_on"]
    if is_put_off or perhaps_void:
        return False
    return _is_over(before) and _is_over(after)


def _both_hours(old: EventPage, new: EventPage) -> tuple[str, str]:
    """Returns the hours before and after, with the event's own city while the clock is the same."""
    city = clock_city(new) if old.time_zone == new.time_zone else ""
    before, after = (hours_with_zone(event, city) or _("toute la journée") for event in (old, new))
    return before, after


def _days(event: EventPage) -> str:
    days = [event.starts_on, *([event.ends_on] if event.last_day is not None else [])]
    return " – ".join(formatted_day(day, "DATE_FORMAT") for day in days if day is not None)


def _repetition(event: EventPage) -> str:
    return series_in_words(event.series) if event.series else ""


def _dates(old: EventPage, new: EventPage, *, coming: bool) -> list[tuple[str, str, str]]:
    """Returns single dates with what was and what is said of each: those to come, or all."""
    return [
        (
            _("Date du %(day)s") % {"day": days_in_words(day, None)},
            date_in_words(old, day),
            date_in_words(new, day),
        )
        for day in changed_days(old, new, coming=coming)
    ]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Returns a line for each difference in the active language, with the new value and the old one.

    Of single dates, those to come. If nothing else differs by now, dates are the news, told late: those that are over.
    """
    old, new = event_of(before), event_of(after)
    pairs = [
        (_("État"), EventStatus(old.status).label, EventStatus(new.status).label),
        (_("Date"), _days(old), _days(new)),
        (_("Répétition"), _repetition(old), _repetition(new)),
        (_("Heures"), *_both_hours(old, new)),
        (_("Lieu"), event_place(old), event_place(new)),
        (_("Lien de connexion"), old.online_url, new.online_url),
    ]
    different: list[tuple[str, object, object]] = [each for each in pairs if each[1] != each[2]]
    if _EXCEPTIONS in before:
        different += _dates(old, new, coming=True)
        different += [] if different else _dates(old, new, coming=False)
    return [
        _("%(what)s : %(new)s (avant : %(old)s)")
        % {"what": what, "new": in_line(str(now) or "–"), "old": in_line(str(then) or "–")}
        for what, then, now in different
    ]
