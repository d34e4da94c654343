"""Compares source and translation text by text, with what changed since the last approval.

The approved texts are stored when a translation is published or scheduled (`remember`). For a translation that was
published before such records existed, the public text is shown, and no change of the source.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationContext
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.views.edit_translation import (
    TabHelper,
    get_segment_location_info,
)

from clusters.translation.glossary.matching import Glossary, Term
from clusters.translation.models import ApprovedTranslation
from clusters.translation.review.segments import Segment, segments_of
from clusters.translation.review.text_changes import Piece, changes, readable


@dataclass(frozen=True)
class ComparisonRow:
    """One text of the comparison.

    `before` is the approved translation, or the public one if no approval is recorded; `None` if there is none.
    """

    label: str
    state: Literal["new", "changed", "same", "gone", "unknown"]
    source: list[Piece]
    target: str = ""
    before: str | None = None
    is_machine: bool = False
    tool: str = ""
    ignored: list[Term] = field(default_factory=list)

    @property
    def target_changed(self) -> bool:
        """Whether the translation differs from the one that was approved."""
        return self.before is not None and self.before != self.target


@dataclass(frozen=True)
class Comparison:
    """All texts, and when the texts shown as "before" were approved (`None` = no record)."""

    rows: list[ComparisonRow]
    approved_at: datetime | None

    @property
    def changed(self) -> int:
        """How many texts of the source were added, changed or removed since the approval."""
        return sum(row.state in ("new", "changed", "gone") for row in self.rows) if self.approved_at else 0

    @property
    def by_machine(self) -> int:
        """How many texts are as a machine translated them."""
        return sum(row.is_machine for row in self.rows)

    @property
    def ignoring(self) -> int:
        """How many texts do not follow the glossary."""
        return sum(bool(row.ignored) for row in self.rows)


def _aligned(
    old: list[tuple[str, str]], new: list[Segment]
) -> Iterator[tuple[tuple[str, str] | None, Segment | None]]:
    """Pairs the approved texts of one field with those of now; a changed text is paired with its successor."""
    sources = [source for source, _target in old], [each.source for each in new]
    matcher = difflib.SequenceMatcher(None, *sources, autojunk=False)
    for _what, i, j, k, m in matcher.get_opcodes():
        for number in range(max(j - i, m - k)):
            yield (
                old[i + number] if i + number < j else None,
                new[k + number] if k + number < m else None,
            )


class Labels:
    """The names of fields and blocks as the editor of a page shows them."""

    def __init__(self, translation: Translation) -> None:
        self.page = translation.source.get_source_instance()
        self.tabs = TabHelper(self.page)
        contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
        self.contexts = {context.path: context for context in contexts}

    def label(self, path: str) -> str:
        """Returns the label of a path, such as "Témoignage – Citation"; the field's name if the editor shows none."""
        name = path.partition(".")[0]
        try:
            field_path = self.contexts[path].get_field_path(self.page)
            place = get_segment_location_info(self.page, self.tabs, path, field_path)
        except (LookupError, AttributeError):
            # The field has no panel, or the block is gone.
            found = self.page._meta.get_field(name)
            return str(getattr(found, "verbose_name", name))
        sub = place["subField"]
        return f"{place['field']} – {sub}" if sub else str(place["field"])


def _published(page: Page) -> dict[str, list[str]]:
    """Returns the texts of the live page by path; empty for a page that is not live."""
    found: dict[str, list[str]] = {}
    for value in extract_segments(page) if page.live else ():
        if isinstance(value, StringSegmentValue):
            found.setdefault(value.path, []).append(value.string.data)
    return found


def _by_path(texts: Iterable[list[str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for path, source, target in texts:
        found.setdefault(path, []).append((source, target))
    return found


def compare(translation: Translation, page: Page) -> Comparison:
    """Compares all texts of a translation for its reviewer; `page` is the translated page.

    The number of queries is fixed.
    """
    glossary = Glossary.of_pair(
        translation.source.locale.language_code, translation.target_locale.language_code
    )
    approved = ApprovedTranslation.objects.filter(translation=translation).first()
    online = {} if approved else _published(page)
    old = _by_path(approved.texts) if approved else {}
    now: dict[str, list[Segment]] = {}
    for segment in segments_of(translation):
        now.setdefault(segment.path, []).append(segment)
    labels = Labels(translation)
    rows: list[ComparisonRow] = []
    for path in [*now, *(path for path in old if path not in now)]:
        label = labels.label(path)
        if approved is None:
            rows += _unknown(label, now[path], online.get(path, []), glossary)
            continue
        rows += [
            _row(label, before, segment, glossary)
            for before, segment in _aligned(old.get(path, []), now.get(path, []))
        ]
    return Comparison(rows, approved.approved_at if approved else None)


def _row(
    label: str, before: tuple[str, str] | None, now: Segment | None, glossary: Glossary
) -> ComparisonRow:
    if now is None:
        source, target = before or ("", "")
        return ComparisonRow(label, "gone", [Piece("removed", readable(source))], before=readable(target))
    source = readable(now.source)
    state: Literal["new", "changed", "same"] = "new"
    pieces = [Piece("added", source)]
    if before is not None:
        state = "same" if before[0] == now.source else "changed"
        pieces = changes(readable(before[0]), source)
    return ComparisonRow(
        label,
        state,
        pieces,
        readable(now.target),
        readable(before[1]) if before is not None else None,
        now.is_machine,
        now.tool,
        glossary.ignored(now.source, now.target),
    )


def _unknown(
    label: str, segments: list[Segment], online: list[str], glossary: Glossary
) -> Iterator[ComparisonRow]:
    for number, each in enumerate(segments):
        yield ComparisonRow(
            label,
            "unknown",
            [Piece("same", readable(each.source))],
            readable(each.target),
            readable(online[number]) if number < len(online) else None,
            each.is_machine,
            each.tool,
            glossary.ignored(each.source, each.target),
        )
