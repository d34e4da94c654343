"""Of other clusters one reads what everybody reads, and reserved moments if the cluster shows them."""

from datetime import timedelta
from itertools import product

from django.urls import reverse
from django.utils import timezone

from clusters.models import Cluster
from tests.factories import make_article, make_event, make_mission
from tests.factories.people import make_translator
from tests.home.editorial_calendar.support import (
    MARCH,
    THEN,
    CalendarCase,
    embargoed,
    next_version,
    proposed,
    scheduled,
)

HIDDEN = (
    "Brouillon daté",
    "Annonce à venir",
    "Embargo du Sud",
    "Version suivante",
    "Événement en brouillon",
    "Mission cachée",
)
PUBLIC = ("Salon public", "Mission publique")
VIEWS = [MARCH, MARCH | {"view": "week"}, MARCH | {"view": "day"}]


class TestWhoSeesWhat(CalendarCase):
    """Everything of the south on one day."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        proposed(cls.south, "Brouillon daté")
        cls.page = scheduled(cls.south, "Annonce à venir")
        embargoed(cls.south, "Embargo du Sud", THEN.replace(hour=11))
        next_version(cls.south, "Page publique", "Version suivante", THEN.replace(hour=16))
        day = THEN.date()
        make_event(cls.south, title="Salon public", starts_on=day)
        make_event(cls.south, title="Événement en brouillon", starts_on=day, live=False)
        later = {"starts_on": day.replace(month=5), "ends_on": day.replace(month=6)}
        make_mission(cls.south, title="Mission publique", deadline=day, **later)
        make_mission(cls.south, title="Mission cachée", deadline=day, live=False, **later)

    def show_slots(self, *, shows: bool) -> None:
        Cluster.objects.filter(pk=self.south.pk).update(shows_reserved_slots=shows)

    def test_own_pages_are_there_in_any_state_whoever_may_see_the_slots(self) -> None:
        for name, shows in product(("sara", "root"), (False, True)):
            self.show_slots(shows=shows)
            found = self.by_title(name, MARCH | {"view": "day"})
            assert set(found) == {*HIDDEN, *PUBLIC}
            assert all(entry.edit_url for entry in found.values())
            assert found["Embargo du Sud"].kind == "Sous embargo"
            assert found["Annonce à venir"].kind == "Programmée"
            assert found["Brouillon daté"].kind == "Date proposée"
            assert "brouillon" in found["Brouillon daté"].words

    def test_others_read_what_is_public_and_no_word_of_the_rest(self) -> None:
        for name, shows, query in product(("nora", "paul", "fred"), (False, True), VIEWS):
            self.show_slots(shows=shows)
            answer = self.ask(name, query)
            words = answer.content.decode()
            for title in HIDDEN:
                assert title not in words, (name, shows, query)
            assert reverse("publication_schedule:move", args=[self.page.pk]) not in words
            assert reverse("wagtailadmin_pages:edit", args=[self.page.pk]) not in words
            found = self.entries(name, query)
            assert {entry.title for entry in found if entry.title} == set(PUBLIC)
            assert not any(entry.edit_url or entry.move_url or entry.drop_url for entry in found)

    def test_a_slot_is_there_only_when_the_cluster_shows_it_and_names_cluster_and_moment_alone(self) -> None:
        self.show_slots(shows=False)
        assert not [entry for entry in self.entries("paul") if entry.kind == "Réservé"]
        self.show_slots(shows=True)
        for name, query in product(("nora", "paul", "fred"), VIEWS):
            slots = [entry for entry in self.entries(name, query) if entry.kind == "Réservé"]
            # Not the next version of a page that everybody reads already.
            assert [entry.words for entry in slots] == [
                f"Réservé {hour} Europe/Paris EdTech Sud" for hour in ("09:30", "11:30")
            ]
            assert {(entry.day, entry.edit_url, entry.move_url, entry.drop_url) for entry in slots} == {
                ("2041-03-12", "", "", "")
            }

    def test_filters_say_nothing_more_of_a_slot(self) -> None:
        self.show_slots(shows=True)
        for code in ("fr", "en"):
            assert not [
                entry for entry in self.entries("paul", MARCH | {"language": code}) if not entry.title
            ]
        for kind in ("scheduled", "embargoed", "draft"):
            assert not self.entries("paul", MARCH | {"kind": kind})
        assert len(self.entries("paul", MARCH | {"kind": "reserved"})) == 2
        assert len(self.entries("paul", MARCH | {"kind": "reserved", "cluster": "sud"})) == 2
        assert not self.entries("paul", MARCH | {"kind": "reserved", "cluster": "nord"})
        assert not self.entries("paul", MARCH | {"kind": "reserved", "cluster": "own"})

    def test_two_languages_of_one_release_are_one_slot(self) -> None:
        self.show_slots(shows=True)
        scheduled(self.south, "Planned", language="en")
        assert len(self.entries("paul", MARCH | {"kind": "reserved"})) == 2

    def test_a_new_cluster_shows_no_slot(self) -> None:
        assert not Cluster.objects.get(pk=self.north.pk).shows_reserved_slots

    def test_the_clusters_own_publishers_decide_whether_slots_are_shown(self) -> None:
        url = reverse("clusters:edit", args=[self.south.pk])
        self.client.force_login(self.people["sara"])
        assert 'name="shows_reserved_slots"' in self.client.get(url).content.decode()
        self.client.force_login(self.people["paul"])
        assert self.client.get(url).status_code == 302

    def test_the_federations_own_schedules_are_its_teams(self) -> None:
        scheduled(None, "Annonce de la fédération")
        assert "Annonce de la fédération" in self.by_title("fred")
        for name in ("nora", "sara"):
            assert "Annonce de la fédération" not in self.ask(name, MARCH).content.decode()

    def test_who_left_a_team_reads_nothing_of_it_any_more(self) -> None:
        sara = self.people["sara"]
        sara.groups.set([self.north.editors_group])  # type: ignore[list-item]
        assert set(HIDDEN).isdisjoint(self.by_title("sara"))

    def test_nobody_outside_of_the_admin_reads_it(self) -> None:
        self.client.logout()
        assert self.client.get(reverse("editorial_calendar:show")).status_code == 302


class TestPublished(CalendarCase):
    """Pages that appeared this month."""

    def titles(self, name: str, **query: str) -> set[str]:
        return set(self.by_title(name, query))

    def test_what_is_live_is_there_and_of_others_what_everybody_may_read(self) -> None:
        make_article(self.north, title="Au nord")
        make_article(self.south, title="Au sud")
        gone = make_article(self.south, title="Fini")
        type(gone).objects.filter(pk=gone.pk).update(expire_at=timezone.now())
        changed = make_article(self.south, title="Ancien titre")
        changed.title = "Titre en préparation"
        changed.save_revision()
        assert self.titles("nora") == {"Au nord", "Au sud", "Ancien titre"}
        assert self.titles("sara") == {"Au nord", "Au sud", "Fini", "Titre en préparation"}
        assert "modifications non publiées" in self.by_title("sara", {})["Titre en préparation"].words
        assert "modifications non publiées" not in self.by_title("nora", {})["Ancien titre"].words

    def test_own_section_federation_one_cluster_and_language(self) -> None:
        make_article(self.north, title="Au nord")
        make_article(self.north, "en", title="In the north")
        make_article(self.south, title="Au sud")
        make_article(None, title="À tous")
        assert self.titles("nora", cluster="own") == {"Au nord", "In the north"}
        assert self.titles("nora", cluster="") == {"Au nord", "In the north"}, (
            "a team's own is what it sees first"
        )
        assert self.titles("root", cluster="") == {"Au nord", "In the north", "Au sud", "À tous"}
        assert self.titles("nora", cluster="federation") == {"À tous"}
        assert self.titles("nora", cluster="sud") == {"Au sud"}
        assert self.titles("nora", language="en") == {"In the north"}
        assert self.titles("nora", kind="published", language="en") == {"In the north"}
        assert self.titles("nora", kind="event") == set()

    def test_a_translator_reads_what_is_public(self) -> None:
        self.people["tess"] = make_translator("tess", "en", self.north)
        make_article(self.north, title="Au nord")
        scheduled(self.north, "Caché", timezone.now() + timedelta(minutes=5))
        assert self.titles("tess") == {"Au nord"}
