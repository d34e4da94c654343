"""Pages of structure: whose text they are, and that nobody but a superuser takes a section down."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import Page

from clusters.access.own_pages import federation_paths, is_own, own_pages
from clusters.models import ClusterIndexPage, ClusterPage, Federation
from clusters.models.structural_permissions import federation_actions
from fedcms.users.models import User
from home.models import HomePage
from news.models import ArticlePage
from tests.clusters.rights.support import again, behind_the_guard
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_user
from tests.factories.content import parent_for, section_of
from tests.factories.people import make_translator

NEVER = ("move", "delete", "unpublish", "set_view_restrictions", "copy")


class StructureCase(TranslationCase):
    people: ClassVar[dict[str, User]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        federation = Federation.load()
        cls.people = {
            "fred": make_user("fred", federation),
            "frida": make_user("frida", federation, "publisher"),
            "editor": cls.editor,
            "publisher": cls.publisher,
            "stranger": cls.strange_publisher,
            "translator": make_translator("samira", "ar"),
        }

    def roots(self) -> list[Page]:
        """The federation's own, in two languages."""
        return [
            model.objects.get(locale__language_code=code)
            for model in (HomePage, ClusterIndexPage)
            for code in ("fr", "ar")
        ]

    def sections(self) -> list[Page]:
        return [
            section_of(self.north),
            section_of(self.north, "ar"),
            parent_for(ArticlePage, self.north).specific,
        ]


class TestWhoseText(StructureCase):
    def test_the_federation_s_roots_are_its_team_s(self) -> None:
        for page in self.roots():
            for name, user in self.people.items():
                tester = page.permissions_for_user(again(user))
                assert tester.can_edit() is (name in ("fred", "frida")), (page, name)
                assert tester.can_publish() is (name == "frida"), (page, name)
                assert tester.can_lock() is (name == "frida"), (page, name)
                assert is_own(again(user), page) is (name in ("fred", "frida")), (page, name)
                assert own_pages(again(user)).holds(page.path) is (name in ("fred", "frida"))

    def test_a_listing_asks_once_who_is_of_the_team(self) -> None:
        person, roots = again(self.people["frida"]), self.roots()
        # The federation, her groups, and her rights on pages: not once more for each row and button.
        with self.assertNumQueries(3):
            assert all(page.permissions_for_user(person).can_publish() for page in roots * 2)

    def test_a_right_on_them_reaches_nothing_below(self) -> None:
        for name in ("fred", "frida"):
            for page in self.sections():
                person = again(self.people[name])
                assert not page.permissions_for_user(person).can_edit(), (name, page)
                assert not is_own(again(self.people[name]), page)
                assert not own_pages(again(self.people[name])).holds(page.path)

    def test_a_section_is_its_cluster_s(self) -> None:
        for page in self.sections():
            for name, user in self.people.items():
                tester = page.permissions_for_user(again(user))
                assert tester.can_edit() is (name in ("editor", "publisher")), (page, name)
                assert tester.can_publish() is (name == "publisher"), (page, name)
                assert is_own(again(user), page) is (name in ("editor", "publisher")), (page, name)

    def test_who_is_switched_off_or_nobody_has_none(self) -> None:
        for name in ("frida", "publisher"):
            gone = again(self.people[name])
            gone.is_active = False
            gone.save()
            for page in (*self.roots(), *self.sections(), make_article(self.north)):
                assert not page.permissions_for_user(again(gone)).can_edit(), (name, page)
                assert not is_own(again(gone), page)
        root = again(self.root)
        root.is_active = False
        root.save()
        assert not is_own(again(root), self.roots()[0])
        for page in (*self.roots(), *self.sections()):
            assert not is_own(AnonymousUser(), page)
        assert federation_paths(again(self.editor)) == frozenset()

    def test_before_there_is_a_team_nobody_is_of_it(self) -> None:
        Federation.objects.update(editors_group=None, publishers_group=None)
        for user in self.people.values():
            assert federation_actions(again(user), self.roots()[0]) == set()
        Federation.objects.all().delete()
        assert federation_actions(again(self.people["frida"]), self.roots()[0]) == set()


class TestWhatNobodyDoes(StructureCase):
    def test_only_a_superuser_moves_removes_hides_or_copies_them(self) -> None:
        elsewhere = section_of(None)
        for page in (*self.roots(), *self.sections()):
            for name, user in self.people.items():
                tester = page.permissions_for_user(again(user))
                for what in NEVER:
                    assert not getattr(tester, f"can_{what}")(), (page, name, what)
                assert not tester.can_move_to(elsewhere), (page, name)
                assert not tester.can_copy_to(elsewhere), (page, name)
                assert not tester.can_copy_to(page.get_parent(), recursive=True), (page, name)
            of_root = page.permissions_for_user(again(self.root))
            for what in NEVER:
                assert getattr(of_root, f"can_{what}")(), (page, what)

    def changes(self, page: Page) -> list[tuple[str, dict[str, object]]]:
        """Each address that would take a section down."""
        parent = page.get_parent().pk
        found: list[tuple[str, dict[str, object]]] = [
            (reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data)
            for name, data in (
                ("delete", {"confirm_site_name": "x"}),
                ("unpublish", {"include_descendants": "on"}),
                ("set_privacy", {"restriction_type": "login"}),
                ("copy", {"new_title": "C", "new_slug": "c", "new_parent_page": parent}),
            )
        ]
        for action in ("copy", "move", "unpublish", "delete", "create_alias"):
            url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
            found.append((url, {"destination_page_id": parent, "recursive": True, "position": "last-child"}))
        for action in ("delete", "unpublish", "move"):
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            found.append((f"{url}?id={page.pk}", {"chooser": section_of(self.north, "en").pk}))
        found.append(
            (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, section_of(self.north).pk]), {})
        )
        return found

    def tree(self) -> list[object]:
        pages = Page.objects.order_by("pk").values_list("pk", "path", "live", "slug", "alias_of")
        return [*pages, ClusterPage.objects.count()]

    @behind_the_guard
    def test_by_no_address_of_the_admin(self) -> None:
        before = self.tree()
        for name in ("publisher", "frida"):
            self.client.force_login(self.people[name])
            for page in (self.roots()[0], self.roots()[2], *self.sections()):
                for url, data in self.changes(page):
                    self.client.post(url, data)
                    assert self.tree() == before, (name, page, url)
                    assert not page.view_restrictions.exists(), (name, page, url)
