"""Names, places and addresses in Latin letters stand apart in Arabic pages, wherever those show them."""

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster, Organisation
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.factories.content import section_of
from tests.served.latin import mixed, naked, turned
from tests.served.texts import said

pytestmark = pytest.mark.django_db

ARABIC = {"title": "عنوان", "summary": "ملخص قصير."}


@pytest.fixture
def cluster(federation: object) -> Cluster:
    """A cluster whose names are in Latin letters in every language."""
    names = dict.fromkeys(("fr", "ar"), "EdTech Nord (Lille)")
    cluster = make_cluster("nord", "NOR", city="Lille", phone="+33 3 20 00 00 00", boilerplate={"ar": "نص."})
    cluster.name = cluster.territory = names
    cluster.save()
    return cluster


def test_latin_names_stand_apart_in_every_arabic_page(cluster: Cluster) -> None:
    organisation = Organisation.objects.create(
        cluster=cluster, name="Institut Curie (Lille)", slug="curie", kind="laboratory", city="Lille",
        website="https://curie.example/", description={"ar": "مختبر."},
    )  # fmt: skip
    pages = [
        make_article(cluster, "ar", organisation=organisation, **ARABIC),
        make_story(
            cluster,
            "ar",
            organisation=organisation,
            partners="Labo (Lille)",
            territory="Lille, Nord",
            need="حاجة.",
            answer="جواب.",
            **ARABIC,
        ),
        make_release(
            cluster, "ar", contact_note="Ana Bell, presse", contact_email="ana@nord.example", **ARABIC
        ),
        make_event(
            cluster,
            "ar",
            venue_name="Halle (nord)",
            venue_address="27 quai",
            venue_country="FR",
            organisers="Labo, amis",
            **ARABIC,
        ),
        make_mission(cluster, "ar", destination_city="Dakar", contact="ana@nord.example", **ARABIC),
    ]
    paths = [page.url_path for page in pages]
    paths += [
        section_of(owner, "ar").url_path + part for owner in (cluster, None) for part in ("", "events/")
    ]
    paths += [
        "/ar/organisations/",
        "/ar/organisations/curie/",
        "/ar/press/",
        "/ar/clusters/",
        "/ar/missions/",
    ]
    wrong, shown = [], 0
    for path in paths:
        response = Client().get(path)
        assert response.status_code == 200, path
        tree = html.fromstring(response.content.decode())
        texts = list(said(tree))
        shown += any("Lille" in each.text for each in texts)
        wrong += [f"{path}: {text}" for text in [*naked(texts), *turned(texts), *mixed(tree)]]
    assert shown > 8
    assert wrong == []
