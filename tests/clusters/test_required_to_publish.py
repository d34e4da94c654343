"""A draft is kept whatever is missing in it; what is published is finished, and where it is not the admin says why."""

from typing import ClassVar

from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from fedcms.users.models import User
from news.models import ArticlePage, NewsIndexPage
from tests.clusters.answers import shown_messages
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import parent_for


class TestUnfinishedDrafts(TestCase):
    north: ClassVar[Cluster]
    editor: ClassVar[User]
    publisher: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north = make_cluster("nord", "NOR")
        cls.editor = make_user("emma", cls.north, "editor")
        cls.publisher = make_user("paul", cls.north, "publisher")

    def form(self, **values: object) -> dict[str, str]:
        empty = {"title": "À finir", "slug": "a-finir", "summary": "", "body": streamfield([])}
        return nested_form_data(empty | {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}} | values)  # type: ignore[no-any-return]

    def add(self, kind: str, user: User, **values: object) -> HttpResponse:
        self.client.force_login(user)
        listing = parent_for(ArticlePage, self.north)
        assert isinstance(listing.specific, NewsIndexPage)
        url = reverse("wagtailadmin_pages:add", args=["news", kind, listing.pk])
        return self.client.post(url, self.form(**values), follow=False)

    def test_the_first_words_of_a_draft_are_kept(self) -> None:
        assert self.add("articlepage", self.editor).status_code == 302
        page = ArticlePage.objects.get(slug="a-finir")
        assert not page.live
        assert page.summary == ""

    def test_a_story_may_wait_for_its_organisation(self) -> None:
        rows = {"results": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 6}}
        response = self.add("successstorypage", self.editor, need="", answer="", **rows)
        assert response.status_code == 302
        assert Page.objects.filter(slug="a-finir").exists()

    def test_to_publish_is_to_say_what_it_is_about(self) -> None:
        response = self.add("articlepage", self.publisher, **{"action-publish": "1"})
        self.assertContains(response, "Écrivez une ou deux phrases")
        self.assertContains(response, 'value="À finir"')
        assert not ArticlePage.objects.filter(slug="a-finir").exists()
        response = self.add("articlepage", self.publisher, summary="Voilà.", **{"action-publish": "1"})
        assert response.status_code == 302
        assert ArticlePage.objects.get(slug="a-finir").live

    def test_the_form_marks_what_a_public_page_needs(self) -> None:
        """With a star, and with the reason beside the field where it is missing: for each kind its own."""
        self.client.force_login(self.publisher)
        listing = parent_for(ArticlePage, self.north)
        needed = {
            "articlepage": {"summary"},
            "successstorypage": {"summary", "organisation", "need", "answer"},
        }
        for kind, names in needed.items():
            shown = self.client.get(reverse("wagtailadmin_pages:add", args=["news", kind, listing.pk]))
            form = shown.context["form"]
            assert names <= set(form.fields)
            assert {name for name in names if form.fields[name].required} == names
        answer = self.add("articlepage", self.publisher, **{"action-publish": "1"})
        assert str(ArticlePage.required_to_publish["summary"]) in answer.context["form"].errors["summary"]

    def test_a_draft_that_is_shown_again_is_a_page_to_publish_again(self) -> None:
        """It lacks its title, even for a draft: from then on the form is one for all its buttons."""
        answer = self.add("articlepage", self.editor, title="")
        assert answer.status_code == 200
        form = answer.context["form"]
        assert form.fields["summary"].required
        assert not form.instance.is_unfinished

    def test_a_live_page_may_have_an_unfinished_draft(self) -> None:
        page = make_article(self.north, title="En ligne", summary="Finie.")
        self.client.force_login(self.editor)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert self.client.post(url, self.form(title="En ligne", slug=page.slug)).status_code == 302
        page.refresh_from_db()
        assert page.summary == "Finie."
        assert page.get_latest_revision_as_object().summary == ""

    def test_publishing_an_unfinished_draft_from_the_explorer_says_what_is_missing(self) -> None:
        self.add("articlepage", self.editor)
        other = make_article(self.north, title="Prête", live=False)
        page = ArticlePage.objects.get(slug="a-finir")
        self.client.force_login(self.publisher)
        listing = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{url}?id={other.pk}&id={page.pk}&next={listing}")
        self.assertRedirects(response, listing, fetch_redirect_response=False)
        assert "Rien n’a été publié" in shown_messages(response)
        assert "Écrivez une ou deux phrases" in shown_messages(response)
        assert not Page.objects.filter(pk__in=[page.pk, other.pk], live=True).exists()
