"""Serves files at the root of the site: sitemaps, robots.txt, security.txt, the web manifest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clusters.content.next_change import earliest, next_change
from clusters.models import Federation
from clusters.press_access.kits.addresses import ARCHIVE
from fedcms.core.design.colour import PAPER
from fedcms.core.http.conditional_get import PackedBody, packed_response
from fedcms.core.pages.addresses import home_address, site_base
from fedcms.core.public_version import remember
from fedcms.core.seo.site_name import site_description, site_name
from home.sitemaps.base import SiteSitemap
from home.sitemaps.building import SITEMAPS
from home.sitemaps.news import NewsSitemap

XML = "application/xml"
SECURITY_DAYS = 180
"""How long a security.txt is valid; RFC 9116 recommends less than a year."""

_for_an_hour = cache_control(public=True, max_age=3600)


@dataclass(frozen=True)
class SitemapFile:
    """One file of the sitemap index, as Django's template needs it."""

    location: str
    last_mod: datetime | None


def _files(sitemaps: Mapping[str, SiteSitemap]) -> Iterator[SitemapFile]:
    """Yields every file of every sitemap that is not empty."""
    for section, sitemap in sitemaps.items():
        paginator = sitemap.paginator
        if paginator.count == 0:
            continue
        changed = sitemap.changed_at()
        location = site_base() + reverse("sitemap", args=[section])
        for number in paginator.page_range:
            yield SitemapFile(f"{location}?p={number}" if number > 1 else location, changed)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Serves /sitemap.xml, the list of sitemaps."""

    def write() -> tuple[PackedBody, datetime | None]:
        sitemaps = {section: kind() for section, kind in SITEMAPS.items()}
        until = earliest(next_change(), *(sitemap.until() for sitemap in sitemaps.values()))
        text = render_to_string("sitemap_index.xml", {"sitemaps": list(_files(sitemaps))})
        return PackedBody.of(text.encode(), None), until

    return packed_response(request, remember("sitemap index", write), content_type=XML)


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """Serves one file of a sitemap, by ?p=. Raises `Http404` for one that does not exist or is empty."""
    kind = SITEMAPS.get(section)
    if kind is None:
        raise Http404
    number = request.GET.get("p", "1")

    def write() -> tuple[PackedBody, datetime | None]:
        until = earliest(next_change(), kind().until())
        try:
            urls = kind().url_list(number)
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404 from error
        if not urls:
            raise Http404
        template = "home/sitemap_news.xml" if kind is NewsSitemap else "sitemap.xml"
        text = render_to_string(template, {"urlset": urls})
        return PackedBody.of(text.encode(), None), until

    response = packed_response(request, remember(("sitemap", section, number), write), content_type=XML)
    # Sitemaps must not be search results themselves.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@_for_an_hour
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Serves robots.txt: everything except the admin and archives, which hold a thread until a robot has them.

    Pages that are only for people have `noindex`.
    """
    index = site_base() + reverse("sitemap_index")
    lines = ["User-agent: *", "Disallow: /admin/", f"Disallow: /*{ARCHIVE}$", "", f"Sitemap: {index}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _security_contact() -> str:
    """Returns where to report a weakness, as a URI: FEDCMS_SECURITY_CONTACT, else the federation's mail address."""
    contact = settings.FEDCMS_SECURITY_CONTACT or Federation.load().email
    return contact if ":" in contact else f"mailto:{contact}"


@require_safe
@_for_an_hour
def security_txt(request: HttpRequest) -> HttpResponse:
    """Serves /.well-known/security.txt (RFC 9116). Its date moves each day, so it never expires while the site runs."""
    expires = datetime.combine(timezone.now().date() + timedelta(days=SECURITY_DAYS), time.min, tzinfo=UTC)
    lines = [
        f"Contact: {_security_contact()}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
    ]
    base = site_base()
    if base.startswith("https://"):  # the only scheme that the RFC allows here
        lines.append(f"Canonical: {base}{reverse('security_txt')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@_for_an_hour
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Serves the web manifest in the language of its address: name and icons for a phone's home screen."""
    language = get_language() or settings.LANGUAGE_CODE
    icons = [
        {
            "src": static(f"icons/icon-{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, size, purpose in (
            ("192", 192, "any"),
            ("512", 512, "any"),
            ("maskable-512", 512, "maskable"),
        )
    ]
    manifest = {
        "id": "/",
        "name": site_name(),
        "short_name": "EdTech",
        "description": site_description(),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home_address(language),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(
        manifest, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
