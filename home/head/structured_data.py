"""The federation and its site as schema.org knows them, and the way to a page."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from django.templatetags.static import static

from clusters.models import Cluster
from clusters.structured_data import signatory
from fedcms.core.pages.addresses import home_address, site_base
from fedcms.core.seo.head_metadata import Frame
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
    """The hashed name of a static file is the same for as long as the process lives."""
    return static(LOGO)


def federation(language: str) -> Organization:
    """The federation as the publisher of every page."""
    base = site_base()
    logo = ImageObject(url=base + _logo_path())
    return Organization(
        id=f"{base}/#federation", name=site_name(), url=base + home_address(language), logo=logo
    )


def federation_in_full(frame: Frame, newsroom: str) -> Organization:
    """The federation as its home page describes it: with its clusters; `newsroom` is a path, "" when there is none."""
    rows = frame.context.get("clusters")
    clusters = [
        signatory(cluster, frame.absolute(url))
        for cluster, url in (rows if isinstance(rows, list) else [])
        if isinstance(cluster, Cluster) and url
    ]
    press = ContactPoint(contact_type="press", url=frame.absolute(newsroom)) if newsroom else None
    return replace(
        frame.publisher,
        description=site_description(),
        image=frame.images,
        sub_organization=tuple(clusters),
        contact_point=press,
    )


def website(frame: Frame, search_path: str) -> WebSite:
    """The site in the page's language, and how to search it."""
    template = f"{frame.absolute(search_path)}?q={{search_term_string}}"
    return WebSite(
        id=f"{frame.url}#website",
        name=site_name(),
        description=frame.description,
        url=frame.url,
        in_language=frame.language,
        date_modified=frame.facts.modified_at,
        publisher=frame.publisher,
        potential_action=SearchAction(
            target=EntryPoint(url_template=template), query_input="required name=search_term_string"
        ),
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> BreadcrumbList:
    """The names and whole addresses of the pages on the way, this one last."""
    return BreadcrumbList(
        item_list_element=tuple(
            ListItem(position=position, name=name, item=url)
            for position, (name, url) in enumerate(steps, start=1)
        )
    )
