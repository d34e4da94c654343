"""Imports a calendar in the worker: reads its address with care, then makes drafts. Safe to run twice."""

import logging

from django.db import InterfaceError, OperationalError
from django.utils.translation import override
from django_tasks import task

from events.imports.drafts import import_event, zone_of
from events.imports.reading import MOST_BYTES, UnreadableCalendarError, read_apart
from events.imports.wording import host_alone
from events.models import CalendarImport, ImportState
from fedcms.core.http.foreign_fetch import NotFetchedError, fetch
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.lanes import Lane
from fedcms.users.models import User

logger = logging.getLogger(__name__)


@task(backend="background", queue_name=Lane.HARVEST)
def import_calendar(import_id: int) -> int:
    """Imports a calendar that waits; returns how many of its events were looked at, 0 if it does not wait any more."""
    waiting = CalendarImport.objects.filter(pk=import_id, state=ImportState.WAITING)
    found = waiting.select_related("agenda", "user").first()
    if found is None:
        return 0
    try:
        with override(language_of_person(found.user) if found.user is not None else None):
            found.report = _report(found)
        found.state = ImportState.DONE
    except (NotFetchedError, UnreadableCalendarError) as error:
        found.state, found.failure = ImportState.FAILED, str(error)[:250]
    except (OperationalError, InterfaceError):
        raise  # The database is away: the queue tries again.
    except Exception:
        # Whatever else goes wrong is said on the screen: an import that waits for ever would be tried by hand.
        logger.exception("Calendar import %s failed", import_id)
        found.state, found.failure = ImportState.FAILED, "unexpected"
    # The address of a private calendar opens it to whoever has it.
    found.content, found.address = b"", host_alone(found.address)
    found.save(update_fields=["report", "state", "failure", "content", "address"])
    return len(found.report)


def _report(found: CalendarImport) -> list[dict[str, object]]:
    user = found.user
    if not isinstance(user, User) or not found.agenda.permissions_for_user(user).can_add_subpage():
        raise UnreadableCalendarError("not_yours")
    body = fetch(found.address, MOST_BYTES) if found.address else bytes(found.content)
    return [import_event(found.agenda, event, user) for event in read_apart(body, zone_of(found.agenda))]
