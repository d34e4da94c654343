"""Translators work on the translations of their section into their language, and on nothing else."""

from html import unescape
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation

from clusters.models import Cluster
from clusters.sections.rights import sync_all_rights
from clusters.sections.rights_check import deviations
from clusters.translation.access.guards import may_translate_into
from clusters.translation.access.translators import translators_of
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User
from home.models import StandardPage
from news.models import ArticlePage
from tests.admin_walk.stage import picture
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import parent_for, section_of
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

REFUSED = (302, 403)


def fresh(user: User) -> User:
    """As the next request would: rights are kept on the object for the length of one."""
    return User.objects.get(pk=user.pk)


class TranslatorCase(TranslationCase):
    """With a translator into Arabic of the north, and one of the whole federation."""

    translator: ClassVar[User]
    federal: ClassVar[User]
    arabic: ClassVar[Locale]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.translator = make_translator("samira", "ar", cls.north)
        cls.federal = make_translator("farid", "ar")
        cls.arabic = Locale.objects.get(language_code="ar")

    def assert_refused(self, response: "Answer") -> None:
        """By Wagtail's answer to a missing right: the dashboard and a message; to a script 403."""
        assert response.status_code in REFUSED, response.status_code
        if response.status_code == 302:
            assert response.headers["Location"] == reverse("wagtailadmin_home")


class TheirWork(TranslatorCase):
    def test_a_translator_begins_writes_and_submits_a_translation(self) -> None:
        page = make_article(self.north, title="Une année de mesures")
        assert self.ask_translation(self.translator, page, "ar").status_code == 302
        translation, target = self.translation_of(page, "ar"), self.translated(page, "ar")
        assert target.cluster == self.north
        assert not target.live
        assert self.open_editor(self.translator, target).status_code == 200
        assert self.write(self.translator, translation, "title", "سنة من القياسات").status_code == 201
        self.write_all(self.translator, translation, "ع ")
        self.press(self.translator, translation, "submit")
        target.refresh_from_db()
        assert target.workflow_in_progress
        assert target.current_workflow_state.requested_by == self.translator

    def test_they_begin_with_a_draft_of_their_section_too(self) -> None:
        page = make_article(self.north, live=False)
        self.ask_translation(self.translator, page, "ar")
        assert Translation.objects.filter(target_locale=self.arabic).exists()

    def test_they_work_on_what_an_editor_began_and_on_what_the_publisher_sent_back(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        self.write_all(self.translator, translation, "ع ")
        self.press(self.translator, translation, "submit")
        self.press(self.publisher, translation, "reject", comment="Revoyez le titre.")
        self.write(self.translator, translation, "title", "عنوان")
        assert (
            "Revoyez le titre."
            in self.open_editor(self.translator, self.translated(page, "ar")).content.decode()
        )
        self.press(self.translator, translation, "submit")
        self.press(self.publisher, translation, "approve")
        assert self.translated(page, "ar").live
        assert self.translated(page, "ar").title == "عنوان"

    def test_the_federation_s_translators_begin_with_what_everybody_sees_of_any_cluster(self) -> None:
        shown, hidden = make_article(self.south), make_article(self.south, live=False, title="Pas encore")
        self.ask_translation(self.federal, shown, "ar")
        assert self.translated(shown, "ar").cluster == self.south
        self.assert_refused(self.ask_translation(self.federal, hidden, "ar"))
        assert Translation.objects.count() == 1
        # Once somebody of the cluster asks for a translation, they may help with it.
        self.ask_translation(self.stranger, hidden, "ar")
        assert self.open_editor(self.federal, self.translated(hidden, "ar")).status_code == 200

    def test_the_federation_s_own_pages_are_theirs_and_no_cluster_s(self) -> None:
        home = section_of(None)
        page = StandardPage(title="Méthode", slug="methode", summary="x", locale=home.locale)
        home.add_child(instance=page)
        self.assert_refused(self.ask_translation(self.translator, page, "ar"))
        assert self.ask_translation(self.federal, page, "ar").status_code == 302
        target = self.translated(page, "ar")
        assert self.open_editor(self.federal, target).status_code == 200
        self.assert_refused(self.open_editor(self.translator, target))


class NotTheirs(TranslatorCase):
    def test_they_cannot_open_the_original_nor_an_original_in_their_language(self) -> None:
        for page in (make_article(self.north), make_article(self.north, "ar"), section_of(self.north, "ar")):
            self.assert_refused(self.open_editor(self.translator, page))
            self.client.post(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "À moi", "action-publish": "1"}
            )
            assert not Page.objects.filter(title="À moi").exists()

    def test_they_cannot_create_pages(self) -> None:
        for code in ("fr", "ar"):
            parent = parent_for(ArticlePage, self.north, code)
            url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk])
            self.client.force_login(self.translator)
            self.assert_refused(self.client.get(url))

    def test_not_another_language_and_not_another_cluster(self) -> None:
        ours, theirs = make_article(self.north), make_article(self.south)
        self.assert_refused(self.ask_translation(self.translator, theirs, "ar"))
        response = self.ask_translation(self.translator, ours, "en")
        assert response.status_code == 200  # the form again: that language is not among the choices
        assert not Translation.objects.exists()
        english = self.started(ours, "en")
        self.assert_refused(self.open_editor(self.translator, self.translated(ours, "en")))
        assert self.write(self.translator, english, "title", "Mine").status_code == 403
        self.ask_translation(self.stranger, theirs, "ar")
        foreign = self.translation_of(theirs, "ar")
        assert self.write(self.translator, foreign, "title", "لي").status_code == 403
        self.assert_refused(self.open_editor(self.translator, self.translated(theirs, "ar")))

    def test_they_neither_publish_nor_approve(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        self.write_all(self.translator, translation, "ع ")
        target = self.translated(page, "ar")
        self.client.force_login(self.translator)
        url = reverse("wagtailadmin_pages:edit", args=[target.pk])
        self.assert_refused(self.client.post(url, {"action": "publish"}))
        self.press(self.translator, translation, "submit")
        self.assert_refused(self.press(self.translator, translation, "approve"))
        assert not self.translated(page, "ar").live
        assert self.translated(page, "ar").workflow_in_progress

    def test_they_do_not_stop_copy_move_unpublish_or_delete_a_translation(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        self.write_all(self.translator, translation, "ع ")
        self.press(self.translator, translation, "submit")
        self.press(self.publisher, translation, "approve")
        target = self.translated(page, "ar")
        self.client.force_login(self.translator)
        for name in ("copy", "move", "unpublish", "delete", "lock", "set_privacy"):
            self.assert_refused(self.client.get(reverse(f"wagtailadmin_pages:{name}", args=[target.pk])))
        self.assert_refused(
            self.client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
        )
        translation.refresh_from_db()
        assert translation.enabled
        revision = target.latest_revision
        for action, data in (
            ("revert_to_page_revision", {"revision_id": revision.pk}),
            ("copy", {"destination_page_id": target.get_parent().pk}),
            ("unpublish", {}),
        ):
            url = reverse("wagtailadmin_api:pages:action", args=[target.pk, action])
            assert self.client.post(url, data).status_code == 403
        assert self.translated(page, "ar").latest_revision == revision

    def test_a_translation_that_no_longer_follows_its_source_is_a_page_of_its_team(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        translation.enabled = False
        translation.save()
        self.assert_refused(self.open_editor(self.translator, self.translated(page, "ar")))

    def test_who_left_the_group_is_out(self) -> None:
        page = make_article(self.north)
        self.started(page, "ar")
        self.translator.groups.clear()
        self.assert_refused(self.open_editor(self.translator, self.translated(page, "ar")))


class TheirAdmin(TranslatorCase):
    def test_it_shows_their_work_and_no_menu_of_what_they_may_not_do(self) -> None:
        page = make_article(self.north, title="Une année de mesures")
        self.started(page, "ar")
        self.started(make_article(self.north, title="En espagnol"), "es")
        # What the editor was told is not the translator's to read.
        self.client = self.client_class()
        self.client.force_login(self.translator)
        html = unescape(self.client.get(reverse("wagtailadmin_home")).content.decode())
        assert "À traduire" in html
        assert "Une année de mesures" in html
        assert "En espagnol" not in html
        assert "Brouillons de votre équipe" not in html
        assert reverse("wagtail_localize:translations_report") in html
        for name in ("wagtailimages:index", "organisations:index", "wagtailadmin_reports:locked_pages"):
            assert reverse(name) not in html, name

    def test_a_team_s_dashboard_has_no_panel_of_translators(self) -> None:
        self.client.force_login(self.editor)
        html = unescape(self.client.get(reverse("wagtailadmin_home")).content.decode())
        assert "À traduire" not in html
        assert "Aucun brouillon en cours." in html

    def test_a_picture_that_is_not_theirs_to_choose_does_not_break_their_editor(self) -> None:
        """Of a file that is not a person's to choose, the admin tells nothing."""
        image = picture("Un phare", self.north, self.editor)
        page = make_article(self.north, lead_image=image)
        translation = self.started(page, "ar")
        target = self.translated(page, "ar")
        wanted = str(translation.source.overridablesegment_set.get(context__path="lead_image").context_id)
        for user, is_shown in ((self.translator, True), (self.federal, False)):
            html = unescape(self.open_editor(user, target).content.decode())
            assert (f'name="value-{wanted}-value"' in html) is is_shown, user


class TheQuestion(TranslatorCase):
    def test_who_may_translate_a_page_into_a_language(self) -> None:
        page, english = make_article(self.north), Locale.objects.get(language_code="en")
        answers = {
            user.username: [
                may_translate_into(fresh(user), page, locale) for locale in (self.arabic, english)
            ]
            for user in (self.translator, self.federal, self.editor, self.stranger, self.root)
        }
        assert answers == {
            "samira": [True, False],
            "farid": [True, False],
            "editor": [True, True],
            "stranger": [False, False],
            "root": [True, True],
        }
        self.started(page, "ar")
        assert may_translate_into(fresh(self.translator), page, self.arabic)
        assert not may_translate_into(fresh(self.stranger), page, self.arabic)
        assert not may_translate_into(fresh(self.translator), section_of(self.north), self.arabic)

    def test_the_translators_of_a_page(self) -> None:
        ours, theirs = make_article(self.north), make_article(self.south)
        assert set(translators_of(ours, self.arabic)) == {self.translator, self.federal}
        assert set(translators_of(theirs, self.arabic)) == {self.federal}
        assert not translators_of(ours, Locale.objects.get(language_code="es")).exists()


class TheGroups(TranslatorCase):
    def test_there_is_one_a_language_of_each_cluster_and_of_the_federation(self) -> None:
        for cluster in (self.north, self.south, None):
            rows = TranslatorGroup.objects.of_owner(cluster.pk if cluster else None)
            assert {row.locale.language_code for row in rows} == {"fr", "en", "es", "ar"}
        assert Group.objects.filter(name="EdTech Nord – traduction : arabe").exists()
        assert deviations() == []

    def test_a_right_too_many_is_listed_and_taken_away(self) -> None:
        group = TranslatorGroup.objects.get(cluster=self.north, locale=self.arabic).group
        permission = GroupPagePermission.objects.first().permission
        GroupPagePermission.objects.create(
            group=group, page=section_of(self.north, "ar"), permission=permission
        )
        group.permissions.clear()
        found = deviations()
        assert any("has too much" in line and group.name in line for line in found)
        assert any("lacks wagtailadmin.access_admin" in line for line in found)
        sync_all_rights()
        assert deviations() == []

    def test_a_site_that_has_none_yet_is_told_how_to_make_them(self) -> None:
        TranslatorGroup.objects.of_owner(None).delete()
        assert any("provision_federation" in line for line in deviations())

    def test_a_new_language_has_its_translators_and_takes_them_along_when_it_goes(self) -> None:
        before = Group.objects.count()
        german = Locale.objects.create(language_code="de")
        assert TranslatorGroup.objects.filter(locale=german).count() == 1 + Cluster.objects.count()
        assert deviations() == []
        TranslatorGroup.objects.filter(locale=german).delete()
        assert Group.objects.count() == before
