"""Shows press kits on pages: that of an owner on a page of its own, that of a release or an event as a block of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import RoutablePageMixin

from clusters.models import Cluster, ContentPage
from clusters.models.cluster import FEDERATION_SLUG
from clusters.models.membership import cluster_of_path
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.addresses import ARCHIVE, FACT_SHEET, owner_url, page_url
from clusters.press_access.kits.archive import estimated_size
from clusters.press_access.kits.contents import PressKitContents, files_of_page, kit_of_owner
from clusters.press_access.kits.download_rows import as_download_rows
from clusters.press_access.kits.files import Folder, KitFile
from clusters.press_access.kits.own_sections import ABOUT
from clusters.press_access.kits.owners import find_owner, open_languages
from clusters.press_access.kits.sections import KitSection
from clusters.press_access.kits.texts import left_out_words
from clusters.structured_data import cluster_social_card
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing


@dataclass(frozen=True)
class FactSheetLink:
    """The fact sheet of a kit in one language."""

    language: str
    url: str


@dataclass(frozen=True)
class KitBlock:
    """What components/press_kit.html shows: files one by one, and all of them as one archive."""

    files: list[KitFile]
    archive_url: str
    archive_size: int
    fact_sheets: list[FactSheetLink]
    left_out: str = ""
    slug: str = ""
    """The word by which the owner's own kit is found in the newsroom; "" on that page itself."""


@dataclass(frozen=True)
class ShownSection:
    """A section of a kit as its page shows it: that on the owner in every language that it wrote."""

    section: KitSection
    others: list[tuple[str, str]] = field(default_factory=list)
    """Language and text of the paragraph in other languages."""


@dataclass(frozen=True)
class KitSubject:
    """The kit of an owner as the subject of its page, which is a route of the newsroom."""

    owner: SectionOwner
    title: str
    language: str

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata: its title, with the card of its cluster."""
        if not isinstance(self.owner, Cluster):
            return HeadMetadata(title=self.title)
        card = cluster_social_card(self.owner, self.language)
        return HeadMetadata(title=self.title, owner=str(self.owner), section_social_card=card)

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the page as a collection."""
        return CollectionPage(
            id=f"{head_context.url}#page",
            url=head_context.url,
            name=self.title,
            description=head_context.description,
            in_language=self.language,
        )


def _owner_block(contents: PressKitContents, languages: Sequence[str]) -> KitBlock:
    owner, language = contents.owner, contents.language
    return KitBlock(
        files=list(contents.files),
        archive_url=owner_url(owner, language, ARCHIVE),
        archive_size=estimated_size(contents),
        fact_sheets=[FactSheetLink(code, owner_url(owner, code, FACT_SHEET)) for code in languages],
        left_out=left_out_words(len(contents.left_out)) if contents.left_out else "",
    )


def _shown(section: KitSection, boilerplate: TranslatedText) -> ShownSection:
    if section.key != ABOUT:
        return ShownSection(section)
    others = [(code, text) for code, text in boilerplate.items() if text and code != section.language]
    return ShownSection(section, others)


def kit_page(page: RoutablePageMixin, request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the kit of a cluster or of the federation below the federation's newsroom.

    Raises `Http404` if it is not public, and below a cluster's newsroom: a kit has one address.
    """
    language = get_language() or settings.LANGUAGE_CODE
    owner = find_owner(slug, language) if cluster_of_path(page.path) is None else None
    if owner is None:
        raise Http404
    contents = kit_of_owner(owner, language)
    languages = open_languages(slug).get(slug, ())
    # Elsewhere this route answers 404: neither the head nor the choice of languages may lead there.
    page.route_languages = languages
    title = _("Dossier de presse : %(owner)s") % {"owner": contents.owner_name}
    response: HttpResponse = page.render(
        request,
        template="clusters/press_kits/press_kit.html",
        context_overrides={
            "owner": owner,
            "owner_name": contents.owner_name,
            "cluster": owner if isinstance(owner, Cluster) else None,
            "press_kit": _owner_block(contents, languages),
            "logos": as_download_rows(contents.of(Folder.LOGOS)),
            "photographs": as_download_rows(contents.of(Folder.PHOTOGRAPHS)),
            "documents": contents.of(Folder.DOCUMENTS),
            "sections": [_shown(section, contents.boilerplate) for section in contents.sections],
            "head_subject": KitSubject(owner, title, language),
        },
    )
    return response


def page_block(page: ContentPage, prefix: str = "") -> KitBlock | None:
    """Returns the block of a page as it is in memory, in its language; `None` for an event without a file to take.

    With a `prefix`, which ends with "/", the addresses are those behind a link; without, those of a visible page: a
    preview shows the files alone.
    """
    files = files_of_page(page)
    if not files and not page.requires_credits:
        return None
    is_served = bool(prefix or page.live)
    archive, sheet = (
        (f"{prefix}{ARCHIVE}", f"{prefix}{FACT_SHEET}")
        if prefix
        else (page_url(page, ARCHIVE), page_url(page, FACT_SHEET))
    )
    return KitBlock(
        files=as_download_rows(files),
        archive_url=archive if is_served else "",
        archive_size=sum(file.size or 0 for file in files if not file.is_reserved),
        fact_sheets=[FactSheetLink(page.locale.language_code, sheet)] if is_served else [],
        slug=_slug_of_open_kit(page) if not prefix else "",
    )


def _slug_of_open_kit(page: ContentPage) -> str:
    """Returns the word of the owner's kit; "" while its section, and so its kit, is closed in the page's language."""
    if not page.section_address:
        return ""
    return page.cluster.slug if page.cluster else FEDERATION_SLUG


def press_kit_context(page: ContentPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context of pages whose kind has a press kit."""
    if not page.has_press_kit or page.pk is None:
        return {}
    # Asked for when the template shows it: behind the link of an accreditation, another one takes its place.
    return {"press_kit": SimpleLazyObject(lambda: page_block(page))}
