"""wagtail-localize's editor: what it asks of the database, where its header leads, and what it says to each reader."""

import json
import re
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from clusters.models import Cluster
from clusters.templatetags.review_tags import without_foreign_files
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator


class Pictures(TranslationCase):
    def picture(self, cluster: Cluster) -> FederationImage:
        found: FederationImage = FederationImage.objects.create(
            title="Image", file=get_test_image_file(), collection=cluster.collection
        )
        return found

    def markup(self, pictures: list[FederationImage]) -> SafeString:
        segments: list[dict[str, object]] = [{"type": "string", "value": "Titre", "location": {}}]
        segments += [
            {
                "type": "synchronised_value",
                "value": picture.pk,
                "location": {"widget": {"type": "image_chooser"}},
            }
            for picture in pictures
        ]
        props = escape(json.dumps({"segments": segments}))
        return mark_safe(f'<div data-props="{props}"></div>')

    def shown(self, user: User, pictures: list[FederationImage]) -> tuple[list[object], int]:
        """The pictures that stay in the editor, and how many questions that took."""
        user = User.objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            html = without_foreign_files(self.markup(pictures), user)
        found = re.search('data-props="([^"]*)"', html)
        assert found
        segments = json.loads(unescape(found[1]))["segments"]
        assert segments[0]["value"] == "Titre"
        return [each["value"] for each in segments[1:]], len(queries)

    def test_of_many_pictures_it_is_asked_once_which_may_be_chosen(self) -> None:
        ours, theirs = [self.picture(self.north) for _n in range(4)], self.picture(self.south)
        one, few = self.shown(self.editor, ours[:1])
        all_of_ours, many = self.shown(self.editor, [*ours, theirs])
        assert one == [ours[0].pk]
        assert all_of_ours == [picture.pk for picture in ours], "theirs is not told of"
        assert many == few


class Header(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north)
        self.translation = self.started(self.page, "ar")
        self.started(self.page, "en")

    def opened(self, user: User) -> str:
        html = self.open_editor(user, self.translated(self.page, "ar")).content.decode()
        return html[html.index("header-meta--locales") :].partition("</header>")[0]

    def test_a_translator_s_way_to_the_original_is_one_that_they_may_go(self) -> None:
        translator = make_translator("samira", "ar", self.north)
        html = self.opened(translator)
        assert reverse("wagtailadmin_pages:edit", args=[self.page.pk]) not in html
        english = self.translated(self.page, "en")
        assert reverse("wagtailadmin_pages:edit", args=[english.pk]) not in html
        reading = reverse("translation_review:show", args=[self.translation.pk])
        assert reading in html
        assert self.client.get(reading).status_code == 200

    def test_the_team_s_way_leads_to_the_editors(self) -> None:
        html = self.opened(self.editor)
        assert reverse("wagtailadmin_pages:edit", args=[self.page.pk]) in html
        assert reverse("wagtailadmin_pages:edit", args=[self.translated(self.page, "en").pk]) in html


class Words(TranslationCase):
    """What the editor says, as each reader has it: its script gets words, dates and versions from the page."""

    def opened(self, language: str) -> tuple[str, dict[str, object]]:
        page = make_article(self.north, body=[("paragraph", "<p>Un paragraphe.</p>")])
        translation = self.started(page, "ar")
        self.write_all(self.editor, translation)
        machine = StringTranslation.objects.filter(context__path="title")
        machine.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
        StringTranslation.objects.filter(context__path="summary").update(tool_name="DeepL")
        StringTranslation.objects.update(updated_at=datetime(2026, 11, 27, 12, tzinfo=UTC))
        target = self.translated(page, "ar")
        Page.objects.filter(pk=target.pk).update(
            live=True, last_published_at=datetime(2026, 11, 26, 12, tzinfo=UTC)
        )
        UserProfile.objects.update_or_create(user=self.editor, defaults={"preferred_language": language})
        html = self.open_editor(self.editor, target).content.decode()
        found = re.search('data-props="([^"]*)"', html)
        assert found
        props: dict[str, object] = json.loads(unescape(found[1]))
        return html, props

    def comments(self, props: dict[str, object]) -> set[str]:
        rows = props["initialStringTranslations"]
        assert isinstance(rows, list)
        return {str(row["comment"]) for row in rows}

    def test_an_arabic_reader_meets_no_english_month_and_no_english_phrase(self) -> None:
        html, props = self.opened("ar")
        comments = self.comments(props)
        assert comments == {
            "تُرجم يدويًا في 27 نوفمبر 2026",
            "تُرجم آليًا في 27 نوفمبر 2026",
            "تُرجم بواسطة \u2068DeepL\u2069 في 27 نوفمبر 2026",
        }
        published = props["object"]
        assert isinstance(published, dict)
        assert published["lastPublishedDate"] == "26 نوفمبر 2026"
        assert "November" not in html
        assert 'data-more-actions="إجراءات أخرى"' in html
        assert '<bdi lang="fr">Français</bdi>' in html
        assert "الترجمة: من <bdi" in html

    def test_so_do_readers_of_the_other_languages(self) -> None:
        html, props = self.opened("fr")
        assert "Traduit à la main le 27 novembre 2026" in self.comments(props)
        assert 'data-more-actions="Autres actions"' in html

    def test_a_text_that_is_saved_is_dated_the_same_way(self) -> None:
        translation = self.started(make_article(self.north), "en")
        UserProfile.objects.update_or_create(user=self.editor, defaults={"preferred_language": "ar"})
        answer = self.write(self.editor, translation, "title", "A title").json()
        assert answer["comment"].startswith("تُرجم يدويًا في ")
        assert not re.search("[A-Za-z]", answer["comment"])

    def test_the_script_changes_words_that_upstream_s_still_has(self) -> None:
        upstream = finders.find("wagtail_localize/js/wagtail-localize.js")
        ours = finders.find("editors/translation_editor.js")
        assert upstream
        assert ours
        script = Path(upstream).read_text("utf-8")
        for words in ('"More actions"', "displayName} to ${", "displayName} translation`", '"Server error"'):
            assert words in script, f"{words}: upstream changed it, look at translation_editor.js"
