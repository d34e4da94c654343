"""A page that moves to another section takes its translations with it, or stays where it is."""

from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Cluster, ContentPage
from clusters.translation.translation_set.moves import move_together
from events.models import EventPage
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.factories import make_article, make_cluster, make_event, make_user
from tests.factories.content import parent_for


class TestMoves(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]
    french: ClassVar[ArticlePage]
    english: ClassVar[ArticlePage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.french = make_article(cls.north, title="Rentrée", slug="rentree")
        cls.english = make_article(
            cls.north, "en", title="Back to school", slug="back", translation_key=cls.french.translation_key
        )
        cls.both = make_user("both", cls.north, "publisher")
        assert cls.south.publishers_group
        cls.both.groups.add(cls.south.publishers_group)
        make_user("paul", cls.north, "publisher")

    def listing(self, cluster: Cluster, language: str = "fr") -> Page:
        return parent_for(ArticlePage, cluster, language)

    def confirm(self, user: str, page: Page, destination: Page, method: str = "post") -> HttpResponse:
        self.client.force_login(User.objects.get(username=user))
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
        return getattr(self.client, method)(url)  # type: ignore[no-any-return]

    def clusters(self) -> list[str]:
        """Where the two stand, by the cluster they say and by the section they are in."""
        found = []
        for page in ContentPage.objects.filter(translation_key=self.french.translation_key).order_by(
            "locale_id"
        ):
            assert page.cluster
            assert page.url_path.split("/")[3] == page.cluster.slug
            found.append(page.cluster.slug)
        return found

    def test_all_languages_move_together(self) -> None:
        page = self.confirm("both", self.french, self.listing(self.south), "get")
        assert "1" in page.content.decode()
        assert self.clusters() == ["nord", "nord"]
        response = self.confirm("both", self.french, self.listing(self.south))
        assert self.clusters() == ["sud", "sud"]
        assert "2 pages" in shown_messages(response)

    def test_who_has_no_right_there_moves_nothing(self) -> None:
        self.confirm("paul", self.french, self.listing(self.south))
        assert self.clusters() == ["nord", "nord"]

    def test_a_right_in_one_language_alone_moves_nothing(self) -> None:
        """The mover needs the right in each of them."""
        self.south.publishers_group.page_permissions.filter(page__locale__language_code="en").delete()  # type: ignore[union-attr]
        response = self.confirm("both", self.french, self.listing(self.south))
        assert self.clusters() == ["nord", "nord"]
        assert "Anglais" in shown_messages(response) or "English" in shown_messages(response)

    def test_without_a_counterpart_it_is_refused_in_words(self) -> None:
        self.listing(self.south, "en").delete()
        response = self.confirm("both", self.french, self.listing(self.south))
        assert self.clusters() == ["nord", "nord"]
        assert "n’existe pas" in shown_messages(response)

    def test_an_address_that_is_taken_in_one_language_stops_all(self) -> None:
        make_article(self.south, "en", slug="back")
        response = self.confirm("both", self.french, self.listing(self.south))
        assert self.clusters() == ["nord", "nord"]
        assert "déjà prise" in shown_messages(response)

    def test_what_is_being_reviewed_stays(self) -> None:
        self.english.save_revision()
        Page.objects.get(pk=self.english.pk).specific.get_workflow().start(self.english, self.both)
        response = self.confirm("both", self.french, self.listing(self.south))
        assert self.clusters() == ["nord", "nord"]
        assert "relecture" in shown_messages(response)

    def test_a_destination_in_another_language_is_refused(self) -> None:
        response = self.confirm("both", self.french, self.listing(self.south, "en"))
        assert self.clusters() == ["nord", "nord"]
        assert "même langue" in shown_messages(response)

    def bulk(self, *pages: Page) -> HttpResponse:
        self.client.force_login(User.objects.get(username="both"))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        query = "&".join(f"id={page.pk}" for page in pages)
        return self.client.post(f"{url}?{query}", {"chooser": self.listing(self.south).pk})

    def test_in_bulk_too_and_a_translation_that_was_ticked_moves_once(self) -> None:
        other = make_article(self.north, title="Sans traduction")
        response = self.bulk(self.french, other)
        assert self.clusters() == ["sud", "sud"]
        assert ContentPage.objects.get(pk=other.pk).cluster == self.south
        assert "3 pages" in shown_messages(response)

    def test_in_bulk_one_refusal_stops_all(self) -> None:
        other = make_article(self.north, title="Sans traduction")
        make_article(self.south, "en", slug="back")
        self.bulk(other, self.french)
        assert self.clusters() == ["nord", "nord"]
        assert ContentPage.objects.get(pk=other.pk).cluster == self.north

    def test_no_other_way_moves_one_language_alone(self) -> None:
        """A script, or the admin's API."""
        with pytest.raises(PermissionDenied):
            Page.objects.get(pk=self.french.pk).specific.move(self.listing(self.south), pos="last-child")
        self.client.force_login(User.objects.get(username="both"))
        response = self.client.post(
            reverse("wagtailadmin_api:pages:action", args=[self.french.pk, "move"]),
            {"destination_page_id": self.listing(self.south).pk},
        )
        assert response.status_code == 403
        assert self.clusters() == ["nord", "nord"]

    def test_a_page_without_translation_moves_alone(self) -> None:
        event = make_event(self.north)
        move_together(event, parent_for(EventPage, self.south))
        assert EventPage.objects.get(pk=event.pk).cluster == self.south
