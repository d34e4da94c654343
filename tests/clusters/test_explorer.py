"""The explorer: cluster, type, language, status, date and translations of each page, and filters for all of them."""

import re
from datetime import timedelta
from typing import ClassVar

from bs4 import BeautifulSoup
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PagePermissionTester

from clusters.models import Cluster, ContentPage, Federation
from clusters.models.leaf_page import LeafPermissionTester
from fedcms.core.changes.page_batches import written_together
from fedcms.users.models import User
from news.models import ArticlePage, NewsIndexPage
from tests.factories import make_article, make_cluster, make_event, make_user
from tests.factories.content import parent_for, section_of


def translate(page: ContentPage, language: str, live: bool = True) -> ContentPage:
    """A translation as wagtail-localize makes one: same key, in the same section of the other language."""
    parent = parent_for(type(page), page.cluster, language)
    copy = ArticlePage(
        title=f"{page.title} ({language})",
        summary="…",
        locale=parent.locale,
        translation_key=page.translation_key,
        live=live,
    )
    parent.add_child(instance=copy)
    return copy


class TestExplorer(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        make_user("nora", cls.north)
        make_user("sam", cls.south)
        make_user("fred", Federation.load())
        User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        cls.news = parent_for(ArticlePage, cls.north)

    def explore(self, parent: Page, name: str = "nora", **query: object) -> str:
        self.client.force_login(User.objects.get(username=name))
        answer = self.client.get(reverse("wagtailadmin_explore", args=[parent.pk]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def titles(self, parent: Page, name: str = "nora", **query: object) -> set[str]:
        """The titles of the rows."""
        html = self.explore(parent, name, **query)
        links = BeautifulSoup(html, "html.parser").select("[data-listing-page-title] .title-wrapper a")
        return {" ".join(link.get_text().split()) for link in links}

    def rows(self, html: str) -> list[str]:
        """The text of each row."""
        rows = BeautifulSoup(html, "html.parser").select("table.listing tbody tr")
        return [" ".join(row.get_text(" ").split()) for row in rows]

    def test_a_row_says_cluster_type_language_status_and_translations(self) -> None:
        page = make_article(self.north, title="Un lancement")
        translate(page, "en")
        translate(page, "ar", live=False)
        (row,) = self.rows(self.explore(self.news))
        for said in (
            "EdTech Nord",
            "Actualité",
            "Français",
            "publiée",
            "en : en ligne",
            "es : manque",
            "ar : brouillon",
        ):
            assert said in row, said
        assert "fr : " not in row, "its own language is no translation"

    def test_a_translation_under_embargo_is_not_called_live(self) -> None:
        page = make_article(self.north)
        copy = translate(page, "en")
        Page.objects.filter(pk=copy.pk).update(go_live_at=timezone.now() + timedelta(days=1))
        (row,) = self.rows(self.explore(self.news))
        assert "en : brouillon" in row

    def test_the_filters_find_what_the_columns_say(self) -> None:
        whole = make_article(self.north, title="Partout")
        for language in ("en", "es", "ar"):
            translate(whole, language)
        half = make_article(self.north, title="Sans arabe")
        translate(half, "en", live=False)
        make_article(self.north, title="Pas fini", live=False)
        make_event(self.north, title="Un rendez-vous")
        section = section_of(self.north)
        for query, found in (
            ({"translation": "missing-ar"}, {"Sans arabe", "Pas fini", "Un rendez-vous"}),
            ({"translation": "draft-en"}, {"Sans arabe"}),
            ({"status": "draft"}, {"Pas fini"}),
            ({"status": "live", "content_type": self.type_of(half)}, {"Partout", "Sans arabe"}),
            ({"q": "arabe", "status": "live"}, {"Sans arabe"}),
            ({"q": "arabe", "translation": "missing-fr"}, set()),
        ):
            titles = {title for title in self.titles(section, **query) if title in self.ours()}
            assert titles == found, query

    def ours(self) -> set[str]:
        return {"Partout", "Sans arabe", "Pas fini", "Un rendez-vous"}

    def type_of(self, page: Page) -> int:
        return int(page.content_type_id)

    def test_scheduled_reviewed_and_changed_pages_are_found_by_their_status(self) -> None:
        later = make_article(
            self.north, title="Demain", live=False, go_live_at=timezone.now() + timedelta(days=1)
        )
        later.save_revision().publish()
        review = make_article(self.north, title="À relire", live=False)
        review.save_revision()
        review.get_workflow().start(review, User.objects.get(username="nora"))
        changed = make_article(self.north, title="Repris")
        changed.summary = "Autrement."
        changed.save_revision()
        assert self.titles(self.news, status="scheduled") == {"Demain"}
        assert self.titles(self.news, status="review") == {"À relire"}
        assert self.titles(self.news, status="changed") == {"Repris"}
        assert self.titles(self.news, status="draft") == {"À relire"}

    def test_cluster_and_language_over_the_whole_tree(self) -> None:
        make_article(self.north, title="Du Nord")
        make_article(self.south, title="Du Sud")
        make_article(None, title="De la fédération")
        make_article(self.north, "en", title="From the north")
        root = Page.objects.get(depth=1)
        found = {"Du Nord", "Du Sud", "De la fédération", "From the north"}
        assert self.titles(root, "root", q="Du Sud") & found == {"Du Sud"}
        assert self.titles(root, "root", cluster=str(self.south.pk)) & found == {"Du Sud"}
        assert self.titles(root, "root", cluster="federation") & found == {"De la fédération"}
        both = self.titles(root, "root", cluster=["federation", str(self.north.pk)], locale="fr")
        assert both & found == {"Du Nord", "De la fédération"}
        assert self.titles(root, "root", locale="en") & found == {"From the north"}

    def test_nothing_of_another_cluster_is_shown_or_offered(self) -> None:
        theirs = make_article(
            self.south, title="Brouillon du Sud", live=False, owner=User.objects.get(username="sam")
        )
        make_article(self.north, title="Du Nord", owner=User.objects.get(username="nora"))
        root = Page.objects.get(depth=1)
        shown = self.explore(root, status="draft", search_all="1")
        assert "Brouillon du Sud" not in shown
        assert "EdTech Sud" not in shown
        assert "sam" not in re.findall(r'name="owner"[^>]*>\s*([^<]+)', shown)
        assert "nora" in shown
        # A forged choice is no door either.
        forged = self.explore(root, cluster=str(self.south.pk), search_all="1")
        assert "Brouillon du Sud" not in forged
        assert theirs.title not in self.titles(self.news, translation="missing-ar", search_all="1")

    def test_the_same_number_of_queries_for_ten_pages_and_for_fifty(self) -> None:
        def fill(number: int) -> None:
            with written_together():
                for _index in range(number):
                    translate(make_article(self.north), "en")

        def queries(name: str) -> int:
            self.explore(self.news, name)
            with CaptureQueriesContext(connection) as captured:
                self.explore(self.news, name)
            return len(captured)

        make_user("paul", self.north, "publisher")
        fill(10)
        ten = {name: queries(name) for name in ("nora", "paul")}
        fill(40)
        assert len(self.rows(self.explore(self.news))) == 50
        assert {name: queries(name) for name in ten} == ten

    def test_every_parent_has_the_columns(self) -> None:
        index = NewsIndexPage.objects.child_of(section_of(None)).get()
        make_article(None, title="De la fédération")
        shown = self.explore(index, "fred")
        for heading in ("Cluster", "Langue", "Traductions", "Statut"):
            assert heading in shown
        (row,) = self.rows(shown)
        assert "EdTech" not in row

    def test_examples_of_a_type_have_them_too(self) -> None:
        make_article(self.north, title="Un exemple")
        make_article(self.south, title="Un exemple du Sud")
        self.client.force_login(User.objects.get(username="nora"))
        answer = self.client.get(reverse("wagtailadmin_pages:type_use", args=["news", "articlepage"]))
        shown = answer.content.decode()
        assert "en : manque" in " ".join(self.rows(shown))
        assert "Un exemple du Sud" not in shown
        assert reverse("wagtailadmin_reports:page_types_usage") not in shown

    def test_a_language_without_a_locale_is_not_asked_for(self) -> None:
        make_article(self.north)
        Locale.objects.filter(language_code="es").update(language_code="de")
        assert "es : " not in self.explore(self.news)

    def test_the_cheap_answer_on_deleting_is_wagtails(self) -> None:
        make_user("paul", self.north, "publisher")
        pages = [make_article(self.north), make_article(self.north, live=False), make_article(self.south)]
        people = list(User.objects.filter(username__in=["nora", "sam", "paul", "fred", "root"]))
        people.append(User(username="gone", is_active=False))
        for page in pages:
            for person in people:
                ours = page.permissions_for_user(person)
                assert type(ours) is LeafPermissionTester
                wagtails = PagePermissionTester(person, page)
                said = (person.username, page.title)
                assert ours.can_delete() == wagtails.can_delete(), said
                assert ours.can_move() == wagtails.can_move(), said
