"""A section's publishers are told 30 days ahead which files will be gone, once a file and date, in their language."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.images.tests.utils import get_test_image_file
from wagtail.users.models import UserProfile

from clusters.models import Cluster
from clusters.people.rights_mails import warn_of_ending_rights
from fedcms.core.tasks.recurring import DAY, recurring_jobs
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)


def image(cluster: Cluster, title: str, until: date | None) -> FederationImage:
    """In the cluster's library."""
    return FederationImage.objects.create(
        title=title, file=get_test_image_file(), collection=cluster.collection, rights_until=until
    )


def warn(day: date = TODAY) -> int:
    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        return warn_of_ending_rights()


def publisher(name: str, cluster: Cluster, language: str = "") -> None:
    user = make_user(name, cluster, "publisher")
    user.email = f"{name}@people.example"
    user.save()
    if language:
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()


def test_each_publisher_reads_it_once_in_their_language(loire: Cluster) -> None:
    other = make_cluster("ouest", "OUE")
    publisher("nora", loire)
    publisher("ana", loire, "es")
    publisher("paul", other)
    ending = image(loire, "Le salon", TODAY + timedelta(days=30))
    image(loire, "Plus tard", TODAY + timedelta(days=31))
    image(loire, "Déjà finie", TODAY - timedelta(days=1))
    image(loire, "Sans fin", None)
    FederationDocument.objects.create(
        title="Dossier", file=ContentFile(b"a", "a.txt"), collection=loire.collection, rights_until=TODAY
    )
    assert warn() == 2
    assert {tuple(each.to) for each in mail.outbox} == {("nora@people.example",), ("ana@people.example",)}
    french = next(each for each in mail.outbox if each.to == ["nora@people.example"])
    assert french.subject == "Les droits de 2 fichiers se terminent bientôt"
    assert (
        "– \N{FIRST STRONG ISOLATE}Le salon\N{POP DIRECTIONAL ISOLATE} : dernier jour le 31 mars 2027"
        in french.body
    )
    assert f"/admin/images/{ending.pk}/" in french.body
    assert french.body.index("Dossier") < french.body.index("Le salon"), "the first to end comes first"
    spanish = next(each for each in mail.outbox if each.to == ["ana@people.example"])
    assert "31 de marzo de 2027" in spanish.body
    for title in ("Plus tard", "Déjà finie", "Sans fin"):
        assert title not in french.body
    assert warn() == 0
    # The next day, the one that had a day more than thirty is due, and it alone.
    assert warn(TODAY + timedelta(days=1)) == 1
    assert [each.body.count("/admin/images/") for each in mail.outbox[2:]] == [1, 1]
    assert all("Plus tard" in each.body and "Le salon" not in each.body for each in mail.outbox[2:])
    assert warn(TODAY + timedelta(days=1)) == 0
    assert len(mail.outbox) == 4


def test_another_date_is_another_warning(loire: Cluster) -> None:
    publisher("nora", loire)
    shown = image(loire, "Le salon", TODAY)
    assert warn() == 1
    shown.refresh_from_db()
    shown.rights_until = TODAY + timedelta(days=60)
    shown.save()
    assert warn() == 0
    assert warn(TODAY + timedelta(days=30)) == 1
    assert len(mail.outbox) == 2


def test_without_a_publisher_the_cluster_itself_is_told(loire: Cluster) -> None:
    image(loire, "Le salon", TODAY)
    warn()
    assert [each.to for each in mail.outbox] == [[loire.email]]
    assert mail.outbox[0].subject == "Les droits d’un fichier se terminent bientôt"


def test_a_mail_names_thirty_files_and_counts_the_others(loire: Cluster) -> None:
    for number in range(32):
        image(loire, f"Photo {number:02}", TODAY)
    assert warn() == 32
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("dernier jour le") == 30
    assert "et 2 autres" in mail.outbox[0].body


def test_one_section_whose_mails_fail_stops_no_other_and_is_warned_another_day(
    loire: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_cluster("ouest", "OUE")
    publisher("paul", other)
    image(loire, "Le salon", TODAY)
    image(other, "Le quai", TODAY)
    kept = loire.email
    Cluster.objects.filter(pk=loire.pk).update(email="a\nb@fed.example")
    assert warn() == 1
    assert [each.to for each in mail.outbox] == [["paul@people.example"]]
    assert "newline" in caplog.text
    Cluster.objects.filter(pk=loire.pk).update(email=kept)
    assert warn() == 1
    assert mail.outbox[1].to == [kept]
    assert "Le salon" in mail.outbox[1].body


def test_one_address_that_fails_keeps_the_mail_from_no_colleague(loire: Cluster) -> None:
    publisher("ana", loire)
    publisher("nora", loire)
    User.objects.filter(username="ana").update(email="a\nb@people.example")
    image(loire, "Le salon", TODAY)
    assert warn() == 1
    assert [each.to for each in mail.outbox] == [["nora@people.example"]]
    assert warn() == 0


def test_a_file_of_whom_nobody_could_be_told_is_told_of_later(
    loire: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    image(loire, "Le salon", TODAY)
    Cluster.objects.filter(pk=loire.pk).update(email="")
    assert warn() == 0
    assert "nobody there has a mail address" in caplog.text
    publisher("nora", loire)
    assert warn() == 1
    assert [each.to for each in mail.outbox] == [["nora@people.example"]]


def test_the_worker_does_it_every_day() -> None:
    (job,) = [job for job in recurring_jobs() if job.name == "warn of ending rights"]
    assert job.seconds == DAY


def test_the_day_after_the_file_is_gone_by_itself(loire: Cluster) -> None:
    shown = image(loire, "Le salon", TODAY)
    make_article(loire, lead_image=shown)
    for day, status in ((TODAY, 200), (TODAY + timedelta(days=1), 404)):
        with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
            assert Client().get(f"/media/{shown.file.name}").status_code == status


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), min_size=1, max_size=5))
def test_whatever_dates_are_given_each_is_warned_of_once(
    loire: Cluster, moves: list[tuple[int, int]]
) -> None:
    """An editor changes the last day; the worker comes by once or twice a day, or not for days."""
    mail.outbox.clear()
    shown = image(loire, "Le salon", None)
    day, warned = TODAY, None
    for until, later in moves:
        last = TODAY + timedelta(days=until)
        FederationImage.objects.filter(pk=shown.pk).update(rights_until=last)
        day += timedelta(days=later)
        is_due = day <= last <= day + timedelta(days=30) and last != warned
        before = len(mail.outbox)
        assert warn(day) == (1 if is_due else 0)
        assert warn(day) == 0
        assert len(mail.outbox) == before + is_due
        warned = last if is_due else warned
    FederationImage.objects.filter(pk=shown.pk).update(rights_until=None)
