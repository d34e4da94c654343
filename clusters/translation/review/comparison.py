"""Compares source and translation text by text, with what changed since the last approval.

What was approved is kept when it is published or scheduled (`remember`); a translation that was published before this
was kept shows what is online, and no change of its source.
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
    """One text of the comparison. `before` is `None` where nothing was approved of it."""

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
        """Whether the translation says something else than the one that was approved."""
        return self.before is not None and self.before != self.target


@dataclass(frozen=True)
class Comparison:
    """All texts, and when what stands in "before" was approved."""

    rows: list[ComparisonRow]
    approved_at: datetime | None

    @property
    def changed(self) -> int:
        """How many texts of the source are new, other or gone."""
        return sum(row.state in ("new", "changed", "gone") for row in self.rows) if self.approved_at else 0

    @property
    def by_machine(self) -> int:
        """How many texts nobody rewrote since a machine translated them."""
        return sum(row.is_machine for row in self.rows)

    @property
    def ignoring(self) -> int:
        """In how many texts the glossary is not followed."""
        return sum(bool(row.ignored) for row in self.rows)


def _aligned(
    old: list[tuple[str, str]], new: list[Segment]
) -> Iterator[tuple[tuple[str, str] | None, Segment | None]]:
    """Pairs the approved texts of one field with those of now; a text that changed meets its successor."""
    sources = [source for source, _target in old], [each.source for each in new]
    matcher = difflib.SequenceMatcher(None, *sources, autojunk=False)
    for _what, i, j, k, m in matcher.get_opcodes():
        for number in range(max(j - i, m - k)):
            yield (
                old[i + number] if i + number < j else None,
                new[k + number] if k + number < m else None,
            )


class Labels:
    """How the editor of a page names the field or block of each text."""

    def __init__(self, translation: Translation) -> None:
        self.page = translation.source.get_source_instance()
        self.tabs = TabHelper(self.page)
        contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
        self.contexts = {context.path: context for context in contexts}

    def label(self, path: str) -> str:
        """Such as "Témoignage – Citation"; the name of the field where the editor shows none."""
        name = path.partition(".")[0]
        try:
            field_path = self.contexts[path].get_field_path(self.page)
            place = get_segment_location_info(self.page, self.tabs, path, field_path)
        except (LookupError, AttributeError):
            # No panel, or a block that is gone.
            found = self.page._meta.get_field(name)
            return str(getattr(found, "verbose_name", name))
        sub = place["subField"]
        return f"{place['field']} – {sub}" if sub else str(place["field"])


def _published(page: Page) -> dict[str, list[str]]:
    """The texts of what is online, by path."""
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
    """Everything that who approves wants to see. `page` is the translated page. The number of queries is fixed."""
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
