"""The recurring tasks of this app."""

from datetime import timedelta

from django.conf import settings

from fedcms.core.site_clock import site_today
from news.models import Spokesperson


def erase_spokespeople() -> int:
    """Erases those whose consent ended long ago, with what else knows of them; returns how many.

    Safe to repeat, and to be killed: each is erased in a transaction of its own (news.signal_handlers).
    """
    day = site_today() - timedelta(days=settings.FEDCMS_SPOKESPERSON_KEPT_DAYS)
    erased = 0
    for person in Spokesperson.objects.ended_before(day):
        person.delete()
        erased += 1
    return erased
