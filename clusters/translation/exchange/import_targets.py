"""The translation that a file means: found or begun for a person who may work on it, read once, and written at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import check_target, may_translate, refuse_locked, target_page
from clusters.translation.access.translators import may_translate_into
from clusters.translation.drafts.building import keep_wordless_strings
from clusters.translation.drafts.creation import create_translations
from clusters.translation.exchange.export_contents import Pair
from clusters.translation.exchange.field_labels import Place, place_of
from clusters.translation.exchange.file_contents import FoundContent, ident_of
from clusters.translation.exchange.inline_codes import comparable, is_same
from clusters.translation.glossary.matching import Glossary, plain
from clusters.translation.state import freshness
from clusters.translation.state.freshness import is_translated_by_people
from fedcms.users.models import User

BATCH = 500


class Known(NamedTuple):
    """A text of the original as it is now, with its translation, if there is one."""

    path: str
    source: str
    string_id: int
    context_id: int
    translated: StringTranslation | None


class Writing(NamedTuple):
    """What is to be written."""

    known: Known
    data: str


@dataclass
class Target:
    """A translation, its texts by place and wording, and its page. `notes` are what the person should know."""

    translation: Translation
    page: Page
    by_wording: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    by_path: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_ident: dict[str, Known] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_new: bool = False

    @classmethod
    def read(cls, translation: Translation, page: Page) -> Self:
        """Two queries, in the transaction in which it is written: the translations are locked."""
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
            known = Known(path, source, string, context, done.get((string, context)))
            if (string, context) not in seen:
                seen.add((string, context))
                target.by_path[path].append(known)
                target.by_ident[ident_of(path, source)] = known
                target.by_wording.setdefault((path, comparable(source)), []).append(known)
        return target

    def known(self, path: str, source: str) -> Known | None:
        """The text at a place with these words; of two that differ in white space alone, the one with the very same."""
        there = self.by_wording.get((path, comparable(source)), [])
        if len(there) > 1:
            return next((known for known in there if is_same(known.source, source)), there[0])
        return there[0] if there else None

    @property
    def title(self) -> str:
        """As the editor of the translation calls it."""
        return str(self.page.get_admin_display_title())

    @cached_property
    def glossary(self) -> Glossary:
        """Of its two languages."""
        return Glossary.of_pair(
            self.translation.source.locale.language_code, self.translation.target_locale.language_code
        )

    def place(self, path: str) -> Place:
        """What a field is called and how long it may be, which is the same in all languages."""
        return place_of(self._source_page, path)

    @cached_property
    def _source_page(self) -> Page:
        # The translated page may lack what is new in its source.
        page: Page = self.translation.source.as_instance()
        return page

    def write(self, writings: Sequence[Writing], user: User, tool: str) -> None:
        """Keeps texts as the editor does one by one, with what follows from it: states, the title of the draft."""
        # A text that a file says twice is one row.
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
        # No signal is sent for these: what listens to one string is done below for all.
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


def existing(content: FoundContent, user: User, locales: dict[str, Locale]) -> Target | None:
    """The translation that a file names. `None` where there is none.

    Raises `PermissionDenied` for who may not work on it; `Refusal` where nobody may now. Within a transaction, to the
    end of which the translation is locked.
    """
    # Locked: who submits it meanwhile waits, and what was submitted before is seen here.
    rows = Translation.objects.select_related("source__locale", "target_locale").select_for_update(
        of=("self",)
    )
    key, locale = _uuid(content.translation or content.key), locales.get(content.target_language.lower())
    if key is None:
        raise Refusal(_("Page inconnue : le fichier n’en dit pas la clé, ou en dit une autre."))
    if content.translation:
        found = rows.filter(uuid=key).first()
        if found is None:
            raise Refusal(_("Cette traduction n’existe plus."))
    else:
        # Of two sources, the one that is followed.
        found = rows.filter(source__object_id=key, target_locale=locale).order_by("-enabled").first()
    if found is None:
        return None
    try:
        page = target_page(found)
    except Http404:
        if content.translation:
            raise
        return None
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not found.enabled:
        raise Refusal(_("Cette page ne suit plus son original : son équipe l’écrit directement."))
    refuse_locked(user, page)
    language = found.source.locale.language_code
    if not content.translation and content.source_language.lower() != language.lower():
        raise Refusal(
            _("Le fichier traduit depuis « %(theirs)s », la page se traduit depuis « %(ours)s ».")
            % {"theirs": content.source_language, "ours": language}
        )
    return Target.read(found, page)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def source_page_of(content: FoundContent, locales: dict[str, Locale]) -> Page:
    """The original of a page that is not in the file's language yet. Raises `Refusal`."""
    locale = locales.get(content.source_language.lower())
    page = Page.objects.filter(
        translation_key=_uuid(content.key), locale=locale, alias_of__isnull=True
    ).first()
    if locale is None or page is None or not is_translated_by_people(page):
        raise Refusal(_("Page inconnue : elle n’est pas ou n’est plus sur ce site."))
    return page


def begun(pair: Pair, user: User, *, was_there: bool = False) -> Target:
    """A translation that the person begins, as “translate” does. Raises `Refusal`, `PermissionDenied`.

    `was_there`: the file was made from a translation, which is gone.
    """
    page, locale = pair.page, pair.locale
    # First: what else could be said tells of pages.
    if not may_translate(user, page.specific) and not may_translate_into(user, page, locale):
        raise PermissionDenied
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    if there.exists():
        raise Refusal(_("La page est écrite dans cette langue, et ne suit pas son original."))
    if was_there:
        raise Refusal(
            _(
                "La traduction qui était là quand le fichier a été fait a été supprimée : elle n’est pas commencée de "
                "nouveau."
            )
        )
    check_target(user, page, locale)
    made = create_translations([page], [locale], user)
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale, enabled=True)
        .select_related("source__locale", "target_locale")
        .first()
    )
    if translation is None or not there.exists():
        raise Refusal(_("Le brouillon n’a pas pu être écrit : ouvrez la page et traduisez-la d’ici."))
    keep_wordless_strings(translation, user)
    target = Target.read(translation, target_page(translation))
    target.is_new = True
    target.notes = [
        _("« %(title)s » : la traduction (%(language)s) a été commencée par cet import.")
        % {"title": target.title, "language": locale.get_display_name()},
        *made.notes,
    ]
    return target
