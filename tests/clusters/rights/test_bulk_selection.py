"""Bulk actions by who may do everything: "all" needs a listing, and a branch that is ticked twice goes once."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage, StandardPage
from tests.clusters.answers import shown_messages
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class TestBulkSelection(TranslationCase):
    def setUp(self) -> None:
        self.client.force_login(self.root)

    def ask(self, query: str, action: str = "delete") -> "Answer":
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        data = {"confirm_site_name": settings.WAGTAIL_SITE_NAME, "include_descendants": "on"}
        return self.client.post(f"{url}?{query}", data)

    def all_pages(self) -> list[object]:
        return list(Page.objects.order_by("pk").values_list("pk", "path", "live"))

    def test_all_of_no_listing_is_refused_in_words(self) -> None:
        before = self.all_pages()
        for action in ("delete", "unpublish", "publish"):
            for query in ("id=all", "id=all&childOf=", "id=all&childOf=x", "id=all&q=", "id=1&id=all"):
                response = self.ask(query, action)
                assert response.status_code == 302, (action, query)
                assert "toutes les pages du site" in shown_messages(response), (action, query)
                assert self.all_pages() == before
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        assert self.client.get(f"{url}?id=all").status_code == 302

    def test_all_of_a_listing_and_of_a_search_is_meant(self) -> None:
        page = make_article(self.north, title="Zinzolin")
        listing = page.get_parent()
        assert self.ask(f"id=all&childOf={listing.pk}", "unpublish").status_code == 302
        assert not Page.objects.get(pk=page.pk).live
        self.ask("id=all&q=Zinzolin")
        assert not Page.objects.filter(pk=page.pk).exists()
        assert Page.objects.filter(pk=listing.pk).exists()

    def test_a_page_that_is_ticked_with_the_one_above_it_goes_with_it(self) -> None:
        home = HomePage.objects.get(locale__language_code="fr")
        first, second, beside = (StandardPage(title=title, locale=home.locale) for title in ("A", "B", "C"))
        for page, parent in ((first, home), (second, first), (beside, home)):
            parent.add_child(instance=page)
            publish(page)
        response = self.ask("&".join(f"id={page.pk}" for page in (second, first, beside)))
        assert response.status_code == 302
        assert not Page.objects.filter(pk__in=[first.pk, second.pk, beside.pk]).exists()
        assert Page.find_problems() == ([], [], [], [], [])
