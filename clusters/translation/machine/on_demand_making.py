"""Makes an on-demand machine translation: selects the texts, sends them, checks and stores the answer."""

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import TypeAlias

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from clusters.publishing.refusal import Refusal
from clusters.translation.machine.translator import SafeTranslator
from clusters.translation.models import MachineReading, ReadingDay
from clusters.translation.texts.allowed_html import refuse_html
from fedcms.core.models.base_page import BasePage

logger = logging.getLogger("fedcms.translation")

State = MachineReading.State
SHOWN = ("title", "summary", "body")
"""The fields that are translated and shown; dates, places and the main image are not."""
LONGEST = 40_000
"""The maximum length of a page that is sent, in characters."""

Segment: TypeAlias = StringSegmentValue | TemplateSegmentValue


def translator() -> SafeTranslator | None:
    """Returns the configured service; `None` when there is none, or when visitors may not use it."""
    found = get_machine_translator() if settings.FEDCMS_MACHINE_READINGS_A_DAY > 0 else None
    return SafeTranslator(found) if found is not None else None


def make(reading: MachineReading) -> None:
    """Asks the service and stores its answer, or why there is none. A second run changes nothing."""
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
            # Caught whatever it is: a second run by the queue would send the same texts again, and be charged for them.
            # The stored translation of other texts is no answer to these.
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
    """Returns whether the service accepted the texts before the error; unreachable services and refusals did not."""
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
    reading: MachineReading, page: BasePage, service: SafeTranslator | None, segments: list[Segment]
) -> None:
    """Translates the segments into `reading`.

    Raises `Refusal` when the service is down or no longer configured, `ValueError` for an answer with forbidden HTML.
    An answer that cannot be used otherwise may raise any exception.
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
    """Returns the answer for a text. Raises `ValueError` for HTML other than emphasis and the links of the text."""
    if answer is None:
        raise ValueError("The service left a string out.")
    refuse_html(text.data, answer.data)
    return answer
