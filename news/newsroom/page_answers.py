"""Answers for the three pages of a newsroom: its first page, all spokespeople, all media coverage."""

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clusters.content.listed_tags import tag_of_class
from clusters.content.listings import ListingForm
from clusters.content.other_languages import number_elsewhere
from clusters.models import Cluster, ClusterPage, Federation
from clusters.models.membership import cluster_of_path
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.owners import open_languages
from fedcms.core.shown_tags import MENU, declared
from news.models import MediaCoverage, NewsroomPage
from news.newsroom.contents import coverage_rows, newsroom_contents, shown_coverage
from news.newsroom.duty_board import duty_board
from news.newsroom.latest_downloads import latest_downloads
from news.newsroom.spokespeople import SpokespeopleForm

COVERAGE_A_PAGE = 20


@dataclass(frozen=True)
class CoverageListing:
    """One page of media coverage; the head of the page asks which one it is."""

    page: "PaginatorPage[MediaCoverage]"


def _frame(page: NewsroomPage, cluster: Cluster | None) -> dict[str, object]:
    """Returns what all three pages need to know of their newsroom."""
    return {"section_cluster": cluster, "newsroom_url": page.get_url()}


def _cluster_key(cluster: Cluster | None) -> int | None:
    return cluster.pk if cluster is not None else None


def _open_kits(page: NewsroomPage) -> list[str]:
    """Returns the words of the owners whose press kits are open in the page's language. One query."""
    language = page.locale.language_code
    with declared(MENU, tag_of_class(ClusterPage)):
        opened = open_languages()
    return [slug for slug, languages in opened.items() if language in languages]


def newsroom(page: NewsroomPage, request: HttpRequest) -> HttpResponse:
    """Shows who is on duty, releases, and the beginning of all else; the federation's also each cluster's contacts."""
    cluster = cluster_of_path(page.path)
    contents = newsroom_contents(page.locale_id, _cluster_key(cluster))
    owner: SectionOwner | None = cluster or Federation.objects.first()
    form = ListingForm(request.GET, kinds=("release",), locale_id=page.locale_id, cluster=cluster)
    context = _frame(page, cluster) | {
        "owner": owner,
        "listing": form.listing(),
        "elsewhere": number_elsewhere(form),
        "downloads": latest_downloads(page.locale_id, _cluster_key(cluster)),
        "duty": duty_board(contents.contacts),
        "figures": contents.figures,
        "spokespeople": contents.spokespeople,
        "spokespeople_total": contents.spokespeople_total,
        "coverage": contents.coverage,
        "coverage_total": contents.coverage_total,
        "clusters": [] if cluster else Cluster.objects.all(),
        "kits": _open_kits(page),
    }
    response: HttpResponse = page.render(request, context_overrides=context)
    return response


def spokespeople(page: NewsroomPage, request: HttpRequest) -> HttpResponse:
    """Lists spokespeople, filtered by the parameters of the address."""
    cluster = cluster_of_path(page.path)
    form = SpokespeopleForm(request.GET, locale_id=page.locale_id, cluster=cluster)
    with declared(tag_of_class(ClusterPage, page.locale_id)):
        listing = form.listing()
    context = _frame(page, cluster) | {
        "listing": listing,
        "heading": _("Porte-parole"),
        "crumb": page.title,
    }
    response: HttpResponse = page.render(
        request, template="news/newsroom_spokespeople.html", context_overrides=context
    )
    return response


def coverage(page: NewsroomPage, request: HttpRequest) -> HttpResponse:
    """Lists media coverage, a page at a time."""
    cluster = cluster_of_path(page.path)
    rows = coverage_rows(page.locale_id, _cluster_key(cluster))
    with declared(tag_of_class(ClusterPage, page.locale_id)):
        shown = Paginator(rows, COVERAGE_A_PAGE).get_page(request.GET.get("page"))
        coverage_shown = shown_coverage(list(shown.object_list), page.locale_id)
    context = _frame(page, cluster) | {
        "listing": CoverageListing(shown),
        "coverage": coverage_shown,
        "heading": _("On parle de nous"),
        "crumb": page.title,
    }
    response: HttpResponse = page.render(
        request, template="news/newsroom_coverage.html", context_overrides=context
    )
    return response
