"""Notes the sessions of accounts and ends them; what is ended is gone with the next request.

A session knows the row that lists it (its mark), and the row the key by which the session is stored.
"""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from fedcms.sign_in.models import UserSession
from fedcms.sign_in.open_sessions.clients import browser_of, network_of, system_of
from fedcms.users.models import User

_MARK = "open_session"
SECONDS_BETWEEN_NOTES = 300
"""A session is noted as seen once in so many seconds by each process: no request waits for more."""
MOST_LISTED = 50
_BATCH = 500
_LONGEST_KEY = 40


def note_session(request: HttpRequest, user: User) -> None:
    """Lists the session of a request, in which somebody has just signed in."""
    key = _key_of(request)
    if not key:
        return
    _forget_mark(request)
    # Of two requests that come together, the second finds the row of the first.
    row, _made = UserSession.objects.update_or_create(
        session_key=key, defaults={"user": user, **_seen(request)}
    )
    request.session[_MARK] = [str(row.pk), key, user.pk]
    _is_due(str(row.pk))


def forget_session(request: HttpRequest) -> None:
    """Lists the session of a request no more: its person signs out."""
    if hasattr(request, "session"):
        _forget_mark(request)


def goes_on(request: HttpRequest, user: User) -> bool:
    """Returns whether the session of a request was not ended meanwhile, and notes that it was seen.

    One that began before sessions were listed is listed now.
    """
    key = _key_of(request)
    if not key:
        return True
    mark = request.session.get(_MARK)
    if not mark or mark[2] != user.pk:
        note_session(request, user)
        return True
    if mark[1] != key:
        return _is_stored_anew(request, mark, key)
    if _is_due(mark[0]) and not UserSession.objects.filter(pk=mark[0]).update(**_seen(request)):
        note_session(request, user)
    return True


def keep_key(request: HttpRequest) -> None:
    """Notes the key of a session that a request has stored under a new one, as after a new password."""
    key = _key_of(request)
    mark = request.session.get(_MARK) if key else None
    if mark and mark[1] != key and not _is_stored_anew(request, mark, key):
        request.session.flush()


@dataclass(frozen=True)
class OpenSessions:
    """The sessions of an account: those that were seen last, the own one's row, and how many more there are."""

    seen_last: list[UserSession]
    own: UUID | None
    more: int


def open_sessions_of(request: HttpRequest, user: User) -> OpenSessions:
    """Returns the sessions with which somebody is in an account, the last seen first. Two queries, three if many."""
    key = _key_of(request)
    stored = Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=timezone.now())
    found = UserSession.objects.filter(Exists(stored), user=user).order_by("-last_seen_at", "pk")
    rows = list(found[:MOST_LISTED])
    kept = Session.objects.in_bulk([row.session_key for row in rows])
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return OpenSessions(
        [
            row
            for row in rows
            if row.session_key in kept and _has_one_of(hashes, kept[row.session_key].get_decoded())
        ],
        next((row.pk for row in rows if row.session_key == key), None),
        found.count() - MOST_LISTED if len(rows) == MOST_LISTED else 0,
    )


@transaction.atomic
def end_session(request: HttpRequest, user: User, key: UUID) -> bool:
    """Ends one session of an account, never that of the request; returns whether there was one."""
    # Locked, so that no request stores it under another key meanwhile.
    row = UserSession.objects.select_for_update().filter(user=user, pk=key).first()
    if row is None or row.session_key == _key_of(request):
        return False
    _store().delete(row.session_key)
    row.delete()
    return True


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Ends all sessions of an account but that of the request, those that are not listed, too."""
    with transaction.atomic():
        _delete_sessions(user, but=_key_of(request))
        user.end_sessions()
    update_session_auth_hash(request, user)


@transaction.atomic
def end_all_sessions(user: User) -> None:
    """Ends all sessions of an account, for good: they do not come back with an account that is opened again."""
    _delete_sessions(user)
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.session_generation += 1


def forget_ended() -> int:
    """Deletes the rows of sessions that are stored no more; returns how many. A recurring job, safe to repeat."""
    stored = Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=timezone.now())
    # One that is just stored under another key is left in peace.
    past = UserSession.objects.filter(last_seen_at__lt=timezone.now() - timedelta(hours=1))
    return past.filter(~Exists(stored)).delete()[0]


def _delete_sessions(user: User, but: str = "") -> None:
    rows = UserSession.objects.select_for_update().filter(user=user).exclude(session_key=but).order_by("pk")
    keys = list(rows.values_list("session_key", flat=True))
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        Session.objects.filter(pk__in=batch).delete()
        UserSession.objects.filter(session_key__in=batch).delete()


def _is_stored_anew(request: HttpRequest, mark: list[str], key: str) -> bool:
    """Notes the new key of a session; returns False when it was ended by the one before."""
    if not UserSession.objects.filter(pk=mark[0]).update(session_key=key):
        return False
    request.session[_MARK] = [mark[0], key, *mark[2:]]
    return True


def _forget_mark(request: HttpRequest) -> None:
    mark = request.session.get(_MARK)
    if mark:
        UserSession.objects.filter(pk=mark[0]).delete()


def _key_of(request: HttpRequest) -> str:
    """Returns the key by which the session is stored; "" where it has none, as in a signed cookie."""
    key = request.session.session_key or ""
    return key if len(key) <= _LONGEST_KEY else ""


def _seen(request: HttpRequest) -> dict[str, object]:
    return {
        "last_seen_at": timezone.now(),
        "browser": browser_of(request),
        "system": system_of(request),
        "network": network_of(request),
    }


def _is_due(key: str) -> bool:
    return bool(cache.add(f"open-session:{key}", "noted", SECONDS_BETWEEN_NOTES))


def _has_one_of(hashes: list[str], data: dict[str, object]) -> bool:
    return any(constant_time_compare(str(data.get(HASH_SESSION_KEY, "")), each) for each in hashes)


def _store() -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    return store
