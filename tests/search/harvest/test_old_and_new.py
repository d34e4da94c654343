"""What is old stays old: at a new address, and in a sitemap that says of every page that it changed today."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.models import Cluster
from search.harvest.scheduling import visit_due
from search.models import HarvestedItem
from tests.clusters.test_permissions_rows import signed_in
from tests.factories import make_user
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


def test_undated_items_of_a_new_address_are_not_new(section: Cluster, site: Site) -> None:
    source = harvested(make_source(section, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    old = [item(f"Vieux quadrivium {n}", f"/o{n}", when=None) for n in range(3)]
    values = {
        "name": source.name, "address": site.at("/feed2", rss(*old)), "format": "auto", "kind": "", "language": "fr",
        "page_address": "", "consent_by": "A", "consent_on": "2026-11-01", "licence": "CC BY 4.0",
    }  # fmt: skip
    edit = reverse("harvest_sources:edit", args=[source.pk])
    signed_in(make_user("yann", section, "publisher")).post(edit, values)
    source = harvested(source)
    assert source.items.filter(title__startswith="Vieux", date=None).count() == 3
    site.at("/feed2", rss(*old, item("Nouveau quadrivium", "/n", when=None)))
    harvested(source)
    assert HarvestedItem.objects.get(title="Nouveau quadrivium").date is not None


def sitemap(site: Site, *pages: tuple[str, str]) -> str:
    rows = "".join(
        f"<url><loc>{site.base}{path}</loc><lastmod>{changed}</lastmod></url>" for path, changed in pages
    )
    return site.at("/map.xml", f"<urlset>{rows}</urlset>")


def test_a_change_is_no_publication(cluster: Cluster, site: Site) -> None:
    today = timezone.now().date().isoformat()
    for path in ("/p", "/q", "/r"):
        site.at(path, f"<html><title>Le quadrivium {path}</title></html>", content_type="text/html")
    source = harvested(make_source(cluster, sitemap(site, ("/p", today))))
    visit_due()
    assert source.items.get().date is None
    sitemap(site, ("/p", today), ("/q", "2019-05-01"), ("/r", "2100-01-01"))
    harvested(source)
    visit_due()
    dates = dict(source.items.values_list("title", "date"))
    assert dates["Le quadrivium /q"].year == 2019, "it was published before it changed"
    assert timezone.now() - dates["Le quadrivium /r"] < timedelta(minutes=1)
