"""The admin's reports name nobody and nothing of other teams: neither in rows, nor in filters, nor in files."""

from typing import ClassVar

from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from clusters.models import Cluster, Federation, Organisation
from fedcms.users.models import User
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_cluster, make_user

NAME, THING = "Zinzolin", "quarkquark"
REPORTS = ("site_history", "locked_pages", "workflow", "workflow_tasks", "aging_pages")


def text_of(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    return body.decode()


class TestReports(TestCase):
    people: ClassVar[dict[str, User]]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.people = {
            "paul": make_user("paul", north, "publisher"),
            "nora": make_user("nora", north),
            "frida": make_user("frida", Federation.load(), "publisher"),
            "paula": make_user("zinzolin", cls.south, "publisher"),
            "root": User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase"),
        }
        paula = cls.people["paula"]
        User.objects.filter(pk=paula.pk).update(first_name=NAME, last_name="Sud")
        page = make_article(cls.south, live=False, title=f"{THING} page", owner=paula)
        page.locked, page.locked_by, page.locked_at = True, paula, timezone.now()
        page.save()
        reviewed = make_article(cls.south, live=False, title=f"{THING} en revue", owner=paula)
        reviewed.save_revision(user=paula)
        reviewed.get_workflow().start(reviewed, paula)
        organisation = Organisation.objects.create(
            slug="labo", name=f"{THING} labo", kind="company", cluster=cls.south
        )
        for thing in (
            page,
            organisation,
            picture(f"{THING} image", cls.south, paula),
            paper(f"{THING} document", cls.south, paula),
            cls.south,
        ):
            log(thing, "wagtail.edit", user=paula)

    def seen_by(self, name: str, report: str, **query: str) -> str:
        client = Client()
        client.force_login(self.people[name])
        return text_of(client.get(reverse(f"wagtailadmin_reports:{report}"), query))

    def test_another_clusters_people_and_things_are_in_none(self) -> None:
        for name in ("paul", "nora"):
            for report in REPORTS:
                for query in ({}, {"export": "csv"}):
                    with self.subTest(name=name, report=report, query=query):
                        shown = self.seen_by(name, report, **query)
                        assert NAME not in shown
                        assert "zinzolin" not in shown
                        assert THING not in shown
                with self.subTest(name=name, report=report, query="results"):
                    assert "zinzolin" not in self.seen_by(name, f"{report}_results").lower()

    def test_filtering_by_a_person_who_is_not_offered_finds_nothing_of_them(self) -> None:
        paula = str(self.people["paula"].pk)
        assert THING not in self.seen_by("paul", "site_history", user=paula)
        assert THING not in self.seen_by("paul", "locked_pages", locked_by=paula)
        assert THING not in self.seen_by("paul", "workflow", requested_by=paula)

    def test_ones_own_are_there(self) -> None:
        for report in ("site_history", "locked_pages", "workflow", "workflow_tasks"):
            with self.subTest(report=report):
                assert THING in self.seen_by("paula", report)
        history = self.seen_by("paula", "site_history", export="csv")
        for thing in ("labo", "page"):
            assert f"{THING} {thing}" in history
        assert "EdTech Sud" in history
        assert NAME in self.seen_by("paula", "site_history")
        assert "zinzolin" in self.seen_by("paula", "locked_pages")
        assert "zinzolin" in self.seen_by("paula", "workflow")

    def test_a_superuser_sees_all(self) -> None:
        history = self.seen_by("root", "site_history", export="csv")
        assert f"{THING} labo" in history
        assert f"{THING} page" in history
        assert "zinzolin" in self.seen_by("root", "locked_pages")
