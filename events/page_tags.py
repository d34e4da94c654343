"""Names, for caches of pages, what pages show of sign-ups, applications and calls, and drops it."""

from collections.abc import Iterator

from events.models import (
    Application,
    CallForApplications,
    EventPage,
    SignUp,
    SignUpSheet,
    SignUpState,
    TradeMissionPage,
)
from fedcms.core.page_cache.drops import drop
from fedcms.core.page_cache.signal_handlers import tags_of

OF_SIGN_UPS = frozenset({"state", "cluster", "erased_at"})
OF_APPLICATIONS = frozenset({"state", "decision"})
"""The columns by which pages count people."""
UNSEEN_OF_CALLS = frozenset({"shortfall_told_for", "form_key"})
_KNOWN = frozenset({"known_mission"})

Columns = frozenset[str] | None
"""The columns that a save writes; None means all."""


def sign_ups_tag(sheet_id: int) -> str:
    """Returns the tag of how many signed up on a sheet."""
    return f"sign-ups:{sheet_id}"


def drop_sheet(sheet: SignUpSheet) -> None:
    """Drops what shows the event of a sheet, calendars too. Who calls knows that it was changed where it is seen."""
    drop(_tags(EventPage, translation_key=sheet.translation_key))


def drop_sign_up(sign_up: SignUp, columns: Columns = None, *, is_new: bool = False) -> None:
    """Drops the page of an event if somebody counts there, or no more: not who has yet to confirm an address."""
    if is_new and sign_up.state == SignUpState.ASKED:
        return
    if columns is None or columns & OF_SIGN_UPS:
        drop([sign_ups_tag(sign_up.sheet_id)])


def drop_application(application: Application, columns: Columns = None) -> None:
    """Drops what shows a mission if another number is chosen. The whole row is written of who is undecided, or new."""
    if application.decision if columns is None else columns & OF_APPLICATIONS:
        calls = CallForApplications.objects.filter(pk=application.call_id)
        drop(_tags(TradeMissionPage, translation_key__in=calls.values("translation_key")))


def drop_call(call: CallForApplications, columns: Columns = None) -> None:
    """Drops what shows the mission of a call, unless nobody sees the columns that were written."""
    # Beside what was announced stands what is known now.
    unseen = UNSEEN_OF_CALLS if call.announced_mission else UNSEEN_OF_CALLS | _KNOWN
    if columns is None or not columns <= unseen:
        drop(_tags(TradeMissionPage, translation_key=call.translation_key))


def _tags(model: type[EventPage] | type[TradeMissionPage], **which: object) -> Iterator[str]:
    """Yields the tags of pages; asks for them only where somebody takes the first."""
    for page in model.objects.filter(**which):
        yield from tags_of(page)
