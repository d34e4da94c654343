"""Machine translation of a public page on a visitor's request: limited, cached, labelled, not indexed.

A translation is stored and used until the page is published again; even then nothing is sent if its texts are the same.
The number of pages sent is limited for each day and the whole site (FEDCMS_MACHINE_READINGS_A_DAY): the worker counts
each page that it sends, whatever the service answers. The worker asks the service, so that no request waits for it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from clusters.publishing.refusal import Refusal
from clusters.translation.machine.on_demand_making import State, translator
from clusters.translation.machine.on_demand_tasks import make_reading
from clusters.translation.models import MachineReading, ReadingDay
from fedcms.core.models.base_page import BasePage

RETRY = timedelta(minutes=10)
"""After this time a request that was forgotten, or that the service did not answer, may be made again."""
TOO_MANY = _("Trop de traductions automatiques ont été demandées aujourd’hui. Réessayez demain.")
DAY = timedelta(days=1)
"""After this time texts that the service answered with something that cannot be shown may be sent once more."""


def is_offered(model: type[Page] | None, source: str, target: str) -> bool:
    """Returns whether visitors may read pages of this class, translated by machine between two language codes.

    No query.
    """
    service = translator()
    if service is None or model is None or not issubclass(model, BasePage) or not hasattr(model, "body"):
        return False
    return service.can_translate(Locale(language_code=source), Locale(language_code=target))


def is_current(reading: MachineReading, page: Page) -> bool:
    """Returns whether a translation is of the page as it is published now."""
    return bool(reading.source_published_at == page.last_published_at)


def ask(page: Page, language: str) -> None:
    """Has the page translated by the worker, unless it is, or was requested a short time ago.

    Raises `Refusal` when the day's limit is reached.
    """
    now = timezone.now()
    asked = MachineReading.objects.filter(source=page, language=language).first()
    if not may_ask(asked, page):
        return
    if is_day_over():
        raise Refusal(str(TOO_MANY))
    with transaction.atomic():
        if asked is None:
            asked, is_mine = MachineReading.objects.get_or_create(
                source=page, language=language, defaults={"requested_at": now}
            )
        else:
            # If two visitors ask at once, one task is enqueued.
            rows = MachineReading.objects.filter(pk=asked.pk, requested_at=asked.requested_at)
            is_mine = bool(rows.update(requested_at=now, state=State.WAITING))
        if is_mine:
            make_reading.enqueue(asked.pk)


def is_day_over() -> bool:
    """Returns whether the pages sent today and those that wait reach the day's limit. Two queries.

    An estimate: a waiting page may not need to be sent, and two visitors may ask at once. The worker counts exactly
    (on_demand_making).
    """
    most = settings.FEDCMS_MACHINE_READINGS_A_DAY
    waiting = MachineReading.objects.filter(state=State.WAITING, requested_at__gt=timezone.now() - RETRY)
    return bool(ReadingDay.sent_on(timezone.localdate()) + waiting.count() >= most)


def may_ask(reading: MachineReading | None, page: Page) -> bool:
    """Returns whether a visitor may ask for a translation, for the first time or again.

    `ask` checks the day's limit.
    """
    if reading is None or reading.state == State.BEYOND:
        return True
    if reading.state in (State.READY, State.TOO_LONG):
        return not is_current(reading, page)
    was_sent = reading.state == State.FAILED and reading.digest and is_current(reading, page)
    return bool(reading.requested_at < timezone.now() - (DAY if was_sent else RETRY))
