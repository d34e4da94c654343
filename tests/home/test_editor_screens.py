"""What editors see besides their dashboard: the federation's name and logo, page types, help on fields."""

from typing import ClassVar

from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, get_page_models
from wagtail.users.models import UserProfile

from clusters.content.registry import content_types
from clusters.models import Cluster, Federation
from events.models import AgendaPage, EventPage, TradeMissionPage
from fedcms.core.seo.site_name import site_name
from fedcms.users.models import User
from home.models import HomePage, StandardPage
from news.models import ArticlePage, NewsIndexPage, PressReleasePage, SuccessStoryPage
from tests.factories import make_cluster, make_event, make_user
from tests.factories.content import parent_for, section_of

DOORS = ("wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done")


class TestEditors(TestCase):
    north: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north = make_cluster("nord", "NOR")
        cls.nora = make_user("nora", cls.north)

    def soup(self, url: str, language: str = "fr") -> BeautifulSoup:
        user = User.objects.get(username="nora")
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        self.client.force_login(user)
        return BeautifulSoup(self.client.get(url).content, "html.parser")

    def test_doors_and_rooms_carry_the_federations_name_mark_and_icon(self) -> None:
        self.client.logout()
        pages = {name: BeautifulSoup(self.client.get(reverse(name)).content, "html.parser") for name in DOORS}
        pages["home"] = self.soup(reverse("wagtailadmin_home"))
        for name, page in pages.items():
            assert page.title is not None
            assert site_name() in page.title.text, name
            brand = page.find(class_="brand")
            assert isinstance(brand, Tag), name
            assert site_name() in brand.decode_contents(), name
            assert [image["src"] for image in brand.find_all("img")] == ["/static/icons/mark.svg"], name
            assert [link["href"] for link in page.select("link[rel~=icon]")] == [
                "/static/icons/favicon.svg"
            ], name
            (sheet,) = page.select("link[href$='editors/admin.css']")
            assert finders.find(str(sheet["href"]).removeprefix("/static/")), name
        (sidebar,) = pages["home"].select("template[data-wagtail-sidebar-branding-logo]")
        assert sidebar.find(class_="brand")

    def test_the_password_is_asked_for_in_the_readers_language(self) -> None:
        page = self.client.get(reverse("wagtailadmin_login")).content.decode()
        assert "Mot de passe" in page

    def test_the_interface_speaks_every_language_of_the_site(self) -> None:
        """Whoever translates into Arabic may work in it, from right to left."""
        for code, direction in (("fr", "ltr"), ("en", "ltr"), ("es", "ltr"), ("ar", "rtl")):
            page = self.soup(reverse("wagtailadmin_account"), code)
            assert page.html is not None
            assert (page.html["lang"], page.html["dir"]) == (code, direction)
            offered = page.select("select[name$=preferred_language] option")
            assert {option["value"] for option in offered} - {""} == {"fr", "en", "es", "ar"}

    def test_each_type_says_when_to_use_it_and_when_not(self) -> None:
        for model in content_types().values():
            parent = parent_for(model, self.north)
            page = self.soup(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
            names = {heading.text.strip().lower() for heading in page.select(".page-types__name")}
            assert str(model._meta.verbose_name) in names
            (card,) = [
                card
                for card in page.select(".page-types__type")
                if card.select_one("h2").text.strip().lower() == str(model._meta.verbose_name)
            ]
            assert str(model.page_description) in card.text
            assert len(model.take_instead) >= 2
            for case in model.take_instead:
                assert str(case) in card.text
            add = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            assert card.select_one(f'a[href="{add}"]') is not None

    def test_only_what_provisioning_does_not_make_is_created(self) -> None:
        """Below every type of page, exactly these; a superuser gets no other."""
        expected: dict[type[Page], set[type[Page]]] = {
            HomePage: {StandardPage},
            StandardPage: {StandardPage},
            NewsIndexPage: {ArticlePage, SuccessStoryPage, PressReleasePage},
            AgendaPage: {EventPage, TradeMissionPage},
        }
        offered = {model: set(model.creatable_subpage_models()) for model in get_page_models()}
        assert {model: types for model, types in offered.items() if types} == expected

    def test_the_list_of_missions_takes_no_event(self) -> None:
        """It would never show one; who creates there gets the form of a mission, and nothing moves an event there."""
        self.client.force_login(make_user("feda", Federation.load()))
        below_home = AgendaPage.objects.child_of(section_of(None))
        missions, agenda = below_home.get(only_missions=True), below_home.get(only_missions=False)
        answer = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[missions.pk]))
        form = reverse("wagtailadmin_pages:add", args=["events", "trademissionpage", missions.pk])
        assert (answer.status_code, answer["Location"]) == (302, form)
        refused = self.client.get(
            reverse("wagtailadmin_pages:add", args=["events", "eventpage", missions.pk])
        )
        assert refused.status_code == 302
        event = make_event(None)
        assert event.is_child_of(agenda)
        assert not event.can_move_to(missions)
        assert EventPage.can_create_at(agenda)

    def test_where_nothing_is_created_it_says_where_to_go(self) -> None:
        """On the root of one's section; on another's, there is no way in at all."""
        nothing = "Aucune page ne se crée ici"
        url = reverse("wagtailadmin_pages:add_subpage", args=[section_of(self.north).pk])
        page = self.soup(url)
        assert nothing in page.text
        assert not page.select(".page-types__type")
        contact = reverse(
            "wagtailadmin_pages:add", args=["clusters", "contactpage", section_of(self.north).pk]
        )
        assert self.client.get(contact).status_code == 302
        explorer = self.soup(reverse("wagtailadmin_explore", args=[section_of(self.north).pk]))
        assert not explorer.select(f'a[href="{url}"]')
        other = section_of(make_cluster("sud", "SUD"))
        for pk in (other.pk, section_of(None).pk):
            answer = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[pk]))
            assert answer.status_code == 302
            assert nothing not in answer.content.decode()

    def test_types_that_are_confused_name_each_other(self) -> None:
        """News, releases and stories; events and missions: each sends to the others by the name that they bear."""
        with translation.override("fr"):
            types = content_types()
            for kinds in (("article", "release", "story"), ("event", "mission")):
                for kind in kinds:
                    said = " ".join(map(str, types[kind].take_instead))
                    for other in set(kinds) - {kind}:
                        assert str(types[other]._meta.verbose_name) in said, (kind, other)

    def test_fields_that_people_get_wrong_have_help(self) -> None:
        wanted = {
            "title",
            "summary",
            "lead_image",
            "lead_image_alt",
            "topics",
            "organisation",
            "slug",
            "seo_title",
            "search_description",
        }
        own = {
            "release": {"dateline_place", "contact_note"},
            "story": {"need", "answer", "territory"},
            "event": {"time_zone", "status", "online_url", "price_euros", "signup_url"},
            "mission": {"deadline", "cost_euros", "eligibility", "contact"},
        }
        for kind, model in content_types().items():
            parent = parent_for(model, self.north)
            url = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            page = self.soup(url)
            for name in wanted | own.get(kind, set()):
                help_text = page.select_one(f"#panel-child-content-{name}-helptext, [id$='-{name}-helptext']")
                assert help_text is not None, (kind, name)
                assert help_text.text.strip(), (kind, name)
            assert "embargo" in str(page), "beside the dates of publication"
