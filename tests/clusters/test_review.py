"""Who approves a translation sees what changed in its source, and what the translation said before."""

import re
from html import unescape

from django.core import mail
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from clusters.translation.models import ApprovedTranslation, GlossaryTerm
from clusters.translation.review.text_changes import changes
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator


def test_a_text_is_compared_word_by_word() -> None:
    pieces = changes("Les écoles ouvrent en mars.", "Les écoles ouvrent en avril, enfin.")
    assert "".join(p.text for p in pieces if p.kind != "removed") == "Les écoles ouvrent en avril, enfin."
    assert "".join(p.text for p in pieces if p.kind != "added") == "Les écoles ouvrent en mars."
    assert ("removed", "mars") in pieces


class SideBySide(TranslationCase):
    def shown(self, user: User, translation: object) -> str:
        self.client.force_login(user)
        url = reverse("translation_review:show", args=[translation.pk])  # type: ignore[attr-defined]
        response = self.client.get(url)
        assert response.status_code == 200, response
        return " ".join(unescape(response.content.decode()).split())

    def approved(self) -> tuple[ArticlePage, object]:
        page = make_article(self.north, title="Les écoles ouvrent en mars", summary="Le chapô.")
        translation = self.started(page, "ar")
        self.write_all(self.editor, translation, "ع ")
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        return page, translation

    def changed(self) -> tuple[ArticlePage, object]:
        """An approved translation whose source said something else since; the new title is translated."""
        page, translation = self.approved()
        page.refresh_from_db()
        page.title = "Les écoles ouvrent en avril"
        page.save_revision().publish()
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]))  # type: ignore[attr-defined]
        translation.refresh_from_db()  # type: ignore[attr-defined]
        self.write(self.editor, translation, "title", "المدارس تفتح في أبريل")  # type: ignore[arg-type]
        self.press(self.editor, translation, "submit")  # type: ignore[arg-type]
        return page, translation

    def test_what_changed_in_the_source_is_marked_and_told(self) -> None:
        _page, translation = self.changed()
        html = self.shown(self.publisher, translation)
        removed = re.findall(r"<del>(.*?)</del>", html)
        assert len(removed) == 1
        assert "mars" in removed[0]
        assert "retiré" in removed[0]
        assert "avril" in re.findall(r"<ins>(.*?)</ins>", html)[0]
        assert "المدارس تفتح في أبريل" in html
        assert "ع Les écoles ouvrent en mars" in html
        assert "1 texte d’origine a changé" in html

    def test_each_column_is_in_its_language_and_direction(self) -> None:
        _page, translation = self.changed()
        html = self.shown(self.publisher, translation)
        assert '<td lang="fr" dir="ltr">' in html
        assert html.count('<div lang="ar" dir="rtl">') >= 2

    def test_who_reviews_decides_on_that_screen_and_nobody_else(self) -> None:
        _page, translation = self.changed()
        assert "Approuver et publier" in self.shown(self.publisher, translation)
        assert "Approuver et publier" not in self.shown(self.editor, translation)
        translator = make_translator("samira", "ar", self.north)
        assert "Approuver et publier" not in self.shown(translator, translation)
        for user in (self.stranger, make_translator("ana", "es", self.north)):
            self.client.force_login(user)
            url = reverse("translation_review:show", args=[translation.pk])  # type: ignore[attr-defined]
            assert self.client.get(url).status_code == 302

    def test_what_a_machine_wrote_and_what_ignores_the_glossary_is_said(self) -> None:
        _page, translation = self.changed()
        GlossaryTerm.objects.create(
            source_language="fr", target_language="ar", source_term="école", target_term="مؤسسة تعليمية"
        )
        StringTranslation.objects.filter(data="المدارس تفتح في أبريل").update(
            translation_type="machine", tool_name="Robot"
        )
        html = self.shown(self.publisher, translation)
        assert "Traduit par Robot" in html
        assert "مؤسسة تعليمية" in html
        assert "1 texte ne suit pas le glossaire" in html
        editor = self.open_editor(self.publisher, self.translated(_page, "ar")).content.decode()
        assert "1 texte ne suit pas le glossaire" in editor

    def test_a_first_translation_has_nothing_to_be_compared_with(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        self.write_all(self.editor, translation, "ع ")
        self.press(self.editor, translation, "submit")
        html = self.shown(self.publisher, translation)
        assert "Rien n’a encore été approuvé" in html
        assert "<ins>" not in html

    def test_a_translation_that_was_published_before_shows_what_is_online(self) -> None:
        _page, translation = self.changed()
        ApprovedTranslation.objects.all().delete()
        html = self.shown(self.publisher, translation)
        assert "ع Les écoles ouvrent en mars" in html
        assert "<ins>" not in html

    def test_what_is_written_after_an_approval_is_not_what_was_approved(self) -> None:
        """The worker publishes the approved revision again when its hour comes."""
        page, translation = self.approved()
        kept = ApprovedTranslation.objects.get().texts
        self.write(self.editor, translation, "title", "بعد")  # type: ignore[arg-type]
        self.translated(page, "ar").latest_revision.publish()
        assert ApprovedTranslation.objects.get().texts == kept

    def test_the_mail_leads_there(self) -> None:
        _page, translation = self.approved()
        mail.outbox.clear()
        self.press(self.editor, translation, "submit")  # type: ignore[arg-type]
        address = reverse("translation_review:show", args=[translation.pk])  # type: ignore[attr-defined]
        assert any(address in sent.body for sent in mail.outbox)

    def test_the_number_of_queries_does_not_grow_with_the_texts(self) -> None:
        from clusters.translation.review.comparison import compare  # noqa: PLC0415

        _page, translation = self.changed()
        page = self.translated(_page, "ar")
        with self.assertNumQueries(9):
            compare(translation, page)  # type: ignore[arg-type]
