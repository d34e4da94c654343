"""An original is its team's: no translator changes one, of whatever section or language, by any address there is."""

from typing import ClassVar

from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from clusters.access.own_pages import is_own, own_pages
from clusters.models.page_permissions import edits_by_section
from clusters.translation.access.guards import may_translate, may_translate_into
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.rights.support import again, behind_the_guard, was_refused
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

TITLE = "À moi"


class OriginalCase(TranslationCase):
    """Translators into each language of the north and of the federation, before originals of both sections."""

    translators: ClassVar[list[User]]
    originals: ClassVar[list[ArticlePage]]
    translation: ClassVar[Translation]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.translators = [
            make_translator(f"{code}-{owner}", code, owner) for code in ("fr", "en") for owner in (cls.north, None)
        ]  # fmt: skip
        followed = make_article(cls.north, title="Suivi")
        # An original in each language; one that a translation follows; and one that follows nothing any more.
        cls.originals = [make_article(cls.north), make_article(cls.north, "en"), followed]
        for page in cls.originals:
            page.save_revision(user=cls.editor)
        case = cls()
        case.client = cls.client_class()
        case.ask_translation(cls.editor, followed, "en")
        cls.translation = case.translation_of(followed, "en")
        stopped = make_article(cls.north, title="Arrêté")
        case.ask_translation(cls.editor, stopped, "en")
        Translation.objects.filter(source__object_id=stopped.translation_key).update(enabled=False)
        cls.originals.append(case.translated(stopped))  # type: ignore[arg-type]  # an article, too

    def state(self) -> list[object]:
        """All pages, and all that was ever kept of them."""
        pages = Page.objects.order_by("pk").values_list(
            "pk", "title", "draft_title", "live", "path", "slug", "locked"
        )
        return [
            *pages,
            *Revision.objects.order_by("pk").values_list("pk", "object_id", "approved_go_live_at"),
        ]

    def requests(self, page: Page) -> list[tuple[str, dict[str, object]]]:
        """Each address that changes a page, with what it is sent."""
        parent = page.get_parent().pk
        revision = page.latest_revision_id
        found: list[tuple[str, dict[str, object]]] = [
            (reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data)
            for name, data in (
                ("edit", {"title": TITLE, "slug": "a-moi", "summary": "x", "action-publish": "1"}),
                ("edit", {"action": "publish", "shown": "{}"}),
                ("edit", {"localize-restart-translation": "1"}),
                ("delete", {}),
                ("unpublish", {}),
                ("copy", {"new_title": TITLE, "new_slug": "a-moi", "new_parent_page": parent}),
                ("lock", {}),
                ("unlock", {}),
                ("set_privacy", {"restriction_type": "login"}),
                ("set_page_position", {"position": 0}),
            )
        ]
        found += [
            (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent]), {}),
            (reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision]), {}),
            (reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision]), {}),
            (reverse("wagtailadmin_pages:convert_alias", args=[page.pk]), {}),
            (reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {}),
        ]
        for action, data in (
            ("copy", {"destination_page_id": parent, "recursive": False}),
            ("move", {"destination_page_id": parent, "position": "last-child"}),
            ("publish", {}),
            ("unpublish", {}),
            ("delete", {}),
            ("revert_to_page_revision", {"revision_id": revision}),
            ("copy_for_translation", {"locale": "es"}),
            ("create_alias", {"destination_page_id": parent}),
            ("convert_alias", {}),
        ):
            found.append((reverse("wagtailadmin_api:pages:action", args=[page.pk, action]), data))
        for action in ("publish", "unpublish", "delete", "move"):
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            found.append((f"{url}?id={page.pk}", {"chooser": parent}))
        return found


class TestAddresses(OriginalCase):
    def test_no_address_changes_an_original_for_a_translator(self) -> None:
        before = self.state()
        for user in self.translators:
            self.client.force_login(user)
            for page in self.originals:
                for url, data in self.requests(page):
                    assert was_refused(self.client.post(url, data)), (user, page, url)
                    assert self.state() == before, (user, page, url)

    @behind_the_guard
    def test_nor_do_the_views_themselves(self) -> None:
        before = self.state()
        for user in self.translators:
            self.client.force_login(user)
            for page in self.originals:
                for url, data in self.requests(page):
                    self.client.post(url, data)
                    assert self.state() == before, (user, page, url)

    def test_no_screen_of_an_original_opens(self) -> None:
        for user in self.translators:
            self.client.force_login(user)
            for page in self.originals:
                for name in ("edit", "history", "usage", "copy", "move", "view_draft", "workflow_history"):
                    url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
                    assert was_refused(self.client.get(url)), (user, page, name)


class TestRights(OriginalCase):
    def test_an_original_is_nobody_s_but_its_team_s(self) -> None:
        for user in self.translators:
            for page in self.originals:
                person = again(user)
                assert not page.permissions_for_user(person).can_edit(), (user, page)
                assert not edits_by_section(again(user), page)
                assert not may_translate(again(user), page)
                assert not is_own(again(user), page)
                assert not own_pages(again(user)).holds(page.path)
        for page in self.originals:
            assert page.permissions_for_user(again(self.editor)).can_edit()
            assert may_translate(again(self.editor), page)

    def test_a_translation_is_a_translator_s_to_write_and_no_more(self) -> None:
        target = self.translated(self.originals[2])
        english = [user for user in self.translators if user.username.startswith("en")]
        for user in english:
            tester = target.permissions_for_user(again(user))
            assert tester.can_edit()
            assert not tester.can_copy()
            assert not tester.can_publish()
            assert not tester.can_delete()
            assert not is_own(again(user), target)
        for user in self.translators:
            if user not in english:
                assert not target.permissions_for_user(again(user)).can_edit()

    def test_who_may_go_on_with_a_language(self) -> None:
        french, arabic = self.originals[2].locale, make_translator("ar", "ar", self.north)
        english = self.translated(self.originals[2]).locale
        local, _federal = (user for user in self.translators if user.username.startswith("en"))
        page = self.originals[2]
        assert may_translate_into(again(local), page, english)
        assert may_translate_into(again(self.editor), page, english)
        assert not may_translate_into(again(arabic), page, english)
        assert not may_translate_into(again(self.stranger), page, english)
        for user in (local, self.editor, self.publisher):
            assert not may_translate_into(again(user), page, french), "an original follows nothing"
