"""A machine's translation of a public page, for a visitor who asks for it: bounded, kept, marked, listed nowhere.

A page is translated once for its words: the row is used again until the page is published anew, and even then nothing
is sent when the words are the same. What visitors can cause is bounded by the day, for the whole site
(FEDCMS_MACHINE_READINGS_A_DAY): the worker counts each page that it sends, whatever the service answers to it. It asks
the service, so that nobody waits in a request for it.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.allowed_html import refuse_html
from clusters.translation.machine.translator import PoliteTranslator
from clusters.translation.models import MachineReading, ReadingDay
from fedcms.core.models.base_page import BasePage

logger = logging.getLogger("fedcms.translation")

State = MachineReading.State
SHOWN = ("title", "summary", "body")
"""The fields that are translated and shown; dates, places and pictures stay with the page itself."""
LONGEST = 40_000
"""Characters of the longest page that is sent."""
RETRY = timedelta(minutes=10)
"""After so long a forgotten work, or one that the service did not answer, may be asked for again."""
TOO_MANY = _("Trop de traductions automatiques ont été demandées aujourd’hui. Réessayez demain.")
DAY = timedelta(days=1)
"""After so long words that were sent, and answered by what cannot be shown, may be sent once more."""

Segment: TypeAlias = StringSegmentValue | TemplateSegmentValue


def translator() -> PoliteTranslator | None:
    """The configured service, `None` when there is none or when visitors may ask nothing of it."""
    found = get_machine_translator() if settings.FEDCMS_MACHINE_READINGS_A_DAY > 0 else None
    return PoliteTranslator(found) if found is not None else None


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
    from clusters.translation.machine.on_demand_tasks import make_reading  # noqa: PLC0415  # the task calls this module

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

    What waits may turn out to need no sending, and two may ask at once: the worker counts exactly (`make`).
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


def make(reading: MachineReading) -> None:
    """Asks the service and keeps its answer; why there is none is kept, too. A second run changes nothing."""
    service = translator()
    page = reading.source.specific
    segments = _shown_segments(page)
    strings = {segment.string.data for segment in segments if isinstance(segment, StringSegmentValue)}
    digest = _digest(segments)
    reading.source_published_at = page.last_published_at
    if reading.body and reading.digest == digest:
        reading.state = State.READY
    elif sum(map(len, strings)) > LONGEST:
        reading.state = State.TOO_LONG
    elif service is not None and not _take_one():
        reading.state = State.BEYOND
    else:
        try:
            _translate(reading, page, service, segments)
        except Exception as error:
            # Whatever it is, a second run by the queue would send the same words again, and be charged for them.
            # What it kept of other words is no answer to these.
            reading.state, reading.digest, reading.body = State.FAILED, "", []
            if _was_answered(error):
                logger.exception("The reading %s cannot be made of what the service answered.", reading.pk)
                reading.digest = digest
        else:
            reading.state, reading.digest = State.READY, digest
    reading.save()


def _take_one() -> bool:
    return ReadingDay.take_one(timezone.localdate(), settings.FEDCMS_MACHINE_READINGS_A_DAY)


def _was_answered(error: Exception) -> bool:
    """Whether a service took the words before this went wrong: unreachable ones and those that refuse did not."""
    if not isinstance(error, Refusal):
        return True
    return isinstance(error.__cause__, ValueError) and not isinstance(error.__cause__, OSError)


def _shown_segments(page: Page) -> list[Segment]:
    return [
        segment
        for segment in extract_segments(page)
        if segment.path.split(".", 1)[0] in SHOWN
        and isinstance(segment, (StringSegmentValue, TemplateSegmentValue))
    ]


def _digest(segments: Iterable[Segment]) -> str:
    texts = [
        [segment.path, segment.string.data if isinstance(segment, StringSegmentValue) else segment.template]
        for segment in segments
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _translate(
    reading: MachineReading, page: BasePage, service: PoliteTranslator | None, segments: list[Segment]
) -> None:
    """Raises `Refusal` when the service is down or gone, `ValueError` for an answer that is no plain text.

    What a strange answer breaks further on raises what it will.
    """
    if service is None:
        raise Refusal
    target = Locale.objects.get(language_code=reading.language)
    strings = [segment.string for segment in segments if isinstance(segment, StringSegmentValue)]
    answer = service.translate(page.locale, target, list(dict.fromkeys(strings)))
    translated: list[Segment] = []
    for segment in segments:
        done = segment.clone()
        done.order = segment.order
        if isinstance(done, StringSegmentValue):
            done.string = _checked(segment.string, answer.get(segment.string))
        translated.append(done)
    ingest_segments(page, page, page.locale, target, translated)
    reading.title, reading.summary = page.title, page.summary
    reading.body = list(page.body.get_prep_value())
    with override(reading.language):
        reading.service = str(service.display_name)


def _checked(text: StringValue, answer: StringValue | None) -> StringValue:
    """A string of the service, which may hold emphasis and the links that it was given, and no other HTML."""
    if answer is None:
        raise ValueError("The service left a string out.")
    refuse_html(text.data, answer.data)
    return answer
