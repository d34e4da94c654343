"""Builds the `<head>` of a page for search engines, social networks and browsers: titles, previews, languages.

Runs no query: it uses what the page, its context and its site frame hold already. Decisions are in docs/adr/0013.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.models import ContentPage
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.addresses import home_address, page_address, site_base
from fedcms.core.seo.head_types import HeadContext, HeadMetadata, HeadSubject
from fedcms.core.seo.schema_org import ImageObject, Thing
from fedcms.core.seo.site_name import site_description, site_name
from fedcms.core.seo.structured_data import json_ld
from fedcms.media.pictures import Picture
from fedcms.media.social_cards.store import SocialCardFile, shown_social_card
from home.head.photographs import photograph
from home.head.structured_data import breadcrumbs, federation, federation_in_full, website
from home.head.text_length import DESCRIPTION_LENGTH, document_title, shorten
from home.models import HomePage
from home.navigation.menus import default_of
from home.navigation.site_frame import SiteFrame

# Where people ask to use a photograph: the first of these pages of the federation that is public.
ASKED_FOR_RIGHTS = ("newsroom", "contact")
# Open Graph requires a territory with each language.
OG_LOCALES = {"fr": "fr_FR", "en": "en_GB", "es": "es_ES", "ar": "ar_AR"}


@dataclass(frozen=True)
class Head:
    """What components/head_meta.html prints. Addresses are absolute; "" and None are not printed."""

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    alternates: list[tuple[str, str]] = field(default_factory=list)
    x_default: str = ""
    # Open Graph; without a title, none of it is printed.
    og_title: str = ""
    og_type: str = "website"
    og_locale: str = ""
    og_locale_alternates: list[str] = field(default_factory=list)
    site_name: str = ""
    image: SocialCardFile | None = None
    image_url: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    json_ld: SafeString | str = ""


def build_head(request: HttpRequest, context: Mapping[str, object], site_frame: SiteFrame) -> Head:
    """Returns the head of the page, or of the view's own subject; a plain one for views without (search, errors).

    A view without a page says what it shows by `head_metadata` in its context.
    """
    page, subject = context.get("page"), context.get("head_subject")
    if not isinstance(page, BasePage):
        metadata = context.get("head_metadata")
        if isinstance(metadata, HeadMetadata):
            return _of_view(request, metadata, site_frame)
        return Head(title=site_name(), description=site_description())
    if subject is None or not isinstance(subject, HeadSubject):
        subject = page
    if context.get("access_notice"):
        return _of_unpublished(subject.head_metadata(context))
    return _of_subject(request, context, site_frame, page, subject)


def _of_view(request: HttpRequest, metadata: HeadMetadata, site_frame: SiteFrame) -> Head:
    """Returns the head of what a view shows without a page, which has the same path in each of its languages."""
    language, base = get_language() or settings.LANGUAGE_CODE, site_base()
    rest = request.path.removeprefix(home_address(language))
    alternates = [(code, f"{base}{home_address(code)}{rest}") for code in sorted(metadata.languages)]
    social_card = shown_social_card(metadata.social_card, metadata.section_social_card)
    canonical = f"{base}{request.path}"
    steps = [(crumb.title, base + crumb.url) for crumb in site_frame.crumbs]
    return Head(
        title=document_title(metadata.title, metadata.owner or site_name(), ""),
        description=_description(metadata),
        canonical=canonical,
        alternates=alternates,
        x_default=default_of(alternates),
        og_title=_shared_title(metadata),
        og_locale=OG_LOCALES.get(language, language),
        og_locale_alternates=[OG_LOCALES.get(code, code) for code, _url in alternates if code != language],
        site_name=site_name(),
        image=social_card,
        image_url=base + social_card.path,
        json_ld=json_ld([breadcrumbs([*steps, (metadata.title, canonical)])]) if steps else "",
    )


def _of_unpublished(metadata: HeadMetadata) -> Head:
    """Returns the head of a page that somebody reads before its publication: for a browser alone, and no address.

    The description is the site's: programs show it beside a link that somebody pastes.
    """
    return Head(
        title=document_title(metadata.title, metadata.owner or site_name(), ""),
        description=site_description(),
        robots="noindex, nofollow",
    )


def _of_subject(
    request: HttpRequest,
    context: Mapping[str, object],
    site_frame: SiteFrame,
    page: BasePage,
    subject: HeadSubject,
) -> Head:
    metadata = subject.head_metadata(context)
    language, base = get_language() or page.locale.language_code, site_base()
    number = _page_number(context)
    filters = [(name, value) for name in metadata.filters if (value := request.GET.get(name, "").strip())]
    variants = [pair for pair in metadata.variants if request.GET.get(pair[0]) == pair[1]]
    query = urlencode([*variants, *filters, *([("page", number)] if number > 1 else [])])
    canonical = base + request.path + (f"?{query}" if query else "")
    social_card = shown_social_card(metadata.social_card, metadata.section_social_card)
    description = _description(metadata)
    # Page two of a listing, or a filtered one, shows other pages in another language: those are no translations.
    alternates = [] if query else translations(site_frame.alternates, language, metadata.languages)
    is_original = site_frame.original == language
    original = "" if is_original else dict(alternates).get(site_frame.original, "")
    head_context = HeadContext(
        url=canonical,
        base=base,
        language=language,
        metadata=metadata,
        description=description,
        images=_images(page, context, social_card, site_frame),
        publisher=federation(language),
        original=original,
        translations=tuple(url for code, url in alternates if code != language) if is_original else (),
        context=context,
    )
    return Head(
        title=document_title(
            metadata.seo_title or metadata.title, metadata.owner or site_name(), _nth(number)
        ),
        description=description,
        canonical=canonical,
        robots="noindex, follow" if filters else "",
        alternates=alternates,
        x_default=default_of(alternates, site_frame.original),
        og_title=_shared_title(metadata),
        og_type=metadata.kind,
        og_locale=OG_LOCALES.get(language, language),
        og_locale_alternates=[OG_LOCALES.get(code, code) for code, _url in alternates if code != language],
        site_name=site_name(),
        image=social_card,
        image_url=base + social_card.path,
        published_at=metadata.published_at if metadata.kind == "article" else None,
        modified_at=metadata.modified_at if metadata.kind == "article" else None,
        section=metadata.section,
        json_ld=""
        if _is_hidden(request, page)
        else json_ld(_things(page, subject, head_context, site_frame)),
    )


def _is_hidden(request: HttpRequest, page: BasePage) -> bool:
    """Returns whether others cannot see what is shown: a preview, or a page that asks for a password or an account."""
    return bool(getattr(request, "is_preview", False)) or not getattr(page, "is_known_unrestricted", True)


def translations(
    alternates: list[tuple[str, str]], language: str, languages: Collection[str]
) -> list[tuple[str, str]]:
    """Returns (code, address) of a page's translations in which its subject exists; empty `languages` means all.

    Returns none when the subject does not exist in the page's own language: words of another language are shown then.
    """
    if languages and language not in languages:
        return []
    return [pair for pair in alternates if not languages or pair[0] in languages]


def _page_number(context: Mapping[str, object]) -> int:
    """Returns which page of a listing is shown, which may differ from the one asked for."""
    page = getattr(context.get("listing"), "page", None)
    return page.number if isinstance(page, PaginatorPage) else 1


def _nth(number: int) -> str:
    return f"{_('Page')} {number}" if number > 1 else ""


def _description(metadata: HeadMetadata) -> str:
    """Returns the page's own description, or else its title and publisher: never empty."""
    if metadata.description:
        return shorten(metadata.description, DESCRIPTION_LENGTH)
    owner = metadata.owner or site_name()
    words = metadata.title if metadata.title == owner else f"{metadata.title} – {owner}"
    return shorten(f"{words}. {site_description()}", DESCRIPTION_LENGTH)


def _shared_title(metadata: HeadMetadata) -> str:
    """Returns the title for sharing: a listing's ("Agenda") needs its cluster's name, an article's does not."""
    return (
        f"{metadata.title} – {metadata.owner}"
        if metadata.owner and metadata.kind == "website"
        else metadata.title
    )


def _images(
    page: BasePage, context: Mapping[str, object], social_card: SocialCardFile, site_frame: SiteFrame
) -> tuple[ImageObject, ...]:
    """Returns the page's cover photograph, if there is one, and its social card."""
    base = site_base()
    drawn = ImageObject(url=base + social_card.path)
    cover = context.get("cover")
    if not isinstance(cover, Picture):
        return (drawn,)
    image = page.lead_image if isinstance(page, ContentPage) else None
    if image is None:
        return (ImageObject(url=base + cover.src, caption=cover.alt), drawn)
    asked = next((site_frame.page_urls[key] for key in ASKED_FOR_RIGHTS if key in site_frame.page_urls), "")
    owners = [site_name(), *([str(page.cluster)] if page.cluster else [])]
    return (photograph(image, cover, base, asked_at=base + asked if asked else "", owners=owners), drawn)


def _things(
    page: BasePage, subject: HeadSubject, head_context: HeadContext, site_frame: SiteFrame
) -> list[Thing]:
    """Returns the schema.org graph: the page and its breadcrumbs; for a home page, the site and the federation."""
    if isinstance(page, HomePage):
        newsroom = site_frame.page_urls.get("newsroom", "")
        return [website(head_context, site_frame.search_url), federation_in_full(head_context, newsroom)]
    steps = [(crumb.title, head_context.absolute(crumb.url)) for crumb in site_frame.crumbs]
    if subject is not page:
        steps.append((page.title, head_context.absolute(page_address(page))))
    return [
        subject.structured_data(head_context),
        breadcrumbs([*steps, (head_context.metadata.title, head_context.url)]),
    ]
