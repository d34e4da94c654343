"""Whoever asks, whatever is chosen: the calendar shows what a short list of rules says, and not a word more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from clusters.models import Cluster
from tests.factories import make_article, make_event, make_release
from tests.home.editorial_calendar.support import MARCH, THEN, CalendarCase, next_version

TEAMS = {"nora": "nord", "paul": "nord", "sara": "sud", "fred": "", "root": None}
OWNERS = ("nord", "sud", "")
LANGUAGES = ("fr", "en")
# State -> the kind of the entry, its hour, and whether everybody reads it.
STATES = {
    "proposed": ("draft", "Date proposée"),
    "scheduled": ("scheduled", "Programmée"),
    "embargoed": ("embargoed", "Sous embargo"),
    "next": ("scheduled", "Programmée"),
    "event": ("event", "Rendez-vous"),
    "hidden": ("event", "Rendez-vous"),
}
KINDS = ("", "draft", "scheduled", "embargoed", "event", "reserved", "published", "deadline")


@dataclass(frozen=True)
class Made:
    """A page that was made: whose, in which state and language."""

    owner: str
    state: str
    language: str

    @property
    def title(self) -> str:
        """A title that no other has."""
        return f"{self.owner or 'toile'} {self.state} {self.language}"

    @property
    def kind(self) -> str:
        """The kind of its entry."""
        return STATES[self.state][0]


PAGES = [Made(owner, state, language) for owner in OWNERS for state in STATES for language in LANGUAGES]


def write(made: Made, cluster: Cluster | None) -> None:
    """Writes the page."""
    later = THEN + timedelta(hours=list(STATES).index(made.state))
    fields = {"title": made.title, "language": made.language}
    if made.state in ("event", "hidden"):
        make_event(cluster, starts_on=THEN.date(), live=made.state == "event", **fields)
    elif made.state == "embargoed":
        make_release(cluster, go_live_at=later, **fields)
    elif made.state == "next" and cluster is not None and made.language == "fr":
        next_version(cluster, "Déjà publique", made.title, later)
    elif made.state == "proposed":
        make_article(cluster, live=False, go_live_at=later, **fields).save_revision()
    else:
        make_article(cluster, go_live_at=later, **fields)


@dataclass(frozen=True)
class Asked:
    """Who asks for what, and which clusters show their slots."""

    name: str
    cluster: str
    kind: str
    language: str
    showing: frozenset[str]

    def owns(self, owner: str) -> bool:
        """Whether pages of an owner are the person's."""
        return self.name == "root" or TEAMS[self.name] == owner

    def includes(self, owner: str) -> bool:
        """Whether the chosen cluster includes an owner's pages."""
        chosen = self.cluster
        return {"all": True, "own": self.owns(owner), "federation": owner == ""}.get(chosen, chosen == owner)

    def titles(self) -> set[str]:
        """The titles that the calendar shows."""
        return {
            made.title
            for made in PAGES
            if (self.owns(made.owner) or made.state == "event")
            and self.includes(made.owner)
            and self.kind in ("", made.kind)
            and self.language in ("", made.language)
        }

    def slots(self) -> set[tuple[str, str]]:
        """The clusters and hours of the reserved moments that the calendar shows."""
        if self.kind not in ("", "reserved") or self.language or self.cluster == "own":
            return set()
        hidden = {
            (made.owner, made.state)
            for made in PAGES
            if made.state in ("scheduled", "embargoed") or (made.state == "next" and made.language == "en")
        }
        return {
            (owner, f"{THEN + timedelta(hours=list(STATES).index(state)):%H:%M}")
            for owner, state in hidden
            if owner in self.showing and self.includes(owner) and not self.owns(owner)
        }


def _asked(name: str) -> st.SearchStrategy[Asked]:
    clusters = ["all", "federation", "nord", "sud"] + (["own"] if name != "root" else [])
    return st.builds(
        Asked,
        st.just(name),
        st.sampled_from(clusters),
        st.sampled_from(KINDS),
        st.sampled_from(("", *LANGUAGES)),
        st.frozensets(st.sampled_from(("nord", "sud"))),
    )


class TestEverybodyAsks(CalendarCase, HypothesisCase):
    names: ClassVar[dict[str, str]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        owners = {"nord": cls.north, "sud": cls.south, "": None}
        for made in PAGES:
            write(made, owners[made.owner])
        cls.names = {str(cluster): slug for slug, cluster in owners.items() if cluster}

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(TEAMS)).flatmap(_asked))
    def test_the_calendar_shows_what_the_rules_say(self, asked: Asked) -> None:
        for slug in ("nord", "sud"):
            Cluster.objects.filter(slug=slug).update(shows_reserved_slots=slug in asked.showing)
        query = {"cluster": asked.cluster, "kind": asked.kind, "language": asked.language}
        found = self.entries(asked.name, MARCH | query | {"view": "day"})
        assert {entry.title for entry in found if entry.title} == asked.titles()
        slots = [entry for entry in found if not entry.title]
        shown = {
            (self.names[slug], entry.words.split()[1])
            for entry in slots
            for slug in self.names
            if slug in entry.words
        }
        assert shown == asked.slots()
        assert len(slots) == len(shown)
        for entry in found:
            mine = any(asked.owns(made.owner) for made in PAGES if made.title == entry.title)
            assert bool(entry.edit_url) == mine
            assert not entry.drop_url or (mine and asked.name != "nora")
        # A month and a week show fewer of them, and nothing else.
        for view in ("month", "week"):
            some = self.entries(asked.name, MARCH | query | {"view": view})
            assert {entry.words for entry in some} <= {entry.words for entry in found}
