"""Who approves approves what they saw; who may end a review is who submitted, who reviews, or the page's team."""

import re

from django.urls import reverse
from wagtail.models import Page

from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_user
from tests.factories.people import make_translator


class InReview(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")


class Seen(InReview):
    def revision_in(self, html: str) -> str:
        found = re.search(r'name="revision" value="(\d+)"', html)
        assert found
        return found[1]

    def shown(self, user: User) -> str:
        self.client.force_login(user)
        return self.client.get(self.review_url()).content.decode()

    def review_url(self) -> str:
        return reverse("translation_review:show", args=[self.translation.pk])

    def test_what_a_second_reviewer_changed_since_is_shown_before_it_is_approved(self) -> None:
        second = make_user("second", self.north, "publisher")
        seen = self.revision_in(self.shown(self.publisher))
        self.write(second, self.translation, "title", "Something else")
        response = self.press(self.publisher, self.translation, "approve", revision=seen)
        assert response.headers["Location"] == self.review_url(), "it is shown again"
        assert "a changé depuis que vous l’avez ouverte" in self.shown_messages(response)
        assert not self.translated(self.page).live
        html = self.shown(self.publisher)
        assert "Something else" in html
        self.press(self.publisher, self.translation, "approve", revision=self.revision_in(html))
        page = self.translated(self.page)
        assert (page.live, page.title) == (True, "Something else")

    def test_the_bar_above_the_editor_tells_it_too(self) -> None:
        html = self.open_editor(self.publisher, self.translated(self.page)).content.decode()
        page = self.translated(self.page)
        assert self.revision_in(html) == str(page.current_workflow_task_state.revision_id)

    def test_who_tells_no_revision_approves_nothing(self) -> None:
        for value in ("", "x", "0"):
            self.press(self.publisher, self.translation, "approve", revision=value)
        assert not self.translated(self.page).live


class TakingBack(InReview):
    def own(self, user: User) -> None:
        Page.objects.filter(pk=self.translated(self.page).pk).update(owner=user)

    def test_a_translator_who_owns_the_page_ends_no_review_of_others(self) -> None:
        translator = make_translator("ana", "en", self.north)
        self.own(translator)
        page = self.translated(self.page)
        self.assertNotContains(self.open_editor(translator, page), "Retirer de la relecture")
        self.press(translator, self.translation, "cancel")
        assert self.translated(self.page).workflow_in_progress

    def test_who_submitted_and_who_owns_it_as_one_of_the_team_do(self) -> None:
        colleague = make_user("colleague", self.north)
        self.own(colleague)
        self.press(colleague, self.translation, "cancel")
        assert not self.translated(self.page).workflow_in_progress
        self.press(self.editor, self.translation, "submit")
        self.press(self.editor, self.translation, "cancel")
        assert not self.translated(self.page).workflow_in_progress
