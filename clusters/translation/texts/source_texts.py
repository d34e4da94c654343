"""Tracks the texts of a source from one publication to the next, and which of them a translation covers.

A text is [path, hash, since, instead]: the path of the field or block (several texts of one rich text share it);
wagtail-localize's hash of the text; the ISO moment of its publication; and the former texts that it stands for.
`instead` is null if the change counts: the text must be translated itself. A text that a minor change reworded takes
over the obligations of the texts that it replaced: a list of alternatives, all of which must be met, each by the
translation of any of its hashes. So a translation that was stale before a minor change stays stale.

A removed text is [path, since, instead]; removed texts are in the order in which they were removed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import SequenceMatcher
from uuid import uuid5

from django.utils.dateparse import parse_datetime
from wagtail.models import Page
from wagtail_localize.models import String
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from fedcms.core.pages.translatable_fields import place_names_of

Alternatives = list[list[str]] | None
Text = tuple[str, str, str, Alternatives]
Gone = tuple[str, str, Alternatives]
SegmentKey = tuple[str, str]
IsTranslated = Callable[[SegmentKey], bool]

GONE_KEPT = 200
"""How many removed texts are stored for each page."""


def segment_keys(page: Page) -> list[SegmentKey]:
    """Returns path and hash of each text of a page (as its own class), in the order of the page.

    The page is serialised and read back first, so that values which Python code assigned have the form that the
    database would give them. Names of places are no obligation of translations.
    """
    optional = place_names_of(type(page))
    stored = type(page).from_serializable_data(page.serializable_data(), check_fks=False)
    return [
        (segment.path, str(uuid5(String.UUID_NAMESPACE, segment.string.data)))
        for segment in extract_segments(stored)
        if isinstance(segment, StringSegmentValue) and segment.path not in optional
    ]


def first_texts(places: Iterable[SegmentKey], at: datetime) -> list[Text]:
    """Returns the texts of a page that is tracked for the first time, published `at`."""
    return [(path, digest, at.isoformat(), None) for path, digest in places]


def _obligations(old: Text) -> list[list[str]]:
    _path, digest, _since, instead = old
    return [[digest]] if instead is None else [[digest, *others] for others in instead]


def _successor(path: str, digest: str, olds: list[Text], at: str, is_minor: bool) -> Text:
    if not is_minor:
        return path, digest, at, None
    return (
        path,
        digest,
        min([old[2] for old in olds], default=at),
        [d for old in olds for d in _obligations(old)],
    )


def _changed(
    path: str, olds: list[Text], digests: list[str], at: str, is_minor: bool
) -> tuple[list[Text], list[Gone]]:
    """Returns the texts of one path after a change, and those that were removed."""
    kept: list[Text] = []
    gone: list[Gone] = []
    matcher = SequenceMatcher(None, [old[1] for old in olds], digests, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            kept += olds[i1:i2]
            continue
        before, after = olds[i1:i2], digests[j1:j2]
        for index, digest in enumerate(after):
            # The last new text takes the obligations of all old texts that have no other successor.
            replaced = before[index:] if index == len(after) - 1 else before[index : index + 1]
            kept.append(_successor(path, digest, replaced, at, is_minor))
        gone += [(path, at, _obligations(old) if is_minor else None) for old in before[len(after) :]]
    return kept, gone


def after_change(
    texts: list[Text], gone: list[Gone], places: list[SegmentKey], at: datetime, is_minor: bool
) -> tuple[list[Text], list[Gone]]:
    """Returns texts and removed texts after the page has changed to `places`, published `at`.

    Earlier removals are dropped for as many texts as a path has gained.
    """
    moment = at.isoformat()
    olds: dict[str, list[Text]] = defaultdict(list)
    news: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        olds[text[0]].append(text)
    for path, digest in places:
        news[path].append(digest)
    result: list[Text] = []
    left = list(gone)
    for path in dict.fromkeys([*news, *olds]):
        kept, went = _changed(path, olds[path], news[path], moment, is_minor)
        result += kept
        for _more in range(len(kept) - len(olds[path])):
            # An added text takes the place of the last removed one of its path.
            found = next((item for item in reversed(left) if item[0] == path), None)
            if found is None:
                break
            left.remove(found)
        left += went
    return result, left[-GONE_KEPT:]


def _is_met(path: str, instead: Alternatives, known: IsTranslated) -> bool:
    return instead is not None and all(any(known((path, h)) for h in hashes) for hashes in instead)


def is_covered(text: Text, known: IsTranslated) -> bool:
    """Returns whether a translation, of which `known` says what is translated, still covers a text."""
    path, digest, _since, instead = text
    return known((path, digest)) or _is_met(path, instead, known)


def alternatives(text: Text) -> list[SegmentKey]:
    """Returns the segment keys whose translation may cover a text, the best first."""
    path, digest, _since, instead = text
    return [(path, digest), *((path, h) for hashes in instead or [] for h in hashes)]


def withdrawn(texts: list[Text], gone: list[Gone], told: set[SegmentKey]) -> list[str]:
    """Returns the ISO moments at which texts were removed that the translation made from `told` still contains."""
    now = Counter(text[0] for text in texts)
    surplus = {path: count - now[path] for path, count in Counter(path for path, _ in told).items()}
    found: list[str] = []
    for path, since, instead in reversed(gone):
        if surplus.get(path, 0) > 0:
            surplus[path] -= 1
            if not _is_met(path, instead, told.__contains__):
                found.append(since)
    return found


def earliest(moments: Iterable[str]) -> datetime | None:
    """Returns the earliest of some ISO moments, aware; `None` if there is none."""
    first = min(moments, default=None)
    return parse_datetime(first) if first else None
