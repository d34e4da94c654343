"""The editors' guide in the admin: chapters, links, search, and the way to it from each screen."""

import tempfile
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.test import TestCase
from django.test.utils import override_settings
from django.urls import reverse

from fedcms.users.models import User
from home.guide.chapters import CONTENTS, LANGUAGES, chapter, chapter_files, chapters
from home.guide.checks import wrong_links, wrong_topics
from home.guide.rendering import anchor_of, parse, render
from home.guide.screens import TOPICS
from news.models import ArticlePage
from tests.factories import make_article
from tests.factories.content import parent_for
from tests.home.guide_support import GuideCase
from tests.served.guide_pictures import FOLDERS, PICTURES

LARGEST_PICTURE = 120_000


class TestChapters(GuideCase):
    def test_each_chapter_is_served_in_each_language_with_the_same_chapters_in_both(self) -> None:
        self.reads("fr")
        numbers = {language: [each.number for each in chapters(language)] for language in LANGUAGES}
        assert numbers["fr"] == numbers["en"] == list(range(9))
        for language in LANGUAGES:
            for each in chapters(language):
                page = self.soup(each.url)
                (title,) = page.find_all("h1")
                assert title.text == each.title
                (text,) = page.select("article.guide__text")
                assert (text["lang"], text["dir"]) == (language, "ltr")
                other = next(code for code in LANGUAGES if code != language)
                (switch,) = page.select(f".guide__languages a[hreflang={other}]")
                assert switch["href"] == chapters(other)[each.number].url

    def test_every_link_and_picture_of_a_chapter_leads_somewhere(self) -> None:
        self.reads("fr")
        for language in LANGUAGES:
            for each in chapters(language):
                page = self.soup(each.url)
                for link in page.select("article a"):
                    address, anchor = urldefrag(str(link["href"]))
                    there = self.soup(address) if address else page
                    assert not anchor or there.find(id=unquote(anchor)), link
                for picture in page.select("article img"):
                    assert finders.find(str(picture["src"]).removeprefix("/static/")), picture
                    assert picture["alt"]
                    assert int(str(picture["width"])) > 100
                for part in page.select(".guide__chapters ul a"):
                    assert page.find(id=unquote(str(part["href"]).removeprefix("#"))), part

    def test_the_guide_opens_in_the_readers_language_and_says_so_where_it_is_not_written_in_it(self) -> None:
        for interface, language in (("fr", "fr"), ("en", "en"), ("es", "en"), ("ar", "en")):
            self.reads(interface)
            response = self.client.get(reverse("guide:index"))
            self.assertRedirects(response, reverse("guide:contents", args=[language]))
            page = self.soup(reverse("guide:contents", args=[language]))
            assert page.html is not None
            assert page.html["lang"] == interface
            (text,) = page.select("article")
            assert (text["lang"], text["dir"]) == (language, "ltr")
            (languages,) = page.select(".guide__languages")
            assert bool(languages.find(string=True, recursive=False).strip()) == (interface in ("es", "ar"))  # type: ignore[union-attr]

    def test_what_is_not_there_is_not_found(self) -> None:
        self.reads("fr")
        for path in (
            "de/",
            "fr/9-nulle-part/",
            "en/2-ecrire/",
            "fr/..%2f..%2fREADME/",
            "fr/../../../manage/",
            "fr/2-ecrire.md/",
            "fr/images/",
            "ar/search/",
        ):
            self.soup(f"/admin/guide/{path}", 404)
        assert chapter("fr", "../../README") is None
        assert chapter("../..", CONTENTS) is None

    def test_only_who_works_in_the_admin_reads_it(self) -> None:
        urls = [
            reverse("guide:index"),
            reverse("guide:contents", args=["fr"]),
            reverse("guide:chapter", args=["fr", "2-ecrire"]),
            reverse("guide:search", args=["fr"]),
        ]
        for url in urls:
            response = self.client.get(url)
            self.assertRedirects(
                response, f"{reverse('wagtailadmin_login')}?next={url}", fetch_redirect_response=False
            )
        User.objects.create_user("visitor", password="a-long-enough-passphrase")
        self.client.login(username="visitor", password="a-long-enough-passphrase")
        for url in urls:
            assert self.client.get(url).status_code == 302


class TestHelpLinks(GuideCase):
    """From each screen, the link in its header and the menu's entry lead to the heading that tells of it."""

    def leads_to(self, url: str) -> str:
        page = self.soup(url)
        (link,) = (
            link
            for link in page.select("header a")
            if self.label in (link.get("aria-label"), link.text.strip())
        )
        return unquote(str(link["href"])).removeprefix("/admin/guide/")

    label = "Aide sur cet écran"

    def test_a_screen_leads_to_what_tells_of_it(self) -> None:
        self.reads("fr")
        page = make_article(self.north)
        parent = parent_for(ArticlePage, self.north, "fr")
        self.started(page)
        translation = self.translated(page)
        self.reads("fr")
        screens = {
            reverse("wagtailadmin_explore", args=[parent.pk]): "fr/1-se-reperer/#votre-section",
            reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]): "fr/2-ecrire/#choisir-un-type",
            reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk]): (
                "fr/2-ecrire/#remplir-la-page"
            ),
            reverse("wagtailadmin_pages:edit", args=[page.pk]): "fr/2-ecrire/#remplir-la-page",
            reverse("wagtailadmin_pages:edit", args=[translation.pk]): "fr/4-traduire/#traduire-les-textes",
            reverse("wagtailadmin_pages:history", args=[page.pk]): "fr/3-publier/#corriger-après-coup",
            reverse("wagtailimages:index"): "fr/2-ecrire/#ajouter-une-image",
            reverse("wagtaildocs:index"): "fr/2-ecrire/#ajouter-une-image",
            reverse("wagtail_localize:translations_report"): (
                "fr/4-traduire/#savoir-où-en-sont-les-traductions"
            ),
            reverse("thesaurus:index"): "fr/6-recherche/#le-thésaurus",
            reverse("organisations:index"): "fr/8-equipe-et-cluster/#les-organisations",
            # No chapter tells of the guide's own screens.
            reverse("guide:search", args=["fr"]): "fr/",
        }
        for url, target in screens.items():
            assert self.leads_to(url) == target, url

    def test_what_publishers_and_administrators_see_has_its_help(self) -> None:
        for person, url, target in (
            (self.publisher, reverse("harvest_sources:index"), "fr/7-sites-du-cluster/#ajouter-un-site"),
            (
                self.publisher,
                reverse("clusters:edit", args=[self.north.pk]),
                "fr/8-equipe-et-cluster/#la-fiche-du-cluster",
            ),
            (
                self.root,
                reverse("wagtailusers_users:index"),
                "fr/8-equipe-et-cluster/#qui-a-le-droit-de-faire-quoi",
            ),
        ):
            self.reads("fr", person)
            assert self.leads_to(url) == target

    def test_the_menu_and_the_dashboard_lead_to_the_same_help_in_the_readers_language(self) -> None:
        for interface, target in (
            ("fr", "/admin/guide/fr/1-se-reperer/#laccueil"),
            ("ar", "/admin/guide/en/1-finding-your-way/#the-dashboard"),
        ):
            self.reads(interface)
            shown = self.client.get(reverse("wagtailadmin_home")).content.decode()
            assert shown.count(target) >= 2
            assert "keyboard-shortcuts-trigger" in shown

    def test_nothing_leads_to_wagtails_own_guide(self) -> None:
        page = make_article(self.north)
        for interface in ("fr", "en"):
            self.reads(interface)
            for url in (
                reverse("wagtailadmin_home"),
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                reverse("wagtailadmin_account"),
                reverse("guide:contents", args=["fr"]),
            ):
                shown = self.client.get(url).content.decode()
                assert "wagtail.org" not in shown, url
                assert "editor-guide" not in shown, url
                assert "whats-new-in-wagtail" not in shown, url


class TestChecks(TestCase):
    def test_the_table_of_screens_and_the_links_of_chapters_are_right(self) -> None:
        assert [each for each in run_checks(tags=["urls"]) if each.id in ("fedcms.E002", "fedcms.E003")] == []

    def test_a_screen_or_a_heading_that_is_not_there_is_reported(self) -> None:
        right = TOPICS["wagtailadmin_home"]
        assert list(wrong_topics({"wagtailadmin_home": right})) == []
        for screen in ("nowhere", "wagtailadmin_pages:nowhere", "nowhere:index"):
            (words,) = wrong_topics({screen: right})
            assert screen in words
        (words,) = wrong_topics({"wagtailadmin_home": right | {"en": "1-finding-your-way#nothing"}})
        assert "1-finding-your-way#nothing" in words
        (words,) = wrong_topics({"wagtailadmin_home": {"fr": right["fr"]}})
        assert "“en”" in words

    def test_a_link_that_leads_nowhere_is_reported(self) -> None:
        with pytest.MonkeyPatch.context() as patched:
            with_defects = self.folder_with(
                "[a](2-ecrire.md#rien) [b](../adr/0001.md) [c](#rien) ![d](images/rien.webp) [e](#titre)\n"
            )
            patched.setattr("home.guide.checks.LANGUAGES", ("fr",))
            with override_settings(BASE_DIR=with_defects):
                assert len(list(wrong_links())) == 4

    def folder_with(self, text: str) -> Path:
        root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        folder = root / "docs" / "editors"
        (folder / "images").mkdir(parents=True)
        (folder / "README.md").write_text("# Guide\n")
        (folder / "2-ecrire.md").write_text(f"# Titre\n\n{text}")
        return root


def test_each_picture_of_the_chapters_is_one_that_make_screenshots_renews() -> None:
    renewed = {picture.name for picture in PICTURES}
    for language, folder in FOLDERS.items():
        named = {
            Path(str(token.attrGet("src"))).stem
            for path in chapter_files(language).values()
            for inline in parse(path.read_text(encoding="utf-8"))
            for token in inline.children or []
            if token.type == "image"
        }
        assert named == renewed
        assert {path.stem for path in folder.iterdir()} == renewed
        assert all(path.stat().st_size < LARGEST_PICTURE for path in folder.iterdir())


def test_anchors_are_those_of_code_hosts() -> None:
    assert anchor_of("Quel type choisir") == "quel-type-choisir"
    assert anchor_of("L’accueil") == "laccueil"
    assert anchor_of("1. Où, quand ?") == "1-où-quand-"
    shown = render("## Même\n\n## Même\n", str, lambda source: {"src": source})
    assert [section.anchor for section in shown.sections] == ["même", "même-1"]


def test_markup_in_a_chapter_is_text() -> None:
    shown = render("# A\n\n<script>x</script> <b>y</b>\n", str, lambda source: {"src": source})
    assert "<script>" not in shown.html
    assert "<b>" not in shown.html


def test_a_chapter_that_a_developer_changes_is_rendered_again(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "editors"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Avant\n")
    with override_settings(BASE_DIR=tmp_path, DEBUG=True):
        assert chapters("fr")[0].title == "Avant"
        (folder / "README.md").write_text("# Après, et plus long\n")
        assert chapters("fr")[0].title == "Après, et plus long"
        assert list(chapter_files("fr")) == [CONTENTS]
