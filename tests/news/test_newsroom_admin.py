"""Each team keeps its own newsroom: what it lists, adds, corrects and deletes, and nothing of another's."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from clusters.models import Federation
from clusters.sections.removal import obstacles
from fedcms.core.models import PublicChange, Topic
from fedcms.core.site_clock import site_today
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from news.models import KeyFigure, MediaCoverage, PressContact, Spokesperson
from news.models.owned_row import OwnedRow
from tests.factories import make_cluster, make_user
from tests.news.newsroom_rows import make_coverage, make_figure, make_person, make_press_contact
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

SCREENS: dict[str, type[OwnedRow]] = {
    "media_coverage": MediaCoverage,
    "spokespeople": Spokesperson,
    "press_contacts": PressContact,
    "key_figures": KeyFigure,
}
MAKERS = {
    "media_coverage": make_coverage,
    "spokespeople": make_person,
    "press_contacts": make_press_contact,
    "key_figures": make_figure,
}


@pytest.fixture(scope="module")
def kept(keep: Keep) -> SimpleNamespace:
    """Two clusters and the federation, with a row of each kind and their people."""
    with keep():
        north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        owners = {"nord": north, "sud": south, "commun": None}
        rows = {
            f"{mark}-{screen}": MAKERS[screen](owner, f"{screen} {mark}")
            for mark, owner in owners.items()
            for screen in SCREENS
        }
        return SimpleNamespace(
            north=north,
            editor=make_user("nord-redaction", north),
            both=make_user("nord-et-commun", north),
            federation=make_user("commun-redaction", Federation.load()),
            topic=Topic.objects.create(key="ai", labels={"fr": "IA"}),
            **{name.replace("-", "_"): row for name, row in rows.items()},
        )


@pytest.fixture
def site(kept: SimpleNamespace, db: None) -> SimpleNamespace:
    """As it was made."""
    return SimpleNamespace(**{name: again(value) for name, value in vars(kept).items()})


def signed_in(user: User) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("screen", SCREENS)
def test_a_team_has_its_own_rows_and_no_others(site: SimpleNamespace, screen: str) -> None:
    """In the list, to edit, to delete, in the history; the federation's team has no cluster's either."""
    for user, own, others in (
        (site.editor, "nord", ("sud", "commun")),
        (site.federation, "commun", ("sud",)),
    ):
        client = signed_in(user)
        listed = client.get(f"/admin/{screen}/").content.decode()
        assert f"{screen} {own}" in listed
        assert not [mark for mark in others if f"{screen} {mark}" in listed]
        for mark in (own, *others):
            pk = getattr(site, f"{mark}_{screen}").pk
            for action in ("edit", "delete", "history", "usage"):
                status = client.get(f"/admin/{screen}/{action}/{pk}/").status_code
                assert (status == 200) is (mark == own), (action, mark)
            status = client.post(f"/admin/{screen}/delete/{pk}/").status_code
            assert SCREENS[screen].objects.filter(pk=pk).exists() is (mark != own), mark
            assert status == 302
        people = policy_registry.get_by_type(SCREENS[screen])
        row = getattr(site, f"sud_{screen}")
        assert user not in people.users_with_any_permission_for_instance(["change"], row)
        assert user in people.users_with_any_permission(["change"])


def test_a_new_row_is_of_one_s_own_team_whatever_is_posted(site: SimpleNamespace) -> None:
    """Who is in two teams chooses; afterwards a row stays with its owner."""
    fields = {
        "title": "Article",
        "medium": "Le Journal",
        "language": "allemand",
        "published_on": f"{site_today():%d/%m/%Y}",
        "link": "https://journal.example/a",
        "quote": "",
    }
    client = signed_in(site.editor)
    response = client.post(
        "/admin/media_coverage/new/", fields | {"cluster": site.sud_media_coverage.cluster_id}
    )
    assert response.status_code == 302, response.context["form"].errors
    made = MediaCoverage.objects.latest("pk")
    assert (made.cluster, made.language) == (site.north, "de")
    client.post(f"/admin/media_coverage/edit/{made.pk}/", fields | {"cluster": "", "title": "Corrigé"})
    made.refresh_from_db()
    assert (made.cluster, made.title) == (site.north, "Corrigé")
    signed_in(site.federation).post("/admin/media_coverage/new/", fields | {"cluster": site.north.pk})
    assert MediaCoverage.objects.latest("pk").cluster is None
    site.both.groups.add(Federation.load().editors_group)
    client = signed_in(site.both)
    form = html.fromstring(client.get("/admin/media_coverage/new/").content.decode())
    options = [option.text_content() for option in form.xpath("//select[@name='cluster']/option")]
    assert options == ["La fédération", "EdTech Nord"]
    for chosen, owner in ((site.north.pk, site.north), ("", None)):
        client.post("/admin/media_coverage/new/", fields | {"cluster": chosen})
        assert MediaCoverage.objects.latest("pk").cluster == owner


def test_a_consent_is_recorded_with_who_did_so_and_a_deletion_leaves_no_name(site: SimpleNamespace) -> None:
    today = f"{site_today():%d/%m/%Y}"
    client = signed_in(site.editor)
    fields = {
        "name": "Nour Exemple",
        "role_fr": "Direction",
        "languages": "français, arabe",
        "telephone": "+33 2 61 91 00 12",
        "topics": [str(site.topic.pk)],
    }
    client.post("/admin/spokespeople/new/", fields)
    person = Spokesperson.objects.get(name="Nour Exemple")
    assert (person.telephone, person.languages, person.consent_recorded_by) == ("+33261910012", "fr,ar", None)
    assert list(person.topics.all()) == [site.topic]
    consent = {"consent_given_on": today, "consent_how": "Formulaire", "consent_until": today}
    response = client.post(f"/admin/spokespeople/edit/{person.pk}/", fields | {"consent_given_on": today})
    assert "Un accord se note en entier" in response.content.decode()
    client.post(f"/admin/spokespeople/edit/{person.pk}/", fields | consent)
    person.refresh_from_db()
    assert person.consent_recorded_by == site.editor
    assert person.is_shown()
    assert "montré jusqu’au" in client.get("/admin/spokespeople/").content.decode()
    response = client.post(f"/admin/spokespeople/edit/{person.pk}/", fields | consent | {"telephone": "12"})
    assert "n’est pas un numéro de téléphone" in response.content.decode()
    client.post(f"/admin/spokespeople/delete/{person.pk}/")
    entries = ModelLogEntry.objects.filter(object_id=str(person.pk), content_type__model="spokesperson")
    assert {entry.action for entry in entries} == {"wagtail.create", "wagtail.edit", "wagtail.delete"}
    assert not [entry for entry in entries if "Nour" in f"{entry.label} {entry.data}"]
    contact = site.nord_press_contacts
    client.post(f"/admin/press_contacts/delete/{contact.pk}/")
    assert not ModelLogEntry.objects.filter(label__icontains="press_contacts nord").exists()


def test_nobody_shows_another_team_s_portrait(site: SimpleNamespace) -> None:
    theirs = FederationImage.objects.create(
        title="Le leur", file=get_test_image_file(), collection=site.sud_spokespeople.cluster.collection
    )
    pk = site.nord_spokespeople.pk
    fields = {"name": "Une", "role_fr": "Direction", "languages": "français", "portrait": theirs.pk}
    response = signed_in(site.editor).post(f"/admin/spokespeople/edit/{pk}/", fields)
    assert "appartient à une autre équipe" in response.content.decode()
    site.nord_spokespeople.refresh_from_db()
    assert site.nord_spokespeople.portrait is None


def test_hours_are_edited_with_their_contact(site: SimpleNamespace) -> None:
    def formset(name: str, *rows: dict[str, str]) -> dict[str, object]:
        values: dict[str, object] = {
            f"{name}-TOTAL_FORMS": len(rows),
            f"{name}-INITIAL_FORMS": 0,
            f"{name}-MIN_NUM_FORMS": 0,
            f"{name}-MAX_NUM_FORMS": 60,
        }
        for number, row in enumerate(rows):
            values |= {f"{name}-{number}-{key}": value for key, value in row.items()}
        return values

    fields: dict[str, object] = {
        "name_fr": "Permanence",
        "telephone": "+33 2 61 91 00 12",
        "languages": "français",
        "time_zone": "Africa/Casablanca",
        **formset("hours", {"weekday": "0", "opens": "09:00", "closes": "17:30", "ORDER": "1"}),
        **formset("absences", {"first_day": "24/12/2026", "last_day": "02/01/2027", "ORDER": "1"}),
    }
    client = signed_in(site.editor)
    response = client.post("/admin/press_contacts/new/", fields)
    assert response.status_code == 302, response.context["form"].errors
    contact = PressContact.objects.latest("pk")
    assert [str(each) for each in contact.hours.all()] == ["lundi 09:00–17:30"]
    assert str(contact.time_zone) == "Africa/Casablanca"
    (hour,) = contact.hours.all()
    (absence,) = contact.absences.all()
    before = PublicChange.objects.filter(subject="presscontact").count()
    edited = fields | {
        "hours-INITIAL_FORMS": 1,
        "hours-0-id": hour.pk,
        "hours-0-closes": "18:00",
        "absences-INITIAL_FORMS": 1,
        "absences-0-id": absence.pk,
    }
    assert client.post(f"/admin/press_contacts/edit/{contact.pk}/", edited).status_code == 302
    hour.refresh_from_db()
    assert str(hour) == "lundi 09:00–18:00"
    assert PublicChange.objects.filter(subject="presscontact").count() == before + 1
    response = client.post("/admin/press_contacts/new/", fields | {"hours-0-closes": "08:00"})
    assert "La fin vient avant le début" in response.content.decode()


def test_a_cluster_goes_only_without_what_its_newsroom_shows(site: SimpleNamespace) -> None:
    assert "4 éléments de la salle de presse" in obstacles(site.north)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_list_costs_the_same_however_long(site: SimpleNamespace, screen: str) -> None:
    client = signed_in(site.editor)

    def cost() -> int:
        client.get(f"/admin/{screen}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/admin/{screen}/")
        return len(captured)

    few = cost()
    for number in range(12):
        MAKERS[screen](site.north, f"Encore {number}")
    assert cost() == few
