"""A site with a page of each kind, for tests that count the queries of its pages: few items, or many."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Charter, Cluster, Commitment, CommitmentKind, ContentPage, Offering, Organisation
from fedcms.core.changes.page_batches import written_together
from fedcms.core.models import Topic
from fedcms.media.models import FederationImage
from home.models import StandardPage
from tests.closed_answers import close_answer
from tests.factories import (
    make_article,
    make_cluster,
    make_event,
    make_mission,
    make_release,
    make_story,
)
from tests.factories.content import section_of
from tests.news.newsroom_rows import make_coverage, make_figure, make_person, make_press_contact
from tests.shared_rows import Keep, again

FEW, MANY = 10, 200


@pytest.fixture(scope="module")
def kept_site(keep: Keep) -> Cluster:
    """One page of each kind, with everything that its template can show."""
    with keep():
        cluster = make_cluster("budget", "BUD")
        topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
        organisation = Organisation.objects.create(
            slug="lab",
            name="Lab",
            kind="laboratory",
            cluster=cluster,
            topics=[topic],
            offerings=[Offering(name={"fr": "Cours"}, for_school=True)],
        )
        commitment = Commitment.objects.create(
            kind=CommitmentKind.AXIS, number=2, slug="axe-2", title={"fr": "Axe"}, text={"fr": "Mots"}
        )
        for make, slug in (
            (make_article, "article"),
            (make_story, "story"),
            (make_release, "release"),
            (make_event, "event"),
            (make_mission, "mission"),
        ):
            page = make(cluster, slug=slug, organisation=organisation)
            page.topics.add(topic)
            page.commitments.add(commitment)
            page.save()
        # What a search finds of others stands beyond its first page.
        with time_machine.travel("2024-01-01"), written_together():
            for _ in range(8):
                make_article(None)
        home = section_of(None)
        home.add_child(
            instance=StandardPage(title="About", slug="about", summary="Who we are.", locale=home.locale)
        )
        speaker = make_person(cluster, "Une", topics=[topic], portrait=_portrait(cluster, "une"))
        speaker.commitments.add(commitment)
        make_press_contact(cluster, "Permanence")
        make_coverage(cluster, "Article", about=section_of(cluster))
        make_figure(cluster, "Élèves")
        Charter.objects.create(version="1", effective_on="2020-01-01", summary={"fr": "Résumé"})
        return cluster


@pytest.fixture
def site(kept_site: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_site)


def _portrait(cluster: Cluster, name: str) -> FederationImage:
    """A portrait that the press may take, with a tag."""
    portrait = FederationImage.objects.create(
        title=name,
        file=get_test_image_file(f"portrait-{name}.png"),
        licence="cc-by",
        credit="Studio",
        collection=cluster.collection,
    )
    portrait.tags.add("portrait")
    return portrait


def fill(cluster: Cluster, wanted: int) -> None:
    """Adds content of every kind to the cluster and to others, until there are `wanted` items."""
    # Most of it by one cluster: the first page of a search is then shared out, which costs most
    # (search/engines/fairness.py).
    others = [cluster, cluster, cluster, None]
    makers = (make_article, make_event, make_story, make_mission, make_release)
    # Events and missions start on the same day, so that the first page of an agenda always shows both.
    start = timezone.localdate() + timedelta(days=35)
    commitment, pages = Commitment.objects.get(), []
    with written_together():
        for number in range(wanted):
            make = makers[number % len(makers)]
            dates: dict[str, object] = {"starts_on": start} if make in (make_event, make_mission) else {}
            if make is make_event:
                dates["time_zone"] = "UTC"
            pages.append(make(others[number % len(others)], **dates))
    tags = ContentPage.commitments.through
    tags.objects.bulk_create(tags(contentpage_id=page.pk, commitment_id=commitment.pk) for page in pages)
    Organisation.objects.bulk_create(
        Organisation(slug=f"org-{wanted}-{number}", name=f"Org {number}", kind="company", cluster=cluster)
        for number in range(wanted)
    )
    lab = Organisation.objects.get(slug="lab")
    Offering.objects.bulk_create(
        Offering(organisation=lab, name={"fr": f"Cours {number}"}) for number in range(wanted)
    )
    topic = Topic.objects.get()
    for number in range(wanted // 5):
        portrait = _portrait(cluster, f"{wanted}-{number}")
        speaker = make_person(cluster, f"Personne {number}", topics=[topic], portrait=portrait)
        speaker.commitments.add(commitment)
        make_press_contact(cluster, f"Service {number}")
        make_coverage(cluster, f"Article {number}", about=section_of(cluster))
        make_figure(cluster, f"Chiffre {number}")


def count_queries(path: str) -> int:
    """Queries of one request by a new visitor, after the process is warm."""
    client = Client()
    first = client.get(path)
    close_answer(first)
    assert first.status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        # An archive holds a slot until it is closed.
        close_answer(client.get(path))
    return len(captured)
