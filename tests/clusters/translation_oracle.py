"""How true each translation of the state machine's tree is, worked out anew from what people wrote and what is public.

Nothing of the states, of the kept texts and of the origins of drafts is read. The oracle sees the rows of the pages,
the strings of wagtail-localize, and what the rules know: which words a person wrote for which, and which changes they
said to be minor. From the words that are public it tells which texts of the source they translate.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from clusters.translation.models import State
from clusters.translation.state.freshness import stored_state
from home.models import StandardPage
from tests.clusters.translation_world import World, plain

Window = tuple[datetime, datetime]  # something happened between these


def texts_of(page: Page) -> dict[str, str]:
    """What a page says, by place."""
    return {
        segment.path: plain(segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
    }


@dataclass
class Said:
    """A text of a source at its place: since when, and of which former wordings a translation is one of it.

    `former` is `None` when its last change counts; otherwise the wordings that minor changes replaced, newest first.
    """

    text: str
    since: Window
    former: list[str] | None = None

    def met_by(self, told: set[str]) -> bool:
        """Whether a translation of `told` still tells it. What a minor change added is nobody's duty."""
        return self.text in told or (
            self.former is not None and (not self.former or bool(told & {*self.former}))
        )

    def known(self) -> list[str]:
        """The wordings whose translation is one of it."""
        return [self.text, *(self.former or [])]


@dataclass
class History:
    """What became of the texts of a source."""

    said: dict[str, Said] = field(default_factory=dict)
    gone: list[tuple[str, Said, Window, bool]] = field(default_factory=list)

    def change(self, texts: dict[str, str], when: Window, *, minor: bool) -> None:
        """The source says something else now."""
        for path, text in texts.items():
            old = self.said.get(path)
            if old is None:
                self.said[path] = Said(text, when, [] if minor else None)
                back = [each for each in self.gone if each[0] == path]
                if back:
                    self.gone.remove(back[-1])
            elif old.text != text:
                is_free = old.former == []
                former = [] if is_free else old.known()
                self.said[path] = Said(text, old.since, former) if minor else Said(text, when)
        for path in [path for path in self.said if path not in texts]:
            self.gone.append((path, self.said.pop(path), when, minor))


class Oracle(World):
    """Looks after each step at what changed, and compares the states that are kept with its own."""

    def __init__(self) -> None:
        self.histories: dict[int, History] = {}
        self.told: dict[int, dict[str, str] | None] = {}  # by revision; `None`: written by hand
        self.rows: dict[tuple[str, str, str, str], str] = {}
        super().__init__()
        self.moment = timezone.now()
        self.step = "begin"

    # What happened since the last look.

    def look(self) -> None:
        """Once after each step."""
        when = self.moment, timezone.now()
        self.moment = when[1]
        pages = {(page.translation_key, page.locale_id): page for page in self.pages()}
        ties = list(Translation.objects.select_related("source", "target_locale").order_by("pk"))
        self.histories = {
            pk: history
            for pk, history in self.histories.items()
            if pk in {page.pk for page in pages.values()}
        }
        for page in pages.values():
            self.look_at_source(page, when)
        for tie in ties:
            source = pages.get((tie.source.object_id, tie.source.locale_id))
            target = pages.get((tie.source.object_id, tie.target_locale_id))
            if tie.enabled and source is not None and target is not None and source.pk not in self.histories:
                since = (source.last_published_at,) * 2 if source.last_published_at else when
                said = {path: Said(text, since) for path, text in texts_of(source).items()}
                self.histories[source.pk] = History(said)
        self.look_at_strings(pages)
        for tie in ties:
            target = pages.get((tie.source.object_id, tie.target_locale_id))
            if target is not None:
                self.look_at_drafts(tie, target)
        self.minor_now.clear()

    def look_at_source(self, page: StandardPage, when: Window) -> None:
        history = self.histories.get(page.pk)
        if history is not None:
            minor = page.live_revision_id in self.minor_revisions or page.pk in self.minor_now
            history.change(texts_of(page), when, minor=minor)

    def look_at_strings(self, pages: dict[tuple[object, int], StandardPage]) -> None:
        """Each translation is one that somebody wrote: for these words, here or elsewhere, or before a minor change."""
        by_locale = {locale.pk: code for code, locale in self.locales.items()}
        known = StringTranslation.objects.select_related("context", "translation_of")
        rows: dict[tuple[str, str, str, str], str] = {}
        for row in known.order_by("pk"):
            words, data = plain(row.translation_of.data), plain(row.data)
            key = row.context.object_id
            place = str(key), by_locale[row.locale_id], row.context.path, words
            rows[place] = data
            if self.rows.get(place) == data or words in self.meaning[data]:
                continue
            former = {
                each
                for page in pages.values()
                if page.translation_key == key and page.pk in self.histories
                for path, said in self.histories[page.pk].said.items()
                if path == row.context.path and said.text == words
                for each in said.former or []
            }
            by_machine = self.step == "machine" and row.translation_type == "machine"
            is_known = by_machine or self.step == "begin_again" or bool(self.meaning[data] & former)
            assert is_known, f"Nobody said that {data} is {words} ({place}, {self.step})."
            self.meaning[data].add(words)
        self.rows = rows

    def look_at_drafts(self, tie: Translation, target: StandardPage) -> None:
        """Of each new revision: the texts of the source, as they were submitted, that its words translate."""
        live = target.live_revision_id
        new = [pk for pk in {live, target.latest_revision_id} if pk is not None and pk not in self.told]
        if self.step == "begin_again" and live is not None and self.told.get(live, {}) is None:
            new.append(live)
        if not new:
            return
        source = TranslationSource.objects.get(pk=tie.source_id)
        submitted = texts_of(source.as_instance())
        for revision in target.revisions.filter(pk__in=new):
            texts = texts_of(revision.as_object())
            told = {
                path: submitted[path]
                for path, text in texts.items()
                if submitted.get(path) in self.meaning[text]
            }
            is_by_hand = self.step == "edit" or (self.told.get(revision.pk, {}) is None)
            self.told[revision.pk] = None if is_by_hand else told

    # What is true.

    def states_are_what_people_wrote(self) -> None:
        """Each kept state, its numbers and its moment."""
        pages = {(page.translation_key, page.locale_id): page for page in self.pages()}
        for tie in Translation.objects.filter(enabled=True).select_related("source", "target_locale"):
            source = pages.get((tie.source.object_id, tie.source.locale_id))
            target = pages.get((tie.source.object_id, tie.target_locale_id))
            if source is not None and target is not None and source.pk != target.pk:
                self.compare(source, target, tie.target_locale)

    def compare(self, source: StandardPage, target: StandardPage, locale: Locale) -> None:
        kept = stored_state(source, locale)
        assert kept is not None
        said, gone = self.histories[source.pk].said, self.histories[source.pk].gone
        assert kept.source_id == source.pk
        assert {path: each.text for path, each in said.items()} == texts_of(source)
        assert kept.texts == len(said)
        key = str(target.translation_key)
        strings = {
            (row.context.path, plain(row.translation_of.data)): row.translation_type
            for row in StringTranslation.objects.filter(
                context__object_id=key, locale=locale, has_error=False
            ).select_related("context", "translation_of")
        }
        open_texts: list[Window] = []
        told = self.told.get(target.live_revision_id) if target.live else {}
        if told is None:
            assert (
                kept.state != State.MISSING
            )  # its public words were written by hand: whose they are is open
            return
        for path, each in said.items():
            wordings = {told[path]} if path in told else set()
            if not target.live:
                wordings = {words for place, words in strings if place == path}
            if not each.met_by(wordings):
                open_texts.append(each.since)
        for path in told:
            if target.live and path not in said:
                found = next((item for item in reversed(gone) if item[0] == path), None)
                if found is not None and not (found[3] and found[1].met_by({told[path]})):
                    open_texts.append(found[2])
        machine = sum(self.is_by_machine(path, each, strings) for path, each in said.items())
        was_public = target.live or target.first_published_at is not None
        expected = State.MACHINE if machine else State.FRESH
        if open_texts:
            expected = State.STALE if was_public else State.MISSING
        seen = (kept.state, kept.changed, kept.machine)
        assert seen == (expected, len(open_texts), machine), (target.url_path, seen, expected, told, said)
        if expected == State.STALE:
            assert kept.since is not None
            low, high = min(low for low, _high in open_texts), min(high for _low, high in open_texts)
            assert low <= kept.since <= high, (low, kept.since, high)
        else:
            assert kept.since is None

    def is_by_machine(self, path: str, said: Said, strings: dict[tuple[str, str], str]) -> bool:
        kinds = [strings[path, words] for words in said.known() if (path, words) in strings]
        return bool(kinds) and kinds[0] == "machine"
