"""The translation editor's form as a browser has it, and an article with texts to translate."""

from typing import TYPE_CHECKING

from django.urls import reverse
from lxml.html import HtmlElement, fromstring
from wagtail_localize.models import StringTranslation

from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

TITLE, SUMMARY = "Une année de mesures", "Ce que disent les chiffres."


class Form(dict[str, str]):
    """The fields of an opened editor, by their names, as a browser without scripts would post them."""

    def __init__(self, html: str) -> None:
        (form,) = fromstring(html).xpath("//form[@id='translation-editor']")
        # A browser takes away the line break with which Django begins a text.
        super().__init__(
            {name: value.removeprefix("\n") for name, value in form.form_values() if name[:4] != "csrf"}
        )
        self.tree: HtmlElement = form

    def named(self, source: str) -> str:
        """The name of the field beside an original."""
        (found,) = [
            each
            for each in self.tree.find_class("translation-text")
            if [s.text_content().strip() for s in each.find_class("translation-text__source")] == [source]
        ]
        return str(found.xpath(".//textarea/@name")[0])

    def beside(self, source: str) -> str:
        """All that is said around a text, with what is typed."""
        (found,) = self.tree.xpath(f"//textarea[@name='{self.named(source)}']/ancestor::div[@data-state]")
        return " ".join(found.text_content().split())


class EditorCase(TranslationCase):
    language = "en"

    def setUp(self) -> None:
        self.page = make_article(
            self.north,
            title=TITLE,
            summary=SUMMARY,
            body=[("paragraph", "<p>Deux mots.</p><p>Trois <b>mots</b> ici.</p>")],
        )
        self.translation = self.started(self.page, self.language)
        self.translator = make_translator("samira", self.language, self.north)

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.translated(self.page, self.language).pk])

    def form(self, user: User) -> Form:
        return Form(self.open_editor(user, self.translated(self.page, self.language)).content.decode())

    def post(self, user: User, form: Form, url: str = "", **more: str) -> "Answer":
        self.client.force_login(user)
        return self.client.post(url or self.url, {**form, **more})

    def stored(self, source: str) -> str | None:
        row = StringTranslation.objects.filter(
            translation_of__data=source, locale=self.translation.target_locale
        ).first()
        return row.data if row else None
