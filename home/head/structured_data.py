"""Schema.org data of the federation, the site and breadcrumbs."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from django.templatetags.static import static

from clusters.models import Cluster
from clusters.structured_data import signatory
from fedcms.core.pages.addresses import home_address, site_base
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import (
    BreadcrumbList,
    ContactPoint,
    EntryPoint,
    ImageObject,
    ListItem,
    Organization,
    SearchAction,
    WebSite,
)
from fedcms.core.seo.site_name import site_description, site_name

LOGO = "icons/icon-512.png"


@cache
def _logo_path() -> str:
    """Returns the path of the logo. Cached: a static file's hash does not change while the process lives."""
    return static(LOGO)


def federation(language: str) -> Organization:
    """Returns the federation as the publisher of every page."""
    base = site_base()
    logo = ImageObject(url=base + _logo_path())
    return Organization(
        id=f"{base}/#federation", name=site_name(), url=base + home_address(language), logo=logo
    )


def federation_in_full(head_context: HeadContext, newsroom: str) -> Organization:
    """Returns the federation with its clusters, for its home page; `newsroom` is a path, "" without one."""
    rows = head_context.context.get("clusters")
    clusters = [
        signatory(cluster, head_context.absolute(url))
        for cluster, url in (rows if isinstance(rows, list) else [])
        if isinstance(cluster, Cluster) and url
    ]
    press = ContactPoint(contact_type="press", url=head_context.absolute(newsroom)) if newsroom else None
    return replace(
        head_context.publisher,
        description=site_description(),
        image=head_context.images,
        sub_organization=tuple(clusters),
        contact_point=press,
    )


def website(head_context: HeadContext, search_path: str) -> WebSite:
    """Returns the site in the page's language, and how to search it."""
    template = f"{head_context.absolute(search_path)}?q={{search_term_string}}"
    return WebSite(
        id=f"{head_context.url}#website",
        name=site_name(),
        description=head_context.description,
        url=head_context.url,
        in_language=head_context.language,
        date_modified=head_context.metadata.modified_at,
        publisher=head_context.publisher,
        potential_action=SearchAction(
            target=EntryPoint(url_template=template), query_input="required name=search_term_string"
        ),
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> BreadcrumbList:
    """Returns the breadcrumbs from names and absolute addresses; the present page is the last."""
    return BreadcrumbList(
        item_list_element=tuple(
            ListItem(position=position, name=name, item=url)
            for position, (name, url) in enumerate(steps, start=1)
        )
    )
