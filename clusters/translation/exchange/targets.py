"""The translation into which an imported file is written: reads its texts and saves them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clusters.translation.exchange.field_labels import FieldLabel, field_label_of
from clusters.translation.exchange.file_contents import ident_of
from clusters.translation.exchange.inline_codes import comparable, is_same
from clusters.translation.glossary.matching import Glossary
from clusters.translation.state import freshness
from clusters.translation.texts.plain_text import plain
from fedcms.users.models import User

BATCH = 500


class KnownText(NamedTuple):
    """A text of the original as it is today, with its translation if there is one."""

    path: str
    source: str
    string_id: int
    context_id: int
    translated: StringTranslation | None


class Writing(NamedTuple):
    """A text to save."""

    known: KnownText
    data: str


@dataclass
class ImportTarget:
    """A translation with its page and its texts by path and words. `notes` are sentences for the person."""

    translation: Translation
    page: Page
    by_wording: dict[tuple[str, str], list[KnownText]] = field(default_factory=dict)
    by_path: dict[str, list[KnownText]] = field(default_factory=lambda: defaultdict(list))
    by_ident: dict[str, KnownText] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_new: bool = False

    @classmethod
    def read(cls, translation: Translation, page: Page) -> Self:
        """Reads a translation.

        Two queries; must run in the transaction that writes it, because its strings are locked.
        """
        target = cls(translation, page)
        segments = StringSegment.objects.filter(source=translation.source).order_by("order")
        rows = StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale_id
        ).select_for_update(of=("self",))
        seen: set[tuple[int, int]] = set()
        done = {(row.translation_of_id, row.context_id): row for row in rows}
        for path, source, string, context in segments.values_list(
            "context__path", "string__data", "string_id", "context_id"
        ):
            known = KnownText(path, source, string, context, done.get((string, context)))
            if (string, context) not in seen:
                seen.add((string, context))
                target.by_path[path].append(known)
                target.by_ident[ident_of(path, source)] = known
                target.by_wording.setdefault((path, comparable(source)), []).append(known)
        return target

    def known(self, path: str, source: str) -> KnownText | None:
        """Returns the text with these words at a path; of two that differ in white space only, the equal one."""
        there = self.by_wording.get((path, comparable(source)), [])
        if len(there) > 1:
            return next((known for known in there if is_same(known.source, source)), there[0])
        return there[0] if there else None

    @property
    def title(self) -> str:
        """The title that the editor of the translation shows."""
        return str(self.page.get_admin_display_title())

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary of the two languages."""
        return Glossary.of_pair(
            self.translation.source.locale.language_code, self.translation.target_locale.language_code
        )

    def place(self, path: str) -> FieldLabel:
        """Returns the label and the maximum length of a field, which are the same in all languages."""
        return field_label_of(self._source_page, path)

    @cached_property
    def _source_page(self) -> Page:
        # Read from the source: the translated page may lack what is new in it.
        page: Page = self.translation.source.as_instance()
        return page

    def write(self, writings: Sequence[Writing], user: User, tool: str) -> None:
        """Saves texts as the editor saves one, with all consequences: the states, and the title of the draft."""
        # A text that a file contains twice is one row.
        writings = list({(each.known.string_id, each.known.context_id): each for each in writings}.values())
        rows = [
            StringTranslation(
                translation_of_id=known.string_id,
                context_id=known.context_id,
                locale_id=self.translation.target_locale_id,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                tool_name=tool,
                last_translated_by=user,
                has_error=False,
                field_error="",
            )
            for known, data in writings
        ]
        # `bulk_create` sends no signals: what the handlers would do for each string is done below once.
        StringTranslation.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["locale", "translation_of", "context"],
            update_fields=[
                "data",
                "translation_type",
                "tool_name",
                "last_translated_by",
                "updated_at",
                "has_error",
                "field_error",
            ],
        )
        key = self.translation.source.object_id
        title = next((data for known, data in writings if known.path == "title"), None)
        if title is not None:
            Page.objects.filter(pk=self.page.pk).update(draft_title=plain(title))
        freshness.refresh(key)
