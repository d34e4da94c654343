"""Makes the text to take away of a page: what its template shows, in the same order, without the site around it."""

from typing import Protocol
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import ContentPage, Federation
from fedcms.core.i18n.days import day_in_words
from fedcms.core.i18n.formatting import in_a_list, list_separator
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.i18n.telephone import dialled_number
from fedcms.core.pages.addresses import absolute, page_address, site_base
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.media.stored_renditions import prefetch_body
from news.models import ArticlePage, PressReleasePage, SuccessStoryPage
from news.newsroom.copy_ready.body_items import items_of_body, link_to_document
from news.newsroom.copy_ready.document import (
    Heading,
    Item,
    ListLine,
    Paragraph,
    Span,
    TextDocument,
    TextList,
    plain,
)
from news.newsroom.copy_ready.images import text_image
from news.newsroom.copy_ready.printable import printable
from news.newsroom.copy_ready.rich_text import Resolve

KINDS = (PressReleasePage, ArticlePage, SuccessStoryPage)
"""The kinds of pages that have a text to take away."""
_FILES = ("/media/", "/documents/")


class Notice(Protocol):
    """What is said of a text that is not public yet (clusters.press_access.embargo_notice)."""

    @property
    def title(self) -> str:
        """Until when the text is under embargo, or that it is a draft."""

    @property
    def warning(self) -> str:
        """What its reader may not do."""

    @property
    def holder(self) -> str:
        """Who reads it."""


def document_of(page: ContentPage, notice: Notice | None = None) -> TextDocument:
    """Returns the text of a page, in the active language, which must be the page's own.

    With a notice, what is not public says so above and below, and links to no file: addresses of files would lead
    nowhere without the reader's own link, which a text that is passed on must not contain.
    """
    prefetch_body(page.body, page.lead_image)
    resolve = resolver(page, with_files=notice is None)
    language = page.locale.language_code
    warning = _notice_items(notice) if notice else []
    items = [
        *_signers(page),
        Paragraph(plain(page.summary), "lead"),
        Paragraph(plain(_dateline(page))),
        *_before_body(page),
        *items_of_body(page.body, resolve),
        *_after_body(page, resolve),
        *_lead_image(page),
        *_about(page),
        Paragraph((Span(_("Adresse de la page :") + " "), Span(_address(page), url=_address(page)))),
        *warning,
    ]
    document = TextDocument(
        title=clean_line(page.title),
        language=language,
        is_rtl=language in RIGHT_TO_LEFT,
        author=str(page.cluster or Federation.load()),
        address=_address(page),
        modified_at=page.last_published_at,
        status=notice.title if notice else "",
        above=(*warning, Paragraph(plain(_kind_line(page, is_public=notice is None)))),
        items=tuple(item for item in items if not (isinstance(item, Paragraph) and not item.spans)),
    )
    return printable(document)


def resolver(page: ContentPage, *, with_files: bool) -> Resolve:
    """Returns the function that makes absolute addresses of those in the text of a page."""
    base = _address(page)

    def resolve(href: str) -> str:
        try:
            found = urljoin(base, href.strip()) if href.strip() else ""
            scheme = urlsplit(found).scheme
        except ValueError:  # "http://[ici" is no address
            return ""
        if scheme not in ("http", "https", "mailto", "tel"):
            return ""
        is_file = found.startswith(tuple(f"{site_base()}{folder}" for folder in _FILES))
        return "" if is_file and not with_files else found

    return resolve


def _address(page: ContentPage) -> str:
    return absolute(page_address(page))


def _notice_items(notice: Notice) -> list[Item]:
    return [
        Paragraph((Span(notice.title, is_bold=True),), "notice"),
        Paragraph(plain(notice.warning), "notice"),
        Paragraph(plain(notice.holder), "notice"),
    ]


def _kind_line(page: ContentPage, *, is_public: bool) -> str:
    if not isinstance(page, PressReleasePage):
        return str(page.kind_label)
    words = _("Communiqué de presse")
    return f"{words} · {_('Pour diffusion immédiate')}" if is_public else words


def _signers(page: ContentPage) -> list[Item]:
    others = page.co_signing_clusters()
    if not others:
        return []
    names = in_a_list([str(page.cluster or Federation.load()), *map(str, others)])
    return [Paragraph(plain(f"{_('Un communiqué de :')} {names}"))]


def _dateline(page: ContentPage) -> str:
    day = day_in_words(timezone.localtime(page.sort_at))
    return list_separator().join(part for part in (page.dateline_place, day) if part)


def _before_body(page: ContentPage) -> list[Item]:
    if not isinstance(page, SuccessStoryPage):
        return []
    results = tuple(ListLine(plain(_result(each))) for each in page.results.all())
    listed: list[Item] = [Heading(_("Les résultats")), TextList(results)] if results else []
    return [
        Heading(_("Le besoin")),
        Paragraph(plain(page.need)),
        Heading(_("La réponse")),
        Paragraph(plain(page.answer)),
        *listed,
    ]


def _result(result: object) -> str:
    number = str(result)
    label, source = getattr(result, "label", ""), getattr(result, "source", "")
    words = _("%(number)s : %(label)s") % {"number": number, "label": label}
    return _("%(figure)s (source : %(source)s)") % {"figure": words, "source": source} if source else words


def _after_body(page: ContentPage, resolve: Resolve) -> list[Item]:
    if isinstance(page, SuccessStoryPage):
        named = ((_("Partenaires :"), page.partners), (_("Territoire :"), page.territory))
        return [Paragraph(plain(f"{label} {value}")) for label, value in named if value]
    if not isinstance(page, PressReleasePage):
        return []
    found: list[Item] = [Paragraph(plain("###"))]
    documents = [each.document for each in page.attachments.select_related("document")]
    lines = tuple(
        ListLine((link_to_document(document, resolve),)) for document in documents if document.may_be_shown()
    )
    if lines:
        found += [Heading(_("À télécharger")), TextList(lines)]
    return [*found, *_contact(page)]


def _contact(page: PressReleasePage) -> list[Item]:
    owner = page.speaker
    email = page.contact_email or owner.press_address
    phone = page.contact_phone or str(getattr(owner, "phone", "") or "")
    country = str(getattr(owner, "country", ""))
    # U+200E keeps the plus sign before the digits in Arabic text.
    spans = [Span(f"{page.contact_note or owner}\n"), Span(email, url=f"mailto:{email}")]
    if phone:
        spans += [
            Span("\n"),
            Span(f"\N{LEFT-TO-RIGHT MARK}{phone}", url=f"tel:{dialled_number(phone, country)}"),
        ]
    return [Heading(_("Contact presse")), Paragraph(tuple(spans))]


def _lead_image(page: ContentPage) -> list[Item]:
    shown = text_image(page.lead_image, "", page.lead_image_text)
    return [Heading(_("Image")), shown] if shown else []


def _about(page: ContentPage) -> list[Item]:
    owner = page.cluster or Federation.load()
    words = owner.boilerplate
    if not words:
        return []
    language = words.shown_language or ""
    span = Span(str(words), language="" if language == page.locale.language_code else language)
    return [Heading(_("À propos : %(name)s") % {"name": owner}), Paragraph((span,))]
