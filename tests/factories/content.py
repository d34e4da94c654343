"""Content pages in a cluster's section."""

import json
from datetime import timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Cluster, ClusterPage, ContentPage, Organisation
from clusters.publishing.new_pages import publish_new
from events.models import AgendaPage, EventPage, TradeMissionPage
from home.models import HomePage
from news.models import ArticlePage, NewsIndexPage, PressReleasePage, SuccessStoryPage

_numbers = count(1)
AnyContent = TypeVar("AnyContent", bound=ContentPage)


def section_of(cluster: Cluster | None, language: str = "fr") -> Page:
    """The root of a cluster's section in a language; the home page for the federation (`None`)."""
    if cluster is None:
        return HomePage.objects.get(locale__language_code=language)
    return ClusterPage.objects.get(cluster=cluster, locale__language_code=language)


def parent_for(model: type[ContentPage], cluster: Cluster | None, language: str = "fr") -> Page:
    """The listing below which content of a kind stands."""
    index = AgendaPage if model in (EventPage, TradeMissionPage) else NewsIndexPage
    return index.objects.child_of(section_of(cluster, language)).first()


def publish(page: AnyContent) -> AnyContent:
    """Publishes the page as the admin does, and reads it back."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _make(
    model: type[AnyContent], cluster: Cluster | None, language: str, live: bool, fields: dict[str, object]
) -> AnyContent:
    number = next(_numbers)
    values: dict[str, object] = {
        "title": f"{model.kind} {number}",
        "summary": f"What page {number} is about.",
        "live": False,
    }
    parent = parent_for(model, cluster, language)
    page = model(**(values | fields), locale=parent.locale)
    is_for_later = page.go_live_at is not None and page.go_live_at > timezone.now()
    if live and not is_for_later:
        # One save instead of the admin's three, which `publish` does.
        with transaction.atomic():
            publish_new(parent, page)
        page.refresh_from_db()
        return page
    parent.add_child(instance=page)
    if live:
        publish(page)
    return page


def make_article(
    cluster: Cluster | None, language: str = "fr", live: bool = True, **fields: object
) -> ArticlePage:
    """An article, published unless `live` is False."""
    return _make(ArticlePage, cluster, language, live, fields)


def _some_organisation(cluster: Cluster | None) -> Organisation:
    """An organisation of the cluster; for the federation, of any."""
    owner = cluster or Cluster.objects.first()
    assert owner is not None, "an organisation belongs to a cluster: make one first"
    organisation, _made = Organisation.objects.get_or_create(
        slug=f"org-of-{owner.slug}", defaults={"name": "Org", "kind": "company", "cluster": owner}
    )
    return organisation


def make_story(
    cluster: Cluster | None, language: str = "fr", live: bool = True, **fields: object
) -> SuccessStoryPage:
    """A success story."""
    return _make(
        SuccessStoryPage,
        cluster,
        language,
        live,
        {"need": "A need.", "answer": "An answer.", "organisation": _some_organisation(cluster)} | fields,
    )


def make_release(
    cluster: Cluster | None, language: str = "fr", live: bool = True, **fields: object
) -> PressReleasePage:
    """A press release, with a text."""
    # With an id: Wagtail gives a block without one another at each reading.
    paragraph = {"type": "paragraph", "value": "<p>The text of the release.</p>", "id": str(UUID(int=1))}
    body = json.dumps([paragraph])
    return _make(PressReleasePage, cluster, language, live, {"body": body} | fields)


def make_event(
    cluster: Cluster | None, language: str = "fr", live: bool = True, **fields: object
) -> EventPage:
    """An event in ten days."""
    values: dict[str, object] = {
        "starts_on": timezone.localdate() + timedelta(days=10),
        "venue_city": "Lille",
    }
    return _make(EventPage, cluster, language, live, values | fields)


def make_mission(
    cluster: Cluster | None, language: str = "fr", live: bool = True, **fields: object
) -> TradeMissionPage:
    """A mission in sixty days, open for thirty more."""
    today = timezone.localdate()
    values: dict[str, object] = {
        "destination_country": "CA",
        "destination_city": "Montréal",
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=64),
        "deadline": today + timedelta(days=30),
        "eligibility": "Any member.",
        "contact": "missions@federation.example",
    }
    return _make(TradeMissionPage, cluster, language, live, values | fields)
