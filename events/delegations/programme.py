"""Keeps the programme of a delegation: under the lock of its call, a form once, and never over something newer."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.applications.locks import locked_call
from events.delegations.mails import MeetingNews, tell_meeting
from events.models import Application, CallForApplications, ProgrammeItem
from fedcms.core.i18n.translated_text import TranslatedText


@dataclass(frozen=True)
class WrittenItem:
    """What a valid form says of an item. Both moments are aware."""

    title: TranslatedText
    starts_at: datetime
    ends_at: datetime | None
    time_zone: ZoneInfo
    place: str
    is_private: bool
    participants: Sequence[Application]


def _locked_item(call: CallForApplications, key: int, version: str) -> ProgrammeItem:
    found = ProgrammeItem.objects.select_for_update().filter(call=call, pk=key).first()
    if found is None:
        raise Refusal(_("Cet élément du programme a été supprimé."), reason="over")
    if found.version != version:
        raise Refusal(
            _("Cet élément a été changé entre-temps : relisez-le. Rien n’a été enregistré."),
            reason="outdated",
        )
    return found


@transaction.atomic
def save_item(
    call: CallForApplications, written: WrittenItem, form_key: UUID, key: int | None = None, version: str = ""
) -> None:
    """Adds an item, or changes the one of a key. A form that comes twice counts once. Raises `Refusal`."""
    call = locked_call(call.pk)
    if ProgrammeItem.objects.filter(call=call, form_key=form_key).exists():
        return
    item = ProgrammeItem(call=call, uid=uuid4()) if key is None else _locked_item(call, key, version)
    before: set[int] = set() if key is None else _who_comes(item)
    known = copy.copy(item)
    item.title, item.place, item.is_private = written.title, written.place, written.is_private
    item.starts_at, item.ends_at, item.time_zone = written.starts_at, written.ends_at, written.time_zone
    item.form_key = form_key
    item.save()
    chosen = Application.objects.chosen_for(call.translation_key).values_list("pk", flat=True)
    keys = {each.pk for each in written.participants} & set(chosen)
    if written.is_private and not keys:
        raise Refusal(_("Choisissez qui prend part à ce rendez-vous."), field="participants")
    item.participants.set(keys if written.is_private else [])
    if item.is_private or known.is_private:
        # Of a meeting that is for all from now on, nobody is left out.
        _tell_changed(call, known, item, before, keys if written.is_private else before)


def _who_comes(item: ProgrammeItem) -> set[int]:
    """Returns the applications that take part in an item as it is stored: all who go, of what is for all."""
    of_call = Application.objects.chosen_for(item.call.translation_key)
    found = item.participants.all() if item.is_private else of_call
    return set(found.values_list("pk", flat=True))


def _tell_changed(
    call: CallForApplications, known: ProgrammeItem, item: ProgrammeItem, before: set[int], after: set[int]
) -> None:
    """Tells of an item that was changed: who stays, if it reads otherwise, who is new, and who is not of it any more.

    These are told of it as they knew it: what it is now is somebody else's meeting.
    """
    _tell(call, item, after - before, MeetingNews.ADDED)
    _tell(call, known, before - after, MeetingNews.DROPPED)
    languages = Application.objects.filter(pk__in=before & after).values_list("pk", "language")
    moved = {key for key, code in languages if _as_read(known, code) != _as_read(item, code)}
    _tell(call, item, moved, MeetingNews.MOVED)


def _as_read(item: ProgrammeItem, language: str) -> tuple[object, ...]:
    """Returns what somebody reads of an item in a language."""
    return item.starts_at, item.ends_at, item.place, item.title.text_for(language)


def _tell(call: CallForApplications, item: ProgrammeItem, keys: set[int], what: MeetingNews) -> None:
    """Tells it, unless the meeting is past or the mission is off: then nobody has to know."""
    if keys and item.starts_at > timezone.now() and not call.is_cancelled:
        tell_meeting(call, item, keys, what)


@transaction.atomic
def delete_item(call: CallForApplications, key: int, version: str) -> None:
    """Takes an item out of the programme, and of everybody's calendar. Raises `Refusal`."""
    call = locked_call(call.pk)
    item = _locked_item(call, key, version)
    if item.is_private:
        _tell(call, item, _who_comes(item), MeetingNews.DROPPED)
    item.delete()
