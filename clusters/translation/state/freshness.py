"""Computes the state of each translation: missing, machine, stale or fresh (docs/adr/0021).

`stored_state(page, locale)` reads the stored state; `recomputed_state(page, locale)` computes it from the pages as they
are in the database and from wagtail-localize's tables. Both are equal after each transaction; `check_translations`
lists where they are not. Both take any page of the set; they return `None` for structural pages and the original's
language.

What is compared with the source: of a public translation, the texts from which the public revision was made; of any
other, the strings that are translated by now. A translation that was never public and lacks texts is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from clusters.models.section import StructuralPage
from clusters.translation.locks import lock_sets
from clusters.translation.models import MinorChange, SourceText, State, TranslationState
from clusters.translation.state.draft_sources import covered_segments, inferred_origin, save_inferred_origin
from clusters.translation.texts.blank_texts import is_blank
from clusters.translation.texts.source_texts import (
    SegmentKey,
    Text,
    after_change,
    alternatives,
    earliest,
    first_texts,
    is_covered,
    segment_keys,
    withdrawn,
)


@dataclass(frozen=True)
class Freshness:
    """The state of a translation, with numbers of texts; `since` is aware, and set for stale translations only."""

    state: str
    texts: int = 0
    changed: int = 0
    machine: int = 0
    since: datetime | None = None
    source_id: int | None = None


MISSING = Freshness(State.MISSING)


def is_translated_by_people(page: Page) -> bool:
    """Returns whether people translate a page: not the root, a structural page or an alias."""
    model = page.specific_class
    return (
        model is not None
        and model is not Page
        and not issubclass(model, StructuralPage)
        and page.alias_of_id is None
    )


def _translation_set(key: UUID) -> list[Page]:
    pages = Page.objects.filter(translation_key=key, alias_of__isnull=True).order_by("pk")
    return [page for page in pages if is_translated_by_people(page)]


def _sources(key: UUID, members: list[Page]) -> dict[int, Page | None]:
    """Returns, by the key of each page but the original, the page that it follows, or `None`."""
    by_locale = {page.locale_id: page for page in members}
    pairs = Translation.objects.filter(source__object_id=key, enabled=True).order_by("pk")
    follows = {
        by_locale[target].pk: by_locale[source]
        for source, target in pairs.values_list("source__locale_id", "target_locale_id")
        if source in by_locale and target in by_locale and source != target
    }
    free = [page for page in members if page.pk not in follows] or members[:1]
    followed = {source.pk for source in follows.values()}
    # The original is the oldest page, unless translations are made of another one.
    original = next((page for page in free if page.pk in followed), free[0])
    return {page.pk: follows.get(page.pk) for page in members if page.pk != original.pk}


@dataclass
class _Done:
    """The segments of a set that are translated into one language."""

    places: set[SegmentKey] = field(default_factory=set)
    machine: set[SegmentKey] = field(default_factory=set)
    blank: set[SegmentKey] = field(default_factory=set)
    """Segments whose translation is blank: a draft made of it does not cover the text."""


def _known(key: UUID) -> dict[int, _Done]:
    found: dict[int, _Done] = {}
    strings = StringTranslation.objects.filter(context__object_id=key)
    for locale_id, path, digest, kind, source, data, has_error in strings.values_list(
        "locale_id",
        "context__path",
        "translation_of__data_hash",
        "translation_type",
        "translation_of__data",
        "data",
        "has_error",
    ):
        known = found.setdefault(locale_id, _Done())
        place = (path, str(digest))
        if is_blank(source, data):
            known.blank.add(place)
        elif not has_error:
            known.places.add(place)
            if kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
                known.machine.add(place)
    return found


def _is_by_machine(text: Text, known: _Done) -> bool:
    told = next((place for place in alternatives(text) if place in known.places), None)
    return told in known.machine


def _rate(page: Page, source: Page, row: SourceText, known: _Done, told: set[SegmentKey] | None) -> Freshness:
    texts = read_texts(row)
    was_public = bool(page.live or page.first_published_at)
    told = None if told is None else told - known.blank
    has = (known.places if told is None else told).__contains__
    open_texts = [text for text in texts if not is_covered(text, has)]
    gone = withdrawn(texts, row.gone, told) if told is not None else []
    machine = sum(_is_by_machine(text, known) for text in texts)
    changed = len(open_texts) + len(gone)
    numbers = {"texts": len(texts), "changed": changed, "machine": machine, "source_id": source.pk}
    if changed and not was_public:
        return Freshness(State.MISSING, **numbers)
    if changed:
        since = earliest([*(text[2] for text in open_texts), *gone])
        return Freshness(State.STALE, since=since, **numbers)
    return Freshness(State.MACHINE if machine else State.FRESH, **numbers)


def read_texts(row: SourceText) -> list[Text]:
    """Returns the stored texts as tuples, as `clusters.translation.texts.source_texts` takes them."""
    return [(path, digest, since, instead) for path, digest, since, instead in row.segments]


def _compute(
    members: list[Page], key: UUID, rows: dict[int, SourceText], *, keep: bool = False
) -> dict[int, Freshness]:
    """Returns the state of each page of a set but the original, by key; `keep` saves source texts that are inferred."""
    sources = _sources(key, members)
    known, told = _known(key), covered_segments(members)
    found: dict[int, Freshness] = {}
    for page in members:
        if page.pk not in sources:
            continue
        source = sources[page.pk]
        if source is None:
            found[page.pk] = Freshness(State.FRESH)
            continue
        if page.live and page.pk not in told:
            told[page.pk] = inferred_origin(page, read_texts(rows[source.pk]))
            if keep:
                save_inferred_origin(page, told[page.pk])
        found[page.pk] = _rate(
            page, source, rows[source.pk], known.get(page.locale_id, _Done()), told.get(page.pk)
        )
    return found


def _rows(
    key: UUID, members: list[Page], *, anew: bool, rows: "QuerySet[SourceText] | None" = None
) -> dict[int, SourceText]:
    """Returns the stored texts of each page that others follow, by key; `anew` = as its row has them now, unsaved."""
    wanted = {source.pk: source for source in _sources(key, members).values() if source is not None}
    rows = SourceText.objects.all() if rows is None else rows
    kept = {row.page_id: row for row in rows.filter(page_id__in=wanted)}
    for pk, source in wanted.items():
        if pk not in kept:
            kept[pk] = _first_row(source.specific)
            if not anew:
                kept[pk] = _saved(kept[pk])
        elif anew:
            update_texts(kept[pk], source.specific, is_minor=False)
    return kept


def _saved(first: SourceText) -> SourceText:
    """Saves the first row of a page's texts. If another process saved one meanwhile, returns that one."""
    row, _is_new = SourceText.objects.get_or_create(
        page_id=first.page_id, defaults={"segments": first.segments, "revision_id": first.revision_id}
    )
    return row


def _first_row(page: Page) -> SourceText:
    texts = first_texts(segment_keys(page), page.last_published_at or timezone.now())
    return SourceText(page_id=page.pk, segments=texts, revision_id=page.live_revision_id)


def update_texts(row: SourceText, page: Page, *, is_minor: bool) -> bool:
    """Updates the stored texts of a page (as its own class), without saving; returns whether anything changed."""
    places = segment_keys(page)
    revision, row.revision_id = row.revision_id, page.live_revision_id
    texts = read_texts(row)
    if [text[:2] for text in texts] == places:
        return bool(revision != row.revision_id)
    row.segments, row.gone = after_change(texts, row.gone, places, timezone.now(), is_minor)
    return True


def publish_texts(page: Page) -> None:
    """Updates the stored texts of a source after its whole row (as its own class) was written.

    Does nothing for a page that no translation follows. Whether the change is minor, as its author said, counts once:
    when that revision becomes the public one.
    """
    row = SourceText.objects.filter(page_id=page.pk).first()
    if row is None:
        return
    said = getattr(page, MINOR_ATTRIBUTE, None)
    if said is None:
        is_new = page.live_revision_id is not None and page.live_revision_id != row.revision_id
        said = is_new and MinorChange.objects.filter(revision_id=page.live_revision_id).exists()
    if update_texts(row, page, is_minor=bool(said)):
        row.save()


MINOR_ATTRIBUTE = "is_minor_change"
"""The attribute that the editor's form sets on a page: whether the revision made next is a minor change."""


@transaction.atomic
def refresh(key: UUID) -> None:
    """Corrects the stored states of a translation set."""
    # Locked, so that of two strings saved at once the second transaction sees the first string.
    lock_sets([key])
    states = TranslationState.objects.of_key(key).order_by("pk").select_for_update(of=("self",))
    kept = {row.page_id: row for row in states}
    members = _translation_set(key)
    if len(members) < 2 and not kept:  # a page alone has no translation
        return
    true = _compute(members, key, _rows(key, members, anew=False), keep=True) if members else {}
    for pk, state in sorted(true.items()):
        row = kept.pop(pk, None)
        if row is None:
            # Another process may have saved the first row meanwhile.
            TranslationState.objects.update_or_create(page_id=pk, defaults=vars(state))
        elif as_freshness(row) != state:
            for name, value in vars(state).items():
                setattr(row, name, value)
            row.save()
    TranslationState.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()


def as_freshness(row: TranslationState) -> Freshness:
    """Returns a stored row as `Freshness`."""
    return Freshness(row.state, row.texts, row.changed, row.machine, row.since, row.source_id)


def stored_state(page: Page, locale: Locale) -> Freshness | None:
    """Returns the stored state of a page in a language; `None` for structural pages and the original's language."""
    if not is_translated_by_people(page):
        return None
    row = TranslationState.objects.of_key(page.translation_key).filter(page__locale=locale).first()
    if row is not None:
        return as_freshness(row)
    exists = Page.objects.filter(translation_key=page.translation_key, locale=locale, alias_of__isnull=True)
    return None if exists.exists() else MISSING


def recomputed_state(page: Page, locale: Locale) -> Freshness | None:
    """Returns the state of a page in a language, computed from the database; `None` where `stored_state` is."""
    if not is_translated_by_people(page):
        return None
    members = _translation_set(key := page.translation_key)
    there = next((member for member in members if member.locale_id == locale.pk), None)
    return MISSING if there is None else _compute(members, key, _rows(key, members, anew=True)).get(there.pk)


def kept_and_true(key: UUID) -> Iterator[tuple[Page, Freshness | None, Freshness | None]]:
    """Yields each page of a set with its stored state and its recomputed state."""
    members = _translation_set(key)
    kept = {row.page_id: as_freshness(row) for row in TranslationState.objects.of_key(key)}
    true = _compute(members, key, _rows(key, members, anew=True)) if members else {}
    yield from ((page, kept.get(page.pk), true.get(page.pk)) for page in members)


def save_all_texts(key: UUID) -> None:
    """Saves the texts of a set's sources as the pages have them now. Must run within a transaction."""
    # Locked before the pages are read, so that older texts do not overwrite those of a publication at the same time.
    lock_sets([key])
    rows = SourceText.objects.order_by("pk").select_for_update()
    for row in _rows(key, _translation_set(key), anew=True, rows=rows).values():
        if row._state.adding:  # noqa: SLF001  # Django's word for a row that is not saved yet
            _saved(row)
        else:
            row.save()
