"""Reads the texts to export, of translations and of originals that are not translated yet.

The number of queries grows with the number of page types and of language pairs, not with the number of texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from clusters.translation.exchange.field_labels import field_label_of
from clusters.translation.exchange.file_contents import FileContent, OutState, Unit
from clusters.translation.exchange.inline_codes import Broken, tokens_of
from clusters.translation.exchange.version_marks import mark_of
from clusters.translation.glossary.matching import Glossary
from clusters.translation.models import ApprovedTranslation
from fedcms.core.pages.addresses import absolute, page_address


class Pair(NamedTuple):
    """A page and the language into which it is exported.

    Without a `translation` the page does not exist in that language; `page` is then its source. `stored` is the key of
    the source whose stored texts a new translation would start from; `None` if it would start from those of today.
    """

    page: Page
    locale: Locale
    translation: Translation | None = None
    stored: int | None = None


class _Text(NamedTuple):
    path: str
    data: str
    string_id: int = 0
    context_id: int = 0


def contents_of(pairs: Sequence[Pair]) -> list[FileContent]:
    """Returns the contents of the pairs, in their order; pairs without a text to translate are left out."""
    reader = _Reader(pairs)
    return [content for content in map(reader.content, pairs) if content.units]


class _Reader:
    """The stored texts, pages and translations of some pairs, read together."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        translations = [pair.translation for pair in pairs if pair.translation is not None]
        stored = {pair.stored for pair in pairs if pair.stored is not None}
        self.texts = _texts_of_sources({each.source_id for each in translations} | stored)
        self.pages = _pages(pairs)
        keys = {each.source.object_id for each in translations}
        self.translated = _translated(keys, {each.target_locale_id for each in translations})
        approved = ApprovedTranslation.objects.filter(translation__in=translations)
        self.approved = {
            key: {tuple(text) for text in texts}
            for key, texts in approved.values_list("translation_id", "texts")
        }
        self.glossaries: dict[tuple[str, str], Glossary] = {}

    def content(self, pair: Pair) -> FileContent:
        """Returns the content of one pair."""
        translation, target = pair.translation, pair.locale.language_code
        key = pair.page.translation_key
        locale_id = translation.source.locale_id if translation else pair.page.locale_id
        page = self.pages.get((key, locale_id))
        code = translation.source.locale.language_code if translation else pair.page.locale.language_code
        glossary = self._glossary(code, target)
        units = [self._unit(text, translation, page, glossary) for text in self._texts(pair, page)]
        title = str(translation.source.object_repr if translation else pair.page.title)
        address = absolute(page_address(page)) if page is not None and page.live else ""
        return FileContent(key, code, target, title, address, tuple(units))

    def _texts(self, pair: Pair, page: Page | None) -> Iterable[_Text]:
        """Returns each text once, without texts that have no letters.

        The same words at one path have one translation.
        """
        if pair.translation is not None:
            texts = self.texts[pair.translation.source_id]
        elif pair.stored is not None:
            texts = self.texts[pair.stored]
        else:
            texts = [
                _Text(value.path, value.string.data)
                for value in extract_segments(page)
                if isinstance(value, StringSegmentValue)
            ]
        return {(text.path, text.data): text for text in texts if _is_translatable(text.data)}.values()

    def _unit(
        self, text: _Text, translation: Translation | None, page: Page | None, glossary: Glossary
    ) -> Unit:
        notes: list[str] = []
        target = ""
        state: OutState = "initial"
        row = (
            self.translated.get((translation.target_locale_id, text.string_id, text.context_id))
            if translation is not None
            else None
        )
        if row is not None and not row.has_error:
            target = row.data
            if row.translation_type != StringTranslation.TRANSLATION_TYPE_MACHINE:
                state = self._state(translation, text, target)
            else:
                # Never `final`, even if approved: else a file that comes back unchanged would mark it as a person's
                # translation.
                state = "translated"
                notes.append(_("Traduction automatique, à relire."))
        for term in glossary.terms_in(text.data):
            said = f"{term.term} → {_('ne se traduit pas') if term.keep else term.expected}"
            notes.append(_("Glossaire : %(term)s") % {"term": f"{said} ({term.note})" if term.note else said})
        place = field_label_of(page, text.path) if page is not None else None
        if place is not None and place.limit is not None:
            notes.append(_("%(limit)d caractères au plus.") % {"limit": place.limit})
        label = place.label if place else ""
        return Unit(
            text.path,
            text.data,
            target,
            label,
            state,
            tuple(notes),
            mark_of(target, is_new=translation is None),
        )

    def _state(self, translation: Translation | None, text: _Text, target: str) -> OutState:
        approved = self.approved.get(translation.pk, set()) if translation is not None else set()
        return "final" if (text.path, text.data, target) in approved else "translated"

    def _glossary(self, source: str, target: str) -> Glossary:
        if (source, target) not in self.glossaries:
            self.glossaries[source, target] = Glossary.of_pair(source, target)
        return self.glossaries[source, target]


def _is_translatable(data: str) -> bool:
    """Returns whether a text contains letters.

    Others are copied from the source (clusters.translation.drafts.building).
    """
    try:
        return any(
            character.isalpha()
            for token in tokens_of(data)
            if token.kind == "text"
            for character in token.text
        )
    except Broken:
        return False


def _texts_of_sources(keys: Iterable[int]) -> dict[int, list[_Text]]:
    found: dict[int, list[_Text]] = defaultdict(list)
    rows = StringSegment.objects.filter(source_id__in=set(keys)).order_by("source_id", "order")
    for source, *text in rows.values_list(
        "source_id", "context__path", "string__data", "string_id", "context_id"
    ):
        found[source].append(_Text(*text))
    return found


def _pages(pairs: Sequence[Pair]) -> Mapping[tuple[UUID, int], Page]:
    """Returns the source pages of the pairs, as their own classes, by translation key and key of the locale."""
    wanted = {(pair.page.translation_key, _source_locale(pair)) for pair in pairs}
    rows = (
        Page.objects.filter(
            translation_key__in={key for key, _locale in wanted},
            locale_id__in={locale for _key, locale in wanted},
        )
        .select_related("locale")
        .specific()
    )
    return {(page.translation_key, page.locale_id): page for page in rows}


def _source_locale(pair: Pair) -> int:
    return int(pair.translation.source.locale_id if pair.translation is not None else pair.page.locale_id)


def _translated(
    keys: Iterable[UUID], locales: Iterable[int]
) -> dict[tuple[int, int, int], StringTranslation]:
    rows = StringTranslation.objects.filter(context__object_id__in=set(keys), locale_id__in=set(locales))
    return {(row.locale_id, row.translation_of_id, row.context_id): row for row in rows}
