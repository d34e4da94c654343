"""Reads what the screen of a bundle shows: its pages with their languages, and which pages may be added."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from clusters.models import Bundle, BundleMember, ContentPage
from fedcms.core.i18n.bidi import isolated

MOST_OFFERED = 50
"""The most pages among which one is chosen: those that were changed last."""


@dataclass(frozen=True)
class MemberLanguage:
    """A language of a page of a bundle."""

    name: str
    is_ready: bool
    """Whether it goes out with the bundle; else it follows when it is ready."""


@dataclass(frozen=True)
class MemberRow:
    """A page of a bundle as its screen lists it."""

    member: BundleMember
    title: str
    kind: str
    languages: list[MemberLanguage]
    """The page's own first."""


def rows_of(members: list[BundleMember]) -> list[MemberRow]:
    """Returns the pages of a bundle in all their languages. Two queries."""
    languages = _languages(members)
    rows = []
    for member in members:
        page = member.page
        own = languages.get(str(member.translation_key), [])
        if page is None:
            rows.append(MemberRow(member, member.current_title, "", []))
            continue
        kind = (page.specific_class or Page).get_verbose_name()
        # A page that is to appear is approved with the bundle, whatever is so of it now.
        named = [MemberLanguage(str(page.locale.get_display_name()), is_ready=True)]
        named += [language for pk, language in own if pk != page.pk]
        rows.append(MemberRow(member, member.current_title, str(kind), named))
    return rows


def _languages(members: list[BundleMember]) -> dict[str, list[tuple[int, MemberLanguage]]]:
    keys = [member.translation_key for member in members]
    pages = list(Page.objects.filter(translation_key__in=keys).select_related("locale").order_by("locale"))
    approved = Revision.page_revisions.filter(
        object_id__in=[str(page.pk) for page in pages], approved_go_live_at__isnull=False
    )
    ready = set(approved.values_list("object_id", flat=True))
    found: dict[str, list[tuple[int, MemberLanguage]]] = {}
    for page in pages:
        is_ready = page.live or str(page.pk) in ready
        language = MemberLanguage(str(page.locale.get_display_name()), is_ready)
        found.setdefault(str(page.translation_key), []).append((page.pk, language))
    return found


def addable_pages(bundle: Bundle) -> list[ContentPage]:
    """Returns the drafts of a bundle's section that may be added to it, the last changed first; at most fifty."""
    in_set = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True)
    bundled = BundleMember.objects.filter(translation_key=OuterRef("translation_key"), is_open=True)
    follows = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    found = ContentPage.objects.filter(
        ~Exists(in_set), ~Exists(bundled), ~Exists(follows), cluster=bundle.cluster_id, live=False
    ).filter(Q(latest_revision=None) | Q(latest_revision__approved_go_live_at=None))
    found = found.select_related("locale").order_by("-latest_revision_created_at", "-pk")
    return list(found[:MOST_OFFERED])


def label_of(page: Page) -> str:
    """Returns how a page is named in a list of choices: title, type and language."""
    kind = (page.specific_class or Page).get_verbose_name()
    return f"{isolated(page.get_admin_display_title())} ({kind}, {page.locale.get_display_name()})"
