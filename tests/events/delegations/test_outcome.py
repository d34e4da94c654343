"""After a mission everybody reads what came out of it, and each organisation's cluster begins its story once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from events.applications.erasure import erase
from events.models import Application, ConflictOfInterest, DelegateStory, DelegationOutcome, TradeMissionPage
from news.models import SuccessStoryPage
from tests.events.delegations.conftest import Decided, TwoTeams
from tests.events.signup.support import make_organisation, signed_in
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db


def _form(version: str = "new", **fields: Any) -> dict[str, object]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    values: dict[str, object] = {"text_fr": "Trois essais commencent.", "contacts": "42", "counted_on": day}
    return values | {"shows": "on", "form_key": str(uuid4()), "version": version} | fields


def _status(path: str) -> int:
    return Client().get(path).status_code


@pytest.fixture
def back(decided: Decided) -> Decided:
    """The delegation is back since yesterday; the first organisation counts for the organising cluster."""
    yesterday = timezone.localdate() - timedelta(days=2)
    TradeMissionPage.objects.update(
        starts_on=yesterday - timedelta(days=4), ends_on=yesterday, deadline=yesterday - timedelta(days=40)
    )
    return decided


def test_what_came_out_is_read_in_each_language_and_completed_later(back: Decided, teams: TwoTeams) -> None:
    path, nora = f"{back.page}outcome/", signed_in(teams.publisher)
    assert _status(f"/fr{path}") == 404
    assert nora.post(f"{back.team}outcome/", _form(contracts="")).status_code == 302
    html = Client().get(f"/fr{path}").content.decode()
    assert "Trois essais commencent." in html
    assert "42" in html
    assert "Contrats signés" not in html, "it is not known yet"
    assert f'href="/fr{path}"' in Client().get(back.mission.url_path).content.decode()
    arabic = Client().get(f"/ar{path}").content.decode()
    assert '<dd lang="fr" dir="ltr"><p>Trois essais' in arabic
    found = DelegationOutcome.objects.get()
    assert (
        nora.post(
            f"{back.team}outcome/", _form(found.version, contracts="2", text_ar="ثلاث تجارب")
        ).status_code
        == 302
    )
    assert "Contrats signés" in Client().get(f"/fr{path}").content.decode()
    assert '<dd lang="ar" dir="rtl"><p>ثلاث' in Client().get(f"/ar{path}").content.decode()
    # An older tab, and what is hidden again.
    assert nora.post(f"{back.team}outcome/", _form(found.version)).status_code == 422
    newest = DelegationOutcome.objects.get().version
    nora.post(f"{back.team}outcome/", {k: v for k, v in _form(newest).items() if k != "shows"})
    assert _status(f"/fr{path}") == 404


def test_bad_figures_get_words(back: Decided, teams: TwoTeams) -> None:
    nora, later = signed_in(teams.publisher), timezone.localdate() + timedelta(days=2)
    for wrong in (
        {"contacts": "-1"},
        {"contacts": "9" * 30},
        {"contacts": "viele"},
        {"counted_on": ""},
        {"counted_on": f"{later:%d/%m/%Y}"},
        {"text_fr": "", "contacts": "", "counted_on": ""},
        {"text_fr": "x" * 4001},
    ):
        assert nora.post(f"{back.team}outcome/", _form(**wrong)).status_code == 422, wrong
    assert not DelegationOutcome.objects.exists()


@pytest.mark.parametrize("hide", HIDINGS)
def test_no_outcome_outlives_its_mission(back: Decided, hide: Callable[[Page], None]) -> None:
    DelegationOutcome.objects.create(call=back.call, text={"fr": "Trois essais"}, published_at=timezone.now())
    assert _status(f"/fr{back.page}outcome/") == 200
    hide(TradeMissionPage.objects.get(pk=back.mission.pk))
    assert _status(f"/fr{back.page}outcome/") == 404


def test_nothing_came_out_before_the_return_and_publishers_alone_say_what(
    decided: Decided, teams: TwoTeams
) -> None:
    outcome, begin = f"{decided.team}outcome/", _story(decided, decided.first)
    for client in [signed_in(each) for each in (teams.publisher, teams.editor, teams.stranger)] + [Client()]:
        client.post(outcome, _form())
        client.post(begin)
    assert not DelegationOutcome.objects.exists()
    assert not SuccessStoryPage.objects.exists()
    assert "pas encore revenue" in signed_in(teams.publisher).get(outcome).content.decode()


def _story(decided: Decided, application: Application, team: int | None = None) -> str:
    owner = team or decided.mission.cluster_id
    return f"/admin/mission-delegations/{owner}/participants/{application.pk}/"


def test_a_story_begins_once_in_the_section_of_the_organisations_cluster(
    back: Decided, teams: TwoTeams
) -> None:
    Application.objects.filter(pk=back.first.pk).update(cluster=teams.own)
    nora = signed_in(teams.publisher)
    first = nora.post(_story(back, back.first))
    page = SuccessStoryPage.objects.get()
    assert first["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert not page.live
    assert page.cluster == teams.own
    assert page.organisation == back.first.claimed_organisation
    assert back.first.organisation in page.title
    assert "Montréal" in page.territory
    assert "Canada" in page.territory
    assert back.mission.title in page.summary
    quote = page.body[0]
    assert (quote.block_type, quote.value["text"], quote.value["source"]) == ("quote", "", "")
    assert nora.get(first["Location"]).status_code == 200
    assert nora.post(_story(back, back.first))["Location"] == first["Location"]
    assert signed_in(teams.editor).post(_story(back, back.first))["Location"] == first["Location"]
    assert SuccessStoryPage.objects.count() == 1
    # Who deletes the draft may begin again; who is erased is in no list of stories.
    page.delete()
    nora.post(_story(back, back.first))
    assert SuccessStoryPage.objects.count() == 1
    erase(back.first)
    assert not DelegateStory.objects.exists()


@pytest.mark.parametrize("is_in_directory", [True, False])
def test_a_draft_keeps_nothing_of_what_an_organisation_wrote(
    back: Decided, teams: TwoTeams, is_in_directory: bool
) -> None:
    """Neither its words, which it may take back, nor its name, unless it is in the directory."""
    claimed = back.first.claimed_organisation
    assert claimed is not None
    changed = {} if is_in_directory else {"claimed_organisation": None}
    Application.objects.filter(pk=back.first.pk).update(
        cluster=teams.own, organisation="Zebra Unterricht", **changed
    )
    back.show(back.first, sought="Wir suchen Schulen")
    signed_in(teams.publisher).post(_story(back, back.first))
    page = SuccessStoryPage.objects.get()
    kept = f"{page.title} {page.slug} {page.summary} {page.latest_revision.content}"
    assert "suchen" not in kept
    assert "Zebra" not in kept
    assert (claimed.name in page.title) is is_in_directory
    assert "Montréal" in page.title


def test_another_clusters_story_is_its_own_to_begin(back: Decided, teams: TwoTeams) -> None:
    theirs = make_organisation(teams.other)
    Application.objects.filter(pk=back.second.pk).update(cluster=teams.other, claimed_organisation=theirs)
    nora, sara = signed_in(teams.publisher), signed_in(teams.stranger)
    Application.objects.filter(pk=back.first.pk).update(cluster=None)
    why = nora.post(_story(back, back.second), follow=True).content.decode()
    assert "Seule l’équipe de" in why
    none = nora.post(_story(back, back.first), follow=True).content.decode()
    assert not SuccessStoryPage.objects.exists()
    assert "ne compte pour aucun cluster" in none
    listed = sara.get(f"/admin/mission-delegations/{teams.other.pk}/participants/").content.decode()
    assert back.second.organisation in listed
    assert back.first.organisation not in listed
    assert sara.post(_story(back, back.first, teams.other.pk)).status_code in (302, 403)
    sara.post(_story(back, back.second, teams.other.pk))
    page = SuccessStoryPage.objects.get()
    assert page.cluster == teams.other
    assert page.locale.language_code == "ar", "the organisation's own language"
    assert page.organisation == theirs
    # Of a mission that is off the site, the other cluster reads nothing.
    back.mission.unpublish()
    back.arabic.unpublish()
    assert (
        back.second.organisation
        not in sara.get(f"/admin/mission-delegations/{teams.other.pk}/participants/").content.decode()
    )


def test_a_conflict_of_interest_hides_who_is_back_whatever_team_one_acts_for(
    back: Decided, teams: TwoTeams
) -> None:
    theirs = make_organisation(teams.other)
    Application.objects.filter(pk=back.second.pk).update(cluster=teams.other, claimed_organisation=theirs)
    Application.objects.filter(pk=back.first.pk).update(cluster=teams.other)
    group = teams.other.publishers_group
    assert group is not None
    teams.publisher.groups.add(group)
    ConflictOfInterest.objects.create(application=back.second, user=teams.publisher)
    nora = signed_in(teams.publisher)
    listed = nora.get(f"/admin/mission-delegations/{teams.other.pk}/participants/").content.decode()
    assert back.first.organisation in listed
    assert back.second.organisation not in listed
    for team in (teams.own.pk, teams.other.pk):
        assert nora.post(_story(back, back.second, team)).status_code == 404
    assert not SuccessStoryPage.objects.exists()
    assert (
        back.second.organisation
        in signed_in(teams.stranger)
        .get(f"/admin/mission-delegations/{teams.other.pk}/participants/")
        .content.decode()
    )
