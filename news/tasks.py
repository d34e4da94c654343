"""The recurring tasks of this app."""

import logging
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet

from fedcms.core.site_clock import site_today
from news.models import PressContact, Spokesperson

AnyRow = TypeVar("AnyRow", bound=Model)

logger = logging.getLogger("fedcms.news")


def erase_spokespeople() -> int:
    """Erases those whose consent ended long ago, with what else knows of them; returns how many."""
    day = site_today() - timedelta(days=settings.FEDCMS_SPOKESPERSON_KEPT_DAYS)
    return _erase_each(Spokesperson.objects.ended_before(day))


def erase_press_contacts() -> int:
    """Erases contacts whose last day on duty was long ago, with the name in their history; returns how many."""
    day = site_today() - timedelta(days=settings.FEDCMS_PRESS_CONTACT_KEPT_DAYS)
    return _erase_each(PressContact.objects.filter(ends_on__lt=day))


def _erase_each(due: "QuerySet[AnyRow]") -> int:
    """Deletes rows, each in a transaction of its own; returns how many. Safe to repeat, and to be killed.

    Each is asked for again under a lock: somebody may have prolonged it. One that cannot be deleted stops no other, and
    is tried again the next time.
    """
    erased = 0
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                row = due.filter(pk=key).select_for_update(of=("self",)).first()
                if row is not None:
                    row.delete()
                    erased += 1
        except Exception:
            logger.exception("%s %s could not be erased; tried again the next time.", due.model.__name__, key)
    return erased
