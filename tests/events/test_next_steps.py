"""Under a mission or an event stands what to do next, as long as it can be done."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster, ContentPage
from events.models import CallForApplications, DelegationOutcome, TradeMissionPage
from tests.factories import make_cluster, make_event, make_mission
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

APPLY, SIGN_UP, CALENDAR = (
    "Candidater à la mission",
    "S’inscrire à l’événement",
    "Noter la date dans mon agenda",
)


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster."""
    with keep():
        return make_cluster("one", "ONE")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def steps(page: ContentPage) -> str:
    """What stands there."""
    html = Client().get(page.url_path).content.decode()
    _before, found, after = html.partition('aria-labelledby="next-steps"')
    assert found, "the list itself is there"
    return after.partition("</nav>")[0]


def back(cluster: Cluster, days_ago: int, **fields: object) -> TradeMissionPage:
    """A mission that came back so many days ago."""
    end = timezone.localdate() - timedelta(days=days_ago)
    return make_mission(cluster, starts_on=end, ends_on=end, deadline=end - timedelta(days=9), **fields)


def tell_outcome(mission: TradeMissionPage, *, is_public: bool = True, is_cancelled: bool = False) -> None:
    """Its organisers say what came out of it."""
    now = timezone.now()
    call = CallForApplications.objects.create(
        translation_key=mission.translation_key,
        closes_at=now - timedelta(days=99),
        places=8,
        is_cancelled=is_cancelled,
    )
    DelegationOutcome.objects.create(
        call=call, text={"fr": "Deux essais."}, published_at=now if is_public else None
    )


def test_one_applies_and_notes_the_date_until_it_is_too_late(cluster: Cluster) -> None:
    mission, closed = (
        make_mission(cluster),
        make_mission(cluster, deadline=timezone.localdate() - timedelta(1)),
    )
    assert APPLY in steps(mission)
    assert "mailto:missions@federation.example" in steps(mission)
    assert f'href="{mission.url_path}calendar.ics"' in steps(mission)
    assert APPLY not in steps(closed)
    assert CALENDAR in steps(closed)
    assert CALENDAR not in steps(back(cluster, 3))


def test_one_signs_up_for_an_event_until_it_is_over(cluster: Cluster) -> None:
    event = make_event(cluster, signup_url="https://inscription.example/salon")
    assert SIGN_UP in steps(event)
    assert 'href="https://inscription.example/salon"' in steps(event)
    assert CALENDAR in steps(event)
    assert CALENDAR not in steps(make_event(cluster, status="postponed")), "nobody knows when"
    past = make_event(
        cluster, starts_on=timezone.localdate() - timedelta(days=4), signup_url="https://x.example/"
    )
    assert SIGN_UP not in steps(past)
    assert CALENDAR not in steps(past)


def test_a_mission_leads_to_what_the_last_one_gave(cluster: Cluster) -> None:
    """To the same country if there is one, else the last that came back; never to what is not told."""
    mission = make_mission(cluster, destination_country="MA")
    for days_ago, title, country in ((90, "Rabat", "MA"), (40, "Québec", "CA"), (60, "Dakar", "SN")):
        tell_outcome(back(cluster, days_ago, title=f"Mission à {title}", destination_country=country))
    tell_outcome(back(cluster, 5, title="Pas encore dit", destination_country="MA"), is_public=False)
    tell_outcome(back(cluster, 5, title="Annulée", destination_country="MA"), is_cancelled=True)
    hidden = back(cluster, 4, title="Retirée", destination_country="MA")
    tell_outcome(hidden)
    hidden.unpublish()
    assert "Mission à Rabat" in steps(mission)
    address = steps(mission).partition("/outcome/")[0].rpartition('href="')[2] + "/outcome/"
    assert Client().get(address).status_code == 200
    assert "Mission à Québec" in steps(make_mission(cluster, destination_country="TN"))
    assert "/outcome/" not in steps(make_mission(cluster, language="ar"))
