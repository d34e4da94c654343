"""Pictures, files, pages and links in the translation editor, and what many texts or values cost."""

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import SegmentOverride

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.clusters.translation_form_support import Form
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Values(TranslationCase):
    def picture(self, cluster: Cluster) -> FederationImage:
        found: FederationImage = FederationImage.objects.create(
            title="Image", file=get_test_image_file(), collection=cluster.collection
        )
        return found

    def setUp(self) -> None:
        self.ours, self.other, self.theirs = (
            self.picture(each) for each in (self.north, self.north, self.south)
        )
        self.page = make_article(
            self.north,
            lead_image=self.ours,
            lead_image_alt="Une image.",
            body=[("paragraph", '<p>Lire <a href="https://example.org/fr">la suite</a>.</p>')],
        )
        self.translation = self.started(self.page)

    def form(self, user: User | None = None) -> Form:
        return Form(self.open_editor(user or self.editor, self.translated(self.page)).content.decode())

    def save(self, form: Form) -> "Answer":
        self.client.force_login(self.editor)
        url = reverse("wagtailadmin_pages:edit", args=[self.translated(self.page).pk])
        return self.client.post(url, dict(form))

    def name_of(self, path: str) -> str:
        segment = self.translation.source.overridablesegment_set.get(context__path__contains=path)
        return f"value-{segment.context_id}-value"

    def test_a_picture_and_a_link_are_replaced_and_taken_back(self) -> None:
        form, picture, link = self.form(), self.name_of("lead_image"), self.name_of("https")
        assert (form[picture], form[link]) == (str(self.ours.pk), "https://example.org/fr")
        self.save(form)
        assert not SegmentOverride.objects.exists(), "what was not touched follows the original"
        form[picture], form[link] = str(self.other.pk), "https://example.org/en"
        self.save(form)
        assert {each.data for each in SegmentOverride.objects.all()} == {
            str(self.other.pk),
            "https://example.org/en",
        }
        form = self.form()
        assert form[picture] == str(self.other.pk)
        form[f"{picture.rpartition('-')[0]}-original"] = "on"
        self.save(form)
        assert self.form()[picture] == str(self.ours.pk)

    def test_a_picture_chosen_before_the_original_was_updated_is_saved(self) -> None:
        form = self.form()
        (picture,) = [name for name, value in form.items() if value == str(self.ours.pk)]
        form[picture] = str(self.other.pk)
        self.page.lead_image = FederationImage.objects.create(
            title="Autre", file=get_test_image_file(), collection=self.north.collection
        )
        publish(self.page)
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtail_localize:update_translations", args=[self.translation.source_id]))
        self.save(form)
        assert [each.data for each in SegmentOverride.objects.all()] == [str(self.other.pk)]

    def test_what_may_not_be_chosen_is_refused_beside_it_and_tells_nothing(self) -> None:
        form, picture, link = self.form(), self.name_of("lead_image"), self.name_of("https")
        form[picture], form[link] = str(self.theirs.pk), "javascript:alert(1)"
        answer = self.save(form)
        html = answer.content.decode()
        again = Form(html)
        assert again[picture] == str(self.ours.pk)
        assert again[link] == "javascript:alert(1)"
        assert "choisissez autre chose" in html
        assert "ne peut pas remplacer" in html
        assert not SegmentOverride.objects.exists()

    def test_a_key_that_no_picture_can_have_is_refused_beside_it(self) -> None:
        for key in ("9" * 30, "9" * 5_000):
            form = self.form()
            form[self.name_of("lead_image")] = key
            assert self.save(form).status_code == 200
        assert not SegmentOverride.objects.exists()

    def test_a_picture_of_others_is_not_told_of(self) -> None:
        self.ours.collection = self.south.collection
        self.ours.save()
        page = self.open_editor(self.editor, self.translated(self.page))
        self.assertNotContains(page, self.name_of("lead_image").removesuffix("-value"))
        self.assertNotContains(page, "Image principale")


class Costs(TranslationCase):
    def items(self, values: Sequence[object]) -> list[dict[str, object]]:
        """The items of a list as Wagtail's editor stores them."""
        return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]

    def values(self, count: int) -> tuple[int, Form]:
        """How many questions the editor of so many pictures, files and pages asks; and its form."""
        collection = self.north.collection
        pictures = [
            FederationImage.objects.create(
                title=f"Image {n}", file=get_test_image_file(), collection=collection
            )
            for n in range(count)
        ]
        files = [
            FederationDocument.objects.create(
                title=f"Fichier {n}", file=ContentFile(b"x", f"{count}-{n}.txt"), collection=collection
            )
            for n in range(count)
        ]
        pages = [make_article(self.north, title=f"Cible {count} {n}") for n in range(count)]
        shown = [
            {"image": {"image": each.pk, "alt_text": "", "decorative": True}, "caption": ""}
            for each in pictures
        ]
        body: list[dict[str, object]] = [
            {"type": "gallery", "value": {"title": "", "images": self.items(shown)}},
            {
                "type": "documents",
                "value": {"title": "", "documents": self.items([each.pk for each in files])},
            },
        ]
        body += [{"type": "button", "value": {"label": "Lire", "page": each.pk, "url": ""}} for each in pages]
        page = make_article(self.north, body=json.dumps(body))
        self.started(page)
        target = self.translated(page)
        self.open_editor(self.editor, target)
        with CaptureQueriesContext(connection) as queries:
            html = self.open_editor(self.editor, target).content.decode()
        return len(queries), Form(html)

    def test_pictures_files_and_pages_are_shown_with_their_names_and_cost_no_more_when_there_are_more(
        self,
    ) -> None:
        few, _form = self.values(2)
        many, form = self.values(8)
        values = [name for name in form if name.startswith("value-")]
        assert len(values) == 3 * 8
        text = form.tree.text_content()
        for number in range(8):
            assert f"Image {number}" in text
            assert f"Fichier {number}" in text
            assert f"Cible 8 {number}" in text
        assert many == few

    def queries(self, count: int) -> tuple[int, int]:
        """How many questions the editor of so many paragraphs asks; how many fields it has."""
        body = [("paragraph", f"<p>Le texte numéro {number}.</p>") for number in range(count)]
        page = make_article(self.north, body=body)
        translation = self.started(page)
        self.write_all(self.editor, translation)
        target = self.translated(page)
        self.open_editor(self.editor, target)
        with CaptureQueriesContext(connection) as queries:
            html = self.open_editor(self.editor, target).content.decode()
        return len(queries), len(re.findall("<textarea", html))

    def test_fifty_texts_ask_no_more_than_five(self) -> None:
        few, five = self.queries(5)
        many, fifty = self.queries(50)
        assert fifty - five == 45
        assert many == few

    def test_a_form_says_what_it_shows_in_one_field(self) -> None:
        """Django takes a thousand fields: a page of many texts is saved all the same."""
        page = make_article(self.north, body=[("paragraph", "<p>Un.</p>")])
        html = self.open_editor(
            self.editor, self.translated(page) if self.started(page) else page
        ).content.decode()
        found = re.search('name="shown" value="([^"]*)"', html)
        assert found
        assert len(json.loads(unescape(found[1]))) == len(re.findall("<textarea", html))
