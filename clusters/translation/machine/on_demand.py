"""Machine translation of a public page on a visitor's request: limited, cached, labelled, not indexed.

A page is translated once for its words: the row is used again until the page is published anew, and even then nothing
is sent when the words are the same. What visitors can cause is bounded by the day, for the whole site
(FEDCMS_MACHINE_READINGS_A_DAY): the worker counts each page that it sends, whatever the service answers to it. It asks
the service, so that nobody waits in a request for it.
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
"""After so long a forgotten work, or one that the service did not answer, may be asked for again."""
TOO_MANY = _("Trop de traductions automatiques ont été demandées aujourd’hui. Réessayez demain.")
DAY = timedelta(days=1)
"""After so long words that were sent, and answered by what cannot be shown, may be sent once more."""


def is_offered(model: type[Page] | None, source: str, target: str) -> bool:
    """Whether a visitor may have a page of this class read from one language code in another. No query."""
    service = translator()
    if service is None or model is None or not issubclass(model, BasePage) or not hasattr(model, "body"):
        return False
    return service.can_translate(Locale(language_code=source), Locale(language_code=target))


def is_current(reading: MachineReading, page: Page) -> bool:
    """Whether it is of what the page says now."""
    return bool(reading.source_published_at == page.last_published_at)


def ask(page: Page, language: str) -> None:
    """Has the page read by the worker, unless it was, or was asked for just now. Raises `Refusal` beyond the bound."""
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
            # Of two visitors at once, one has it done.
            rows = MachineReading.objects.filter(pk=asked.pk, requested_at=asked.requested_at)
            is_mine = bool(rows.update(requested_at=now, state=State.WAITING))
        if is_mine:
            make_reading.enqueue(asked.pk)


def is_day_over() -> bool:
    """Whether as many pages were sent today, or wait for it, as may be. Two queries.

    What waits may turn out to need no sending, and two may ask at once: the worker counts exactly (on_demand_making).
    """
    most = settings.FEDCMS_MACHINE_READINGS_A_DAY
    waiting = MachineReading.objects.filter(state=State.WAITING, requested_at__gt=timezone.now() - RETRY)
    return bool(ReadingDay.sent_on(timezone.localdate()) + waiting.count() >= most)


def may_ask(reading: MachineReading | None, page: Page) -> bool:
    """Whether a visitor may have the page read, for the first time or again (`ask` refuses beyond the bound)."""
    if reading is None or reading.state == State.BEYOND:
        return True
    if reading.state in (State.READY, State.TOO_LONG):
        return not is_current(reading, page)
    was_sent = reading.state == State.FAILED and reading.digest and is_current(reading, page)
    return bool(reading.requested_at < timezone.now() - (DAY if was_sent else RETRY))
