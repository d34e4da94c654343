"""Records security events, as rows for administrators and as lines of JSON for whoever collects logs."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from allauth.core import context
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from fedcms.core.http.client_throttle import client_of_request
from fedcms.sign_in.models import SecurityEvent
from fedcms.users.models import User

logger = logging.getLogger("fedcms.security")

AT_ONCE = 5000
"""So many events are deleted in one statement."""

_unsaid: ContextVar[bool] = ContextVar("security events without lines", default=False)


@contextmanager
def without_lines() -> Iterator[None]:
    """While it lasts, events are rows alone: what a command makes by the dozen fills no log."""
    token = _unsaid.set(True)
    try:
        yield
    finally:
        _unsaid.reset(token)


def record(
    kind: SecurityEvent.Kind, about: User | None, *, actor: User | None = None, detail: str = ""
) -> None:
    """Records what happened to an account, who did it (by default who asks), and from which address."""
    request: HttpRequest | None = context.request
    if actor is None:
        actor = actor_of(request)
    event = SecurityEvent.objects.create(
        kind=kind,
        about=about,
        actor=actor,
        address=client_of_request(request)[:45] if request is not None else "",
        detail=detail[:200],
    )
    line = {
        "at": event.at.isoformat(),
        "event": event.kind,
        "about": event.about_id,
        "by": event.actor_id,
        "address": event.address,
        "detail": event.detail,
    }
    if not _unsaid.get():
        # What is undone has not happened.
        transaction.on_commit(lambda: logger.info("%s", json.dumps(line)))


def actor_of(request: HttpRequest | None) -> User | None:
    """Returns who asks; None for a stranger, and for what no request does."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.pk else None


def erase_old() -> int:
    """Erases addresses, and then events, that were kept long enough; returns how many of both. Safe to repeat."""
    now = timezone.now()
    known = SecurityEvent.objects.filter(at__lt=now - timedelta(days=settings.FEDCMS_SECURITY_ADDRESS_DAYS))
    erased = known.exclude(address="").update(address="")
    past = SecurityEvent.objects.filter(at__lt=now - timedelta(days=settings.FEDCMS_SECURITY_LOG_DAYS))
    while keys := list(past.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        erased += SecurityEvent.objects.filter(pk__in=keys).delete()[0]
    return erased
