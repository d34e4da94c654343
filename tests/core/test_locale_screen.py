"""Who runs the site opens and closes a language on the screen of its locale; one that is added starts closed."""

from typing import ClassVar

from bs4 import BeautifulSoup
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale, Page

from clusters.models import Cluster, Federation
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from fedcms.core.models import LocaleState
from fedcms.users.models import User
from home.models import HomePage
from tests.factories import make_article, make_cluster, make_user

BOX = "component-core_localestate-is_active"


class TestLocaleScreen(TestCase):
    cluster: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cluster = make_cluster("nord", "NOR")
        User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")

    def setUp(self) -> None:
        self.client.force_login(User.objects.get(username="root"))

    def edit(self, code: str) -> str:
        return reverse("wagtaillocales:edit", args=[Locale.objects.get(language_code=code).pk])

    def is_ticked(self, url: str) -> bool:
        box = BeautifulSoup(self.client.get(url).content, "html.parser").select_one(f"input[name={BOX}]")
        assert box is not None
        return box.has_attr("checked")

    def test_closing_hides_everything_and_opening_shows_it_again(self) -> None:
        page = make_article(self.cluster, "en", title="Still here")
        url = self.edit("en")
        assert self.is_ticked(url)
        assert self.client.post(url, {"language_code": "en"}).status_code == 302
        assert not self.is_ticked(url)
        reader = Client()
        assert reader.get(page.url).status_code == 404
        assert reader.get("/api/search/?q=still&locale=en").json()["total"] == 0
        assert Page.objects.get(pk=page.pk).live
        assert self.client.post(url, {"language_code": "en", BOX: "on"}).status_code == 302
        assert self.is_ticked(url)
        assert reader.get(page.url).status_code == 200
        assert reader.get("/api/search/?q=still&locale=en").json()["total"] == 1

    def test_the_last_open_language_stays_open(self) -> None:
        for code in ("en", "es", "ar"):
            self.client.post(self.edit(code), {"language_code": code})
        answer = self.client.post(self.edit("fr"), {"language_code": "fr"})
        assert answer.status_code == 200
        assert "seule langue ouverte" in answer.content.decode()
        assert Client().get("/fr/").status_code == 200

    def test_a_language_that_is_added_starts_closed(self) -> None:
        Locale.objects.create(language_code="de")
        german = HomePage.objects.filter(locale__language_code="de")
        assert german.get().live
        assert not german.visible().exists()
        LocaleState.objects.filter(locale__language_code="de").update(is_active=True)
        assert german.visible().exists()

    def test_it_is_added_closed_unless_the_box_is_ticked(self) -> None:
        add = reverse("wagtaillocales:add")
        spanish = Locale.objects.get(language_code="es")
        Page.objects.filter(locale=spanish, depth__gt=1).order_by("-depth").delete()
        for ticked in (False, True):
            with self.subTest(ticked=ticked):
                Locale.objects.filter(language_code="es").delete()
                assert not self.is_ticked(add)
                answer = self.client.post(add, {"language_code": "es"} | ({BOX: "on"} if ticked else {}))
                assert answer.status_code == 302
                assert Page.objects.filter(depth=2, locale__language_code="es").exists()
                assert LocaleState.objects.get(locale__language_code="es").is_active == ticked
                Page.objects.filter(locale__language_code="es", depth__gt=1).order_by("-depth").delete()

    def test_what_stands_against_its_pages_is_said_in_the_form_and_nothing_is_kept(self) -> None:
        """Adding a language publishes pages, which a policy may refuse."""

        def not_yet(publication: Publication) -> Refusal | None:
            return Refusal("Attendez l’accord du rectorat.", reason="not_agreed")

        Page.objects.filter(locale__language_code="es", depth__gt=1).order_by("-depth").delete()
        Locale.objects.filter(language_code="es").delete()
        before = Page.objects.count()
        for data in ({"language_code": "es"}, {"language_code": "es", BOX: "on"}):
            with policy_for_now(not_yet, Stage.AGREEMENT):
                answer = self.client.post(reverse("wagtaillocales:add"), data)
            assert answer.status_code == 200
            assert "Attendez l’accord du rectorat." in answer.content.decode()
            assert not Locale.all_objects.filter(language_code="es").exists()
            assert Page.objects.count() == before
            form = BeautifulSoup(answer.content, "html.parser")
            assert form.select_one("option[value=es][selected]") is not None, (
                "what was chosen is still chosen"
            )
            box = form.select_one(f"input[name={BOX}]")
            assert box is not None
            assert box.has_attr("checked") is (BOX in data)
        assert self.client.post(reverse("wagtaillocales:add"), {"language_code": "es"}).status_code == 302
        assert HomePage.objects.filter(locale__language_code="es").exists()

    def test_nobody_else_may(self) -> None:
        make_user("frida", Federation.load(), "publisher")
        self.client.force_login(User.objects.get(username="frida"))
        answer = self.client.post(self.edit("en"), {"language_code": "en"})
        assert answer.status_code in (302, 403)
        assert not LocaleState.objects.filter(is_active=False).exists()
