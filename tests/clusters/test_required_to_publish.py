"""A draft is kept whatever is missing in it; what is published is finished, and where it is not the admin says why."""

import json
from html import unescape
from typing import ClassVar

from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from clusters.models import Cluster
from fedcms.core.blocks.text import PARAGRAPH_FEATURES
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

    def test_a_release_without_a_text_stays_a_draft(self) -> None:
        rows = {
            "attachments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
        }
        publish = {"summary": "Voilà.", "action-publish": "1"}
        refused = self.add("pressreleasepage", self.publisher, **rows, **publish)
        # For the script that draws the blocks.
        assert json.dumps("Écrivez le texte du communiqué")[1:-1] in unescape(refused.content.decode())
        self.assertContains(refused, 'value="À finir"')
        assert not Page.objects.filter(slug="a-finir").exists()
        assert self.add("pressreleasepage", self.editor, **rows).status_code == 302
        Page.objects.get(slug="a-finir").delete()
        body = streamfield([("paragraph", rich_text("<p>Le texte.</p>", features=PARAGRAPH_FEATURES))])
        published = self.add("pressreleasepage", self.publisher, **rows, **publish, body=body)
        assert published.status_code == 302, published.context["form"].errors
        assert Page.objects.get(slug="a-finir").live

    def test_a_copy_is_offered_an_address_that_is_free(self) -> None:
        page = make_article(self.north, title="Modèle", slug="modele")
        make_article(self.north, title="Copie", slug="modele-1")
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        form = self.client.get(url).context["form"]
        names = ("new_title", "new_slug", "new_parent_page")
        offered = {name: getattr(form[name].value(), "pk", form[name].value()) for name in names}
        assert self.client.post(url, offered).status_code == 302
        assert ArticlePage.objects.get(slug="modele-2").title == "Modèle"

    def test_the_account_offers_time_zones_by_which_people_live(self) -> None:
        self.client.force_login(self.editor)
        shown = self.client.get(reverse("wagtailadmin_account")).content.decode()
        assert '<option value="Europe/Paris"' in shown
        assert '<option value="UTC"' in shown
        assert '<option value="localtime"' not in shown
