"""A path that the editors' guide prints in bold, “**Menu > Entry**”, is one that the admin's menu has."""

from collections.abc import Iterable, Iterator

from django.test import RequestFactory, TestCase
from django.utils import translation
from wagtail.admin.menu import Menu, admin_menu
from wagtail.users.models import UserProfile

from fedcms.users.models import User
from home.guide.chapters import LANGUAGES, chapter_files
from home.guide.rendering import parse
from tests.home.test_guide_labels import bold_texts, normalised


def paths_in(language: str) -> Iterator[str]:
    """Each path that the chapters of a language name."""
    for path in chapter_files(language).values():
        for text in bold_texts(parse(path.read_text(encoding="utf-8"))):
            if " > " in text:
                yield text


class TestMenus(TestCase):
    """Who may do everything sees every entry."""

    def setUp(self) -> None:
        self.root = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        self.client.force_login(self.root)
        # The menu is complete, and kept, once the addresses are known.
        assert self.client.get("/admin/").status_code == 200

    def menu(self, language: str) -> dict[str, set[str] | str]:
        """The labels of the menu: those below each, or the address to which it leads."""
        request = RequestFactory().get("/admin/")
        request.user = self.root
        found: dict[str, set[str] | str] = {}
        with translation.override(language):
            for item in admin_menu.menu_items_for_request(request):
                below: Menu | None = getattr(item, "menu", None)
                entries = below.menu_items_for_request(request) if below else ()
                labels = {normalised(str(entry.label)) for entry in entries}
                found[normalised(str(item.label))] = labels or str(item.url)
        return found

    def wrong_paths(self, language: str, paths: Iterable[str]) -> list[str]:
        """The paths that neither the menu nor the screen of its entry shows."""
        UserProfile.objects.update_or_create(user=self.root, defaults={"preferred_language": language})
        menu = self.menu(language)
        wrong = []
        for path in paths:
            first, second = (normalised(part) for part in path.split(" > "))
            below = menu.get(first, set())
            if isinstance(below, str):
                below = {second} if second in normalised(self.client.get(below).content.decode()) else set()
            if second not in below:
                wrong.append(path)
        return wrong

    def test_every_path_of_the_guide_is_in_the_menu(self) -> None:
        for language in LANGUAGES:
            paths = list(paths_in(language))
            assert len(paths) > 8
            assert not self.wrong_paths(language, paths), language

    def test_a_path_that_the_menu_does_not_have_is_found(self) -> None:
        wrong = [
            "Rapports > Images",
            "Réglages > Langues",
            "Images > Tout jeter",
            "Search > Clusters’ own sites",
        ]
        assert self.wrong_paths("fr", ["Rapports > Traductions", *wrong]) == wrong
        assert self.wrong_paths("en", wrong) == wrong
