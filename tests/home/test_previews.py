"""Previews of the editor: three sizes, the page, the search result and the social card, and no trace of a draft."""

from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from typing import ClassVar

from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from django.urls import reverse
from PIL import Image
from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models import Cluster, ClusterPage, Organisation, OrganisationIndexPage
from fedcms.media.social_cards.drawing import draw_social_card
from fedcms.media.social_cards.store import FOLDER
from fedcms.users.models import User
from home.models import HomePage
from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import parent_for

LONG = "Un titre qui n’en finit pas et que les moteurs de recherche couperont à coup sûr"


@override_settings(FEDCMS_SOCIAL_CARDS=True)
class TestPreviews(TestCase):
    north: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north = make_cluster("nord", "NOR")
        make_user("nora", cls.north)
        User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")

    def draft(self, page: Page, mode: str, name: str = "root") -> BeautifulSoup:
        self.client.force_login(User.objects.get(username=name))
        answer = self.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def stored_cards(self) -> set[str]:
        if not default_storage.exists(FOLDER):
            return set()
        return set(default_storage.listdir(FOLDER)[0])

    def test_three_sizes_and_three_modes_on_every_type(self) -> None:
        models = [*content_types().values(), HomePage, ClusterPage, OrganisationIndexPage]
        for model in models:
            page = model()
            assert [size["name"] for size in page.preview_sizes] == ["phone", "tablet", "desktop"]
            assert [size["device_width"] for size in page.preview_sizes] == [360, 768, 1440]
            assert [mode for mode, _label in page.preview_modes] == ["", "search", "card"]

    def test_a_search_result_shows_address_title_as_far_as_it_goes_and_description(self) -> None:
        page = make_article(self.north, live=False, title=LONG, summary="Ce qui change.", slug="long")
        shown = self.draft(page, "search", "nora")
        assert shown.select_one(".result__title").text == LONG[:64] + "…"
        assert shown.select_one(".result__description").text == "Ce qui change."
        address = shown.select_one(".result__address").text
        assert address.endswith(" › fr › clusters › nord › actualites › long")
        assert "80 signes sur 65" in " ".join(shown.text.split())
        assert "Il sera coupé" in shown.text
        page.seo_title = "Un titre court"
        page.save_revision()
        page.save()
        shown = self.draft(page, "search", "nora")
        assert shown.select_one(".result__title").text == "Un titre court – EdTech Nord"
        assert "Il sera coupé" not in shown.text

    def test_a_social_card_is_drawn_for_the_draft_and_kept_nowhere(self) -> None:
        page = make_article(self.north, live=False, title="Pas encore public")
        before = self.stored_cards()
        shown = self.draft(page, "card", "nora")
        source = str(shown.select_one(".share__picture")["src"])
        picture = b64decode(source.removeprefix("data:image/png;base64,"))
        assert Image.open(BytesIO(picture)).size == (1200, 630)
        assert picture == draw_social_card(page.social_card_text())
        assert picture != draw_social_card(replace(page.social_card_text(), cluster_code="FED"))
        assert shown.select_one(".share__title").text == "Pas encore public"
        assert self.stored_cards() == before

    def test_it_speaks_the_editors_language_about_a_page_in_another(self) -> None:
        page = make_article(self.north, "ar", title="مقال", slug="maqal", summary="ملخص.")
        for mode, place in (("search", ".result"), ("card", ".share")):
            shown = self.draft(page, mode, "nora")
            assert (shown.html["lang"], shown.html["dir"]) == ("fr", "ltr")
            head_context = shown.select_one(place)
            assert (head_context["lang"], head_context["dir"]) == ("ar", "rtl")
            assert "مقال" in head_context.text

    def test_pages_whose_card_is_their_sections_and_routed_pages_have_these_modes_too(self) -> None:
        index = parent_for(ArticlePage, self.north)
        picture = str(self.draft(index, "card").select_one(".share__picture")["src"])
        section = ClusterPage.objects.get(cluster=self.north, locale__language_code="fr")
        assert b64decode(picture.partition(",")[2]) == draw_social_card(section.social_card_text())
        directory = OrganisationIndexPage.objects.get(locale__language_code="fr")
        assert self.draft(directory, "search").select_one(".result__title")
        assert self.draft(directory, "").select_one(".result__title") is None

    def test_a_page_that_is_not_saved_yet_is_its_sections(self) -> None:
        """With what each type cannot be without, as somebody begins."""
        self.client.force_login(User.objects.get(username="nora"))
        organisation = Organisation.objects.create(
            slug="atelier", name="Atelier", kind="company", cluster=self.north
        )
        for kind, model in content_types().items():
            parent = parent_for(model, self.north)
            names = [model._meta.app_label, model._meta.model_name, parent.pk]
            form = self.client.get(reverse("wagtailadmin_pages:add", args=names))
            soup = BeautifulSoup(form.content, "html.parser")
            data = {
                str(field["name"]): field.get("value", "")
                for field in soup.select("form[data-edit-form] input[name]")
                if field.get("type") not in {"checkbox", "radio", "file"}
            }
            data |= {
                str(field["name"]): chosen[0]["value"]
                for field in soup.select("form[data-edit-form] select[name]:not([multiple])")
                if (chosen := field.select("option[selected]"))
            }
            data |= {
                "title": "Nouveau",
                "summary": "Un début.",
                "body-count": "0",
                "organisation": organisation.pk,
            }
            data |= {"starts_on": "2027-03-01", "ends_on": "2027-03-04", "deadline": "2027-02-01"}
            data |= {"destination_country": "CA"}
            url = reverse("wagtailadmin_pages:preview_on_add", args=names)
            said = self.client.post(url, data).json()
            assert said["is_available"], (kind, said)
            for mode in ("", "search", "card"):
                answer = self.client.get(url, {"mode": mode, "in_preview_panel": "true"})
                assert answer.status_code == 200, (kind, mode)
                shown = answer.content.decode()
                assert "Nouveau" in shown, (kind, mode)
                if mode == "":
                    assert "EdTech Nord" in shown, kind
        assert not Page.objects.filter(title="Nouveau").exists()
