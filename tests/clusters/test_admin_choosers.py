"""What a person may point to: their own section and what is visible; a forged number does no better."""

import json
from typing import ClassVar

from django.db.models import Model
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage, Licence
from fedcms.users.models import User
from news.models import ArticlePage
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_cluster, make_release, make_user, publish
from tests.factories.content import section_of


class ChooserCase(TestCase):
    """Nora of the North looks at what the South has."""

    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.nora, cls.sam = make_user("nora", cls.north), make_user("sam", cls.south)
        cls.own = make_article(cls.north, title="Notre atelier", owner=cls.nora)
        cls.own_draft = make_article(cls.north, live=False, title="Notre brouillon atelier")
        cls.seen = make_article(cls.south, title="Leur atelier")
        cls.hidden = make_article(cls.south, live=False, title="Leur secret atelier")
        cls.edited = make_article(cls.south, title="Leur atelier paru")
        cls.edited.title = "Leur atelier rebaptisé en secret"
        cls.edited.save_revision()

    def setUp(self) -> None:
        self.client.force_login(User.objects.get(username="nora"))

    def read(self, name: str, *args: object, **query: object) -> str:
        response: HttpResponse = self.client.get(reverse(name, args=args), query)
        return response.content.decode()


class TestPageChooser(ChooserCase):
    def test_it_shows_ones_own_drafts_and_what_is_visible_of_others(self) -> None:
        south = self.read("wagtailadmin_choose_page_child", section_of(self.south).get_children().first().pk)
        assert "Leur atelier" in south
        assert "secret" not in south
        north = self.read("wagtailadmin_choose_page_child", section_of(self.north).get_children().first().pk)
        assert "Notre brouillon atelier" in north

    def test_searching_too(self) -> None:
        found = self.read("wagtailadmin_choose_page_search", q="atelier")
        assert "Leur atelier" in found
        assert "Leur atelier paru" in found
        assert "Notre brouillon" in found
        assert "secret" not in found

    def test_a_draft_of_others_is_no_parent_and_not_chosen_by_number(self) -> None:
        url = reverse("wagtailadmin_choose_page_child", args=[self.hidden.pk])
        assert self.client.get(url, follow=True).status_code == 404
        url = reverse("wagtailadmin_choose_page_chosen_multiple")
        chosen = self.client.get(f"{url}?id={self.hidden.pk}&id={self.edited.pk}&id=x").json()["result"]
        assert [item["adminTitle"] for item in chosen] == ["Leur atelier paru"]

    def test_a_typed_address_becomes_a_link_to_a_visible_page_only(self) -> None:
        url = reverse("wagtailadmin_choose_page_external_link")
        for page, is_link in ((self.seen, True), (self.hidden, False), (self.edited, True)):
            data = {"external-link-chooser-url": page.url_path, "external-link-chooser-link_text": ""}
            result = self.client.post(url, data).json()["result"]
            assert ("id" in result) is is_link
            assert "secret" not in json.dumps(result).replace(page.url_path, "")


class TestFiles(ChooserCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.ours = picture("Notre photo", cls.north, cls.nora)
        cls.theirs = picture("Leur photo secrète", cls.south, cls.sam)
        cls.reserved = picture("Leur photo parue", cls.south, cls.sam)
        cls.free = picture("Leur photo libre", cls.south, cls.sam)
        FederationImage.objects.filter(pk=cls.free.pk).update(licence=Licence.CC_BY)
        for image in (cls.reserved, cls.free):
            publish(make_article(cls.south, lead_image=image))
        cls.file = paper("Leur dossier secret", cls.south, cls.sam)

    def test_the_chooser_shows_ones_own_and_what_is_free_to_reuse(self) -> None:
        for shown in (
            self.read("wagtailimages_chooser:choose"),
            self.read("wagtailadmin_api:images:listing"),
        ):
            assert "Notre photo" in shown
            assert "Leur photo libre" in shown
            assert "Leur photo parue" not in shown, "all rights reserved"
            assert "Leur photo secr" not in shown
        assert "Leur dossier secret" not in self.read("wagtaildocs_chooser:choose")
        assert "Leur dossier secret" not in self.read("wagtailadmin_api:documents:listing")

    def test_a_free_image_is_taken_back_when_nothing_visible_shows_it_any_more(self) -> None:
        for page in ArticlePage.objects.filter(lead_image=self.free):
            page.unpublish()
        assert "Leur photo libre" not in self.read("wagtailimages_chooser:choose")

    def test_an_editor_uploads_into_their_collection_and_edits_there(self) -> None:
        """Wagtail reads the rights of its stock image model; ours must be those of the project's."""
        with self.ours.file.open() as file:
            file.name = "neuf.png"
            data = {"image-chooser-upload-title": "Neuf", "image-chooser-upload-file": file}
            data |= {f"image-chooser-upload-alt_texts_{code}": "" for code in ("fr", "en", "es", "ar")}
            data |= {"image-chooser-upload-licence": "all-rights"}
            response = self.client.post(reverse("wagtailimages_chooser:create"), data)
        assert "Neuf" in response.content.decode()
        assert FederationImage.objects.get(title="Neuf").collection == self.north.collection
        assert self.client.get(reverse("wagtailimages:edit", args=[self.ours.pk])).status_code == 200
        for image in (self.theirs, self.free):
            assert self.client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 302

    def form(self, page: ArticlePage, **fields: object) -> dict[str, object]:
        data: dict[str, object] = {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "lead_image": "",
            "body": streamfield([]),
            **fields,
        }
        for name in ("comments",):
            data |= {f"{name}-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        return nested_form_data(data)  # type: ignore[no-any-return]

    def save(self, **fields: object) -> HttpResponse:
        page = ArticlePage.objects.get(pk=self.own.pk)
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), self.form(page, **fields))

    def latest(self) -> ArticlePage:
        page: ArticlePage = Page.objects.get(pk=self.own.pk).get_latest_revision_as_object()
        return page

    def test_another_clusters_picture_cannot_be_put_on_ones_own_page(self) -> None:
        """It would be public there; and the form that comes back must not name it."""
        response = self.save(lead_image=self.theirs.pk)
        assert "autre équipe" in response.content.decode() or "another team" in response.content.decode()
        assert "secr" not in response.content.decode()
        assert self.latest().lead_image is None
        self.save(lead_image=self.ours.pk)
        assert self.latest().lead_image == self.ours

    def test_nor_in_a_preview(self) -> None:
        page = ArticlePage.objects.get(pk=self.own.pk)
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        self.client.post(url, self.form(page, lead_image=self.theirs.pk))
        assert "secr" not in self.client.get(url).content.decode()
        self.client.post(url, self.form(page, lead_image=self.ours.pk))
        assert "Notre photo" in self.client.get(url).content.decode()

    def test_nor_in_the_text(self) -> None:
        block = {"image": {"image": self.theirs.pk, "decorative": "", "alt_text": "Vue"}, "caption": ""}
        response = self.save(body=streamfield([("image", block)]))
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
        assert not self.latest().body
        block["image"] = {"image": self.free.pk, "decorative": "", "alt_text": "Vue"}
        self.save(body=streamfield([("image", block)]))
        assert self.latest().body

    def test_nor_a_link_to_a_draft(self) -> None:
        link = f'<p><a linktype="page" id="{self.hidden.pk}">lien</a></p>'
        self.save(body=streamfield([("paragraph", rich_text(link, editor="default"))]))
        assert "lien" not in str(self.latest().body)
        fine = f'<p><a linktype="page" id="{self.seen.pk}">lien</a></p>'
        self.save(body=streamfield([("paragraph", rich_text(fine, editor="default"))]))
        assert "lien" in str(self.latest().body)

    def test_what_somebody_else_put_there_stays(self) -> None:
        """A colleague with more rights chose it: saving the page again is not refused."""
        ArticlePage.objects.filter(pk=self.own.pk).update(lead_image=self.reserved)
        page = ArticlePage.objects.get(pk=self.own.pk)
        page.save_revision()
        self.save(lead_image=self.reserved.pk, summary="Un autre chapô.")
        assert self.latest().summary == "Un autre chapô."
        assert self.latest().lead_image == self.reserved

    def test_nor_in_a_list_of_attachments(self) -> None:
        release = make_release(self.north, owner=self.nora)
        data = self.form(release) | nested_form_data(
            {
                "attachments": {
                    "TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000",
                    "0": {"document": self.file.pk, "ORDER": "1", "DELETE": ""},
                }
            }
        )  # fmt: skip
        response = self.client.post(reverse("wagtailadmin_pages:edit", args=[release.pk]), data)
        assert "secret" not in response.content.decode()
        latest = Page.objects.get(pk=release.pk).get_latest_revision_as_object()
        assert not latest.attachments.exists()

    def test_nor_as_an_organisations_logo(self) -> None:
        data = {"name": "Atelier", "slug": "atelier", "kind": "company", "logo": self.theirs.pk}
        data |= {f"description_{code}": "" for code in ("fr", "en", "es", "ar")}
        data |= {"offerings-TOTAL_FORMS": "0", "offerings-INITIAL_FORMS": "0"}
        response = self.client.post(reverse("organisations:add"), data)
        assert response.status_code == 200
        assert "secr" not in response.content.decode()

    def test_documents_are_served_to_nobody_before_something_visible_uses_them(self) -> None:
        files: tuple[Model, ...] = (self.file,)
        for file in files:
            assert isinstance(file, FederationDocument)
            assert self.client.get(file.url).status_code == 404
        self.client.force_login(User.objects.get(username="sam"))
        assert self.client.get(self.file.url).status_code == 200
