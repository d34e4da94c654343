"""Promoted results: chosen by the federation's team, shown above the results while anybody may see them."""

from datetime import timedelta
from typing import ClassVar

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, Federation
from fedcms.users.models import User
from news.models import ArticlePage
from search.maintenance.rebuilding import prepare_storage
from search.models import PromotedResult
from tests.clusters.test_permissions_rows import signed_in, was_refused
from tests.factories import make_article, make_cluster, make_user


def search(query: str, language: str = "fr", **parameters: object) -> html.HtmlElement:
    """The search page."""
    response = Client().get(f"/{language}/search/", {"q": query, **parameters})
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def above(page: html.HtmlElement) -> list[str]:
    """Titles that stand above the results."""
    return [str(title) for title in page.xpath("//section[@class='promoted']//h3/a/text()")]


def below(page: html.HtmlElement) -> list[str]:
    """Titles of the results."""
    return [str(link.text_content()) for link in page.xpath("//ol[@class='dispatches']//h2/a")]


def api(query: str) -> dict[str, list[dict[str, object]]]:
    """The API's answer in French."""
    answer: dict[str, list[dict[str, object]]] = (
        Client().get("/api/search/", {"q": query, "locale": "fr"}).json()
    )
    return answer


class Case(TestCase):
    federation: ClassVar[Federation]
    cluster: ClassVar[Cluster]
    page: ClassVar[ArticlePage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.federation = Federation.load()
        cls.cluster = make_cluster("haut", "HAU")
        cls.page = make_article(cls.cluster, title="Un robot de référence", slug="reference")
        make_article(cls.cluster, title="Un robot parmi d’autres", slug="autre")
        for name, owner in (("nora", cls.cluster), ("fred", cls.federation)):
            make_user(name, owner)

    def as_(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        return signed_in(User.objects.get(username=name))

    def promote(self, **fields: object) -> PromotedResult:
        """A promoted result of the French page, saved as the admin does."""
        values: dict[str, object] = {"language": "fr", "searches": "Les robots éducatifs\nzorglub"}
        row = PromotedResult(
            **(values | ({} if "link_url" in fields else {"page_id": self.page.pk}) | fields)
        )
        row.full_clean()
        row.save()
        return row


class TestShowing(Case):
    def test_it_stands_above_and_is_marked_and_not_repeated(self) -> None:
        self.promote(searches="robot")
        page = search("robot")
        assert above(page) == ["Un robot de référence"]
        assert below(page) == ["Un robot parmi d’autres"]
        assert "Choisi par la rédaction" in page.text_content()
        assert "2 résultats" in page.text_content()

    def test_words_are_compared_as_the_search_reads_them_and_all_of_them(self) -> None:
        self.promote()
        for query in ("robot éducatif", "des ROBOTS educatifs", "zorglub"):
            assert above(search(query)) == ["Un robot de référence"], query
        for query in ("robot", "robots éducatifs gratuits", "éducatifs robots", "", "???"):
            assert above(search(query)) == [], query

    def test_only_in_its_language_on_the_first_page_and_without_filters(self) -> None:
        self.promote()
        assert above(search("zorglub", "en")) == []
        assert above(search("zorglub", kind="event")) == []
        for number in range(12):
            make_article(self.cluster, title=f"Zorglub {number}")
        assert above(search("zorglub")) == ["Un robot de référence"]
        assert above(search("zorglub", page=2)) == []

    def test_it_is_shown_only_while_anybody_may_see_its_page(self) -> None:
        self.promote()
        restriction = PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        assert above(search("zorglub")) == []
        restriction.delete()
        assert above(search("zorglub")) == ["Un robot de référence"]
        Page.objects.filter(pk=self.page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
        assert above(search("zorglub")) == []
        assert api("zorglub")["promoted"] == []
        Page.objects.filter(pk=self.page.pk).update(expire_at=None, live=False)
        assert above(search("zorglub")) == []
        Page.objects.get(pk=self.page.pk).delete()
        assert not PromotedResult.objects.exists()

    def test_and_only_in_its_period(self) -> None:
        now = timezone.now()
        row = self.promote(starts_at=now + timedelta(hours=1))
        assert above(search("zorglub")) == []
        row.starts_at, row.ends_at = now - timedelta(hours=2), now - timedelta(hours=1)
        row.save()
        assert above(search("zorglub")) == []
        row.ends_at = now + timedelta(hours=1)
        row.save()
        assert above(search("zorglub")) == ["Un robot de référence"]

    def test_an_address_elsewhere_says_so(self) -> None:
        self.promote(
            link_url="https://ailleurs.example/", link_title="Ailleurs <b>", link_text="Un site ami."
        )
        page = search("zorglub")
        (link,) = page.xpath("//section[@class='promoted']//a")
        assert (link.get("href"), link.text) == ("https://ailleurs.example/", "Ailleurs <b>")
        assert "Autre site" in page.text_content()

    def test_programs_get_it_under_a_key_of_its_own(self) -> None:
        self.promote(searches="robot")
        answer = api("robot")
        (promoted,) = answer["promoted"]
        assert promoted["title"] == "Un robot de référence"
        assert str(promoted["url"]).endswith(self.page.url_path)
        assert (promoted["cluster"], promoted["kind"]) == ("haut", "article")
        assert len(answer["results"]) == 2

    def test_stems_that_change_are_computed_again_by_the_next_migration(self) -> None:
        row = self.promote()
        PromotedResult.objects.filter(pk=row.pk).update(keys="\nformer stems\n")
        assert above(search("robot éducatif")) == []
        prepare_storage()
        assert above(search("robot éducatif")) == ["Un robot de référence"]

    def test_it_costs_one_query(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                search("zorglub")
            return sum("promotedresult" in query["sql"] for query in captured)

        search("zorglub")
        assert count() == 1
        self.promote()
        assert count() == 1


class TestEditing(Case):
    def form(self, **fields: object) -> dict[str, object]:
        return {
            "language": "fr",
            "searches": "zorglub",
            "page": str(self.page.pk),
            "link_url": "",
            "link_title": "",
            "link_text": "",
            "starts_at": "",
            "ends_at": "",
            "note": "",
        } | fields

    def errors(self, **fields: object) -> dict[str, list[str]]:
        response = self.as_("fred").post(reverse("promoted_results:add"), self.form(**fields))
        assert response.status_code == 200
        return dict(response.context["form"].errors)

    def test_the_federations_team_keeps_them(self) -> None:
        client = self.as_("fred")
        response = client.post(reverse("promoted_results:add"), self.form())
        assert response.status_code == 302, response.context and response.context["form"].errors
        row = PromotedResult.objects.get()
        assert above(search("zorglub")) == ["Un robot de référence"]
        listed = client.get(reverse("promoted_results:index")).content.decode()
        assert self.page.url_path in listed
        client.post(reverse("promoted_results:edit", args=[row.pk]), self.form(searches="zorglub\nbulgroz"))
        assert above(search("bulgroz")) == ["Un robot de référence"]
        Page.objects.filter(pk=self.page.pk).update(live=False)
        assert "non : page non visible" in client.get(reverse("promoted_results:index")).content.decode()
        client.post(reverse("promoted_results:delete", args=[row.pk]))
        assert not PromotedResult.objects.exists()

    def test_no_clusters_team_sees_or_changes_them(self) -> None:
        row = self.promote()
        client = self.as_("nora")
        for url in (
            reverse("promoted_results:index"),
            reverse("promoted_results:add"),
            reverse("promoted_results:edit", args=[row.pk]),
            reverse("promoted_results:delete", args=[row.pk]),
        ):
            assert was_refused(client.get(url))
            assert was_refused(client.post(url, self.form(searches="autre")))
        assert PromotedResult.objects.get().searches == row.searches

    def test_what_makes_no_sense_is_refused_at_its_field(self) -> None:
        english = make_article(self.cluster, "en", title="A robot", slug="robot")
        assert "ne contient aucun mot" in self.errors(searches="zorglub\n???")["searches"][0]
        assert "pas les deux" in self.errors(link_url="https://x.example/", link_title="X")["page"][0]
        assert "pas les deux" in self.errors(page="")["page"][0]
        assert "English" in self.errors(page=str(english.pk))["page"][0].title()
        assert self.errors(page="", link_url="https://x.example/")["link_title"]
        assert self.errors(page="", link_url="javascript:alert(1)", link_title="X")["link_url"]
        assert (
            "précède" in self.errors(starts_at="2026-01-02 10:00", ends_at="2026-01-01 10:00")["ends_at"][0]
        )

    def test_a_page_that_the_chooser_would_not_show_is_refused(self) -> None:
        draft = make_article(self.cluster, title="Brouillon secret", slug="brouillon", live=False)
        response = self.as_("fred").post(reverse("promoted_results:add"), self.form(page=str(draft.pk)))
        assert not PromotedResult.objects.exists()
        assert "Brouillon secret" not in response.content.decode()
