"""Keeps the programme of a delegation: under the lock of its call, a form once, and never over something newer."""

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
    before: set[int] = set() if key is None else _who_meets(item)
    said = _values_of(item)
    item.title, item.place, item.is_private = written.title, written.place, written.is_private
    item.starts_at, item.ends_at, item.time_zone = written.starts_at, written.ends_at, written.time_zone
    item.form_key = form_key
    item.save()
    chosen = Application.objects.chosen_for(call.translation_key).values_list("pk", flat=True)
    keys = {each.pk for each in written.participants} & set(chosen)
    if written.is_private and not keys:
        raise Refusal(_("Choisissez qui prend part à ce rendez-vous."), field="participants")
    item.participants.set(keys if written.is_private else [])
    # Of a meeting that is for all from now on, nobody is left out.
    after = keys if written.is_private else before
    _tell(call, item, after - before, MeetingNews.ADDED)
    _tell(call, item, before - after, MeetingNews.DROPPED)
    if said != _values_of(item):
        _tell(call, item, before & after, MeetingNews.MOVED)


def _who_meets(item: ProgrammeItem) -> set[int]:
    """Returns the applications that take part in a meeting as it is stored; none of what is for all."""
    return set(item.participants.values_list("pk", flat=True)) if item.is_private else set()


def _values_of(item: ProgrammeItem) -> tuple[object, ...]:
    return item.starts_at, item.ends_at, item.place, str(item.title)


def _tell(call: CallForApplications, item: ProgrammeItem, keys: set[int], what: MeetingNews) -> None:
    """Tells it, unless the meeting is past or the mission is off: then nobody has to know."""
    if keys and item.starts_at > timezone.now() and not call.is_cancelled:
        tell_meeting(call, item, keys, what)


@transaction.atomic
def delete_item(call: CallForApplications, key: int, version: str) -> None:
    """Takes an item out of the programme, and of everybody's calendar. Raises `Refusal`."""
    call = locked_call(call.pk)
    item = _locked_item(call, key, version)
    _tell(call, item, _who_meets(item), MeetingNews.DROPPED)
    item.delete()
