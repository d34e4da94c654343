"""Two people on one text of a translation: nobody writes over words that they have not seen."""

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail_localize.models import StringTranslation

from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Overtaken(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north)
        self.translation = self.started(self.page)
        self.translator = make_translator("samira", "en", self.north)
        self.segment = self.translation.source.stringsegment_set.get(context__path="title")

    def shown(self, user: User) -> str:
        """The version that a person's editor holds of the title."""
        html = self.open_editor(user, self.translated(self.page)).content.decode()
        found = re.search('data-props="([^"]*)"', html)
        assert found
        rows = json.loads(unescape(found[1]))["initialStringTranslations"]
        return next((row["version"] for row in rows if row["segment_id"] == self.segment.pk), "none")

    def save(self, user: User, text: str | None, shown: str | None) -> "Answer":
        self.client.force_login(user)
        url = reverse("wagtail_localize:edit_string_translation", args=[self.translation.pk, self.segment.pk])
        headers = {} if shown is None else {"X-Shown-Version": shown}
        if text is None:
            return self.client.delete(url, headers=headers)
        kind = "application/x-www-form-urlencoded"
        return self.client.put(url, f"value={text}", content_type=kind, headers=headers)

    def stored_text(self) -> str:
        return str(StringTranslation.objects.get(translation_of=self.segment.string).data)

    def test_who_was_overtaken_reads_the_other_s_words_and_may_then_replace_them(self) -> None:
        before = self.shown(self.translator)
        assert self.save(self.editor, "Hers", self.shown(self.editor)).status_code == 201
        refused = self.save(self.translator, "His", before)
        assert refused.status_code == 409
        assert "« Hers »" in refused.json()["detail"]
        assert self.editor.get_username() in refused.json()["detail"]
        assert self.stored_text() == "Hers"
        again = self.save(self.translator, "His", refused.json()["version"])
        assert again.status_code == 200
        assert self.stored_text() == "His"
        assert self.save(self.editor, "Hers again", refused.json()["version"]).status_code == 409

    def test_who_takes_a_translation_back_does_not_delete_another_one(self) -> None:
        self.save(self.translator, "His", "none")
        before = self.shown(self.translator)
        self.save(self.editor, "Hers", before)
        assert self.save(self.translator, None, before).status_code == 409
        assert self.stored_text() == "Hers"

    def test_one_after_the_other_nobody_is_asked(self) -> None:
        first = self.save(self.translator, "One", "none").json()["version"]
        second = self.save(self.translator, "Two", first)
        assert second.status_code == 200
        assert self.shown(self.editor) == second.json()["version"]
        assert self.save(self.editor, None, second.json()["version"]).status_code == 200
        assert self.save(self.editor, "Three", "none").status_code == 201

    def test_the_same_words_are_no_conflict_and_a_program_saves_as_ever(self) -> None:
        self.save(self.editor, "Same", "none")
        assert self.save(self.translator, "Same", "none").status_code == 200
        assert self.save(self.translator, "Other", None).status_code == 200
        assert self.stored_text() == "Other"
