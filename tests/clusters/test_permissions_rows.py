"""Clusters, organisations, charter and topics in the admin: each person sees and changes what is theirs, row by row."""

from typing import ClassVar

from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Collection, Page, Workflow
from wagtail.permissions import policy_registry

from clusters.models import Charter, Cluster, ClusterIndexPage, ClusterPage, Federation, Organisation
from fedcms.core.models import Topic
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.factories import make_article, make_cluster, make_user

LANGUAGES = ("fr", "en", "es", "ar")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def was_refused(response: HttpResponse) -> bool:
    """Wagtail's admin sends a person back to the dashboard with a message."""
    return response.status_code == 403 or (
        response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    )


def texts(name: str, value: str) -> dict[str, str]:
    """What the form of a text in every language posts."""
    return {f"{name}_{code}": value if code == "fr" else "" for code in LANGUAGES}


def organisation_form(**fields: object) -> dict[str, object]:
    return {
        "name": "Atelier",
        "slug": "atelier",
        "kind": "company",
        "city": "",
        "website": "",
        "logo": "",
    } | {
        **texts("description", ""),
        "offerings-TOTAL_FORMS": "0",
        "offerings-INITIAL_FORMS": "0",
        **fields,
    }


def cluster_form(**fields: object) -> dict[str, object]:
    values: dict[str, object] = {
        **texts("name", "EdTech Ouest"),
        **texts("territory", "Ouest"),
        **texts("boilerplate", ""),
        "slug": "ouest",
        "code": "OUE",
        "country": "FR",
        "time_zone": "Europe/Paris",
        "accent": "#1d3b8b",
        "default_credit": "",
        "default_licence": "all-rights",
        "email": "contact@ouest.example",
        "press_email": "",
        "phone": "",
        "website": "",
        "city": "",
        "latitude": "",
        "longitude": "",
        "logo": "",
    }
    return values | fields


class RowCase(TestCase):
    """Two clusters, an organisation of the second, and a person of each kind."""

    federation: ClassVar[Federation]
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]
    organisation: ClassVar[Organisation]
    people: ClassVar[dict[str, User]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.federation = Federation.load()
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.organisation = Organisation.objects.create(
            slug="lab-sud", name="Labo du Sud", kind="laboratory", cluster=cls.south
        )
        cls.people = {
            "nora": make_user("nora", cls.north),
            "paul": make_user("paul", cls.north, "publisher"),
            "sam": make_user("sam", cls.south),
            "paula": make_user("paula", cls.south, "publisher"),
            "fred": make_user("fred", cls.federation),
            "frida": make_user("frida", cls.federation, "publisher"),
            "root": User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase"),
        }

    def as_(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        return signed_in(User.objects.get(username=name))


class TestOrganisations(RowCase):
    def test_an_editor_adds_one_to_their_own_cluster_whatever_they_post(self) -> None:
        client = self.as_("nora")
        response = client.post(reverse("organisations:add"), organisation_form(cluster=self.south.pk))
        assert response.status_code == 302, response.context and response.context["form"].errors
        assert Organisation.objects.get(slug="atelier").cluster == self.north

    def test_an_editor_sees_only_those_of_their_cluster(self) -> None:
        Organisation.objects.create(
            slug="ecole-nord", name="École du Nord", kind="school", cluster=self.north
        )
        client = self.as_("nora")
        for name in ("organisations:index", "organisations:index_results"):
            page = client.get(reverse(name), {"q": "Nord"}).content.decode()
            assert "École du Nord" in page
            assert "Labo du Sud" not in client.get(reverse(name)).content.decode()
            assert "Labo du Sud" not in client.get(reverse(name), {"q": "Labo"}).content.decode()
        exported = b"".join(client.get(reverse("organisations:index"), {"export": "csv"})).decode()  # type: ignore[arg-type]
        assert "Labo du Sud" not in exported

    def test_another_clusters_row_is_refused_in_every_view(self) -> None:
        for name in ("nora", "paul"):
            for view in ("edit", "delete", "history", "history_results", "usage"):
                with self.subTest(name=name, view=view):
                    client = self.as_(name)
                    url = reverse(f"organisations:{view}", args=[self.organisation.pk])
                    assert was_refused(client.get(url))
                    client.post(url, organisation_form())
                    self.organisation.refresh_from_db()
                    assert self.organisation.name == "Labo du Sud"

    def test_an_editor_changes_their_own_and_cannot_delete_it(self) -> None:
        client = self.as_("sam")
        client.post(
            reverse("organisations:edit", args=[self.organisation.pk]), organisation_form(name="Labo Sud")
        )
        self.organisation.refresh_from_db()
        assert self.organisation.name == "Labo Sud"
        assert was_refused(client.post(reverse("organisations:delete", args=[self.organisation.pk])))
        client = self.as_("paula")
        client.post(reverse("organisations:delete", args=[self.organisation.pk]))
        assert not Organisation.objects.filter(pk=self.organisation.pk).exists()

    def test_an_editor_who_publishes_elsewhere_still_deletes_nothing_here(self) -> None:
        """A right per model would add up over the teams of a person."""
        both = make_user("both", self.south)
        assert self.north.publishers_group
        both.groups.add(self.north.publishers_group)
        assert was_refused(signed_in(both).post(reverse("organisations:delete", args=[self.organisation.pk])))

    def test_the_federations_team_keeps_all(self) -> None:
        client = self.as_("fred")
        assert "Labo du Sud" in client.get(reverse("organisations:index")).content.decode()
        assert client.get(reverse("organisations:edit", args=[self.organisation.pk])).status_code == 200

    def test_everybody_may_choose_any_for_a_page(self) -> None:
        """They stand in the public directory."""
        client = self.as_("nora")
        found = client.get(reverse("organisation_chooser:choose_results"), {"q": "labo"}).content.decode()
        assert "Labo du Sud" in found
        assert (
            "Labo du Sud"
            not in client.get(reverse("organisation_chooser:choose_results"), {"q": "zzz"}).content.decode()
        )
        chosen = client.get(reverse("organisation_chooser:chosen", args=[self.organisation.pk])).json()[
            "result"
        ]
        assert chosen["title"] == "Labo du Sud"
        assert chosen["edit_url"] is None


class TestClusters(RowCase):
    def test_founding_one_makes_its_whole_section(self) -> None:
        client = self.as_("frida")
        assert client.get(reverse("clusters:add")).status_code == 200
        response = client.post(reverse("clusters:add"), cluster_form())
        assert response.status_code == 302, response.context and response.context["form"].errors
        cluster = Cluster.objects.get(slug="ouest")
        assert ClusterPage.objects.filter(cluster=cluster, live=True).count() == len(LANGUAGES)
        assert cluster.editors_group
        assert cluster.publishers_group
        assert "4 langues" in shown_messages(response)

    def test_it_says_what_is_wrong_and_keeps_nothing(self) -> None:
        client = self.as_("frida")
        for wrong in ({"code": "oue"}, {"slug": "nord"}, texts("name", "EdTech Nord"), {"accent": "red"}):
            response = client.post(reverse("clusters:add"), cluster_form(**wrong))
            assert response.status_code == 200
            assert response.context["form"].errors
        assert Cluster.objects.count() == 2

    def test_without_the_federations_pages_it_says_so_and_keeps_nothing(self) -> None:
        for page in ClusterIndexPage.objects.all():
            Page.objects.get(pk=page.pk).delete()
        client = self.as_("root")
        response = client.post(reverse("clusters:add"), cluster_form())
        assert response.status_code == 200
        assert "provision_federation" in response.content.decode()
        assert not Cluster.objects.filter(slug="ouest").exists()

    def test_its_publishers_keep_its_contacts_and_nothing_else(self) -> None:
        client = self.as_("paul")
        url = reverse("clusters:edit", args=[self.north.pk])
        form = client.get(url).context["form"]
        assert "email" in form.fields
        assert not {"slug", "code", "name", "accent", "country"} & set(form.fields)
        response = client.post(url, cluster_form(slug="pirate", code="PIR", email="neuf@nord.example"))
        assert response.status_code == 302
        self.north.refresh_from_db()
        assert (self.north.slug, self.north.code, self.north.email) == ("nord", "NOR", "neuf@nord.example")

    def test_nobody_changes_the_slug_of_a_section_that_stands(self) -> None:
        client = self.as_("frida")
        client.post(reverse("clusters:edit", args=[self.north.pk]), cluster_form(slug="pirate", code="NNN"))
        self.north.refresh_from_db()
        assert (self.north.slug, self.north.code) == ("nord", "NNN")

    def test_another_cluster_is_refused(self) -> None:
        for view in ("edit", "delete", "history", "usage"):
            with self.subTest(view=view):
                client = self.as_("paul")
                url = reverse(f"clusters:{view}", args=[self.south.pk])
                assert was_refused(client.get(url))
                client.post(url, cluster_form())
                assert Cluster.objects.get(pk=self.south.pk).email == "contact@sud.example"

    def test_an_editor_has_no_business_there(self) -> None:
        client = self.as_("nora")
        assert was_refused(client.get(reverse("clusters:index")))
        assert was_refused(client.get(reverse("clusters:edit", args=[self.north.pk])))
        assert was_refused(client.get(reverse("clusters:add")))

    def test_only_a_superuser_dissolves_one_and_only_when_it_is_empty(self) -> None:
        article = make_article(self.north)
        url = reverse("clusters:delete", args=[self.north.pk])
        assert was_refused(self.as_("frida").post(url))
        client = self.as_("root")
        assert client.get(url).status_code == 200
        response = client.post(url)
        assert "1 contenu" in shown_messages(response)
        assert Cluster.objects.filter(pk=self.north.pk).exists()
        article.delete()
        collection, workflow = self.north.collection_id, self.north.workflow_id
        client.post(url)
        assert not Cluster.objects.filter(pk=self.north.pk).exists()
        assert not Page.objects.filter(slug="nord").exists()
        assert not Collection.objects.filter(pk=collection).exists()
        assert not Workflow.objects.filter(pk=workflow).exists()


class TestWhatBelongsToAll(RowCase):
    def test_the_federations_publishers_keep_topics_and_charter(self) -> None:
        client = self.as_("frida")
        client.post(reverse("topics:add"), {"key": "ia", **texts("labels", "IA")})
        assert Topic.objects.get().key == "ia"
        formsets = {
            f"{prefix}-{name}": 0
            for prefix in ("articles", "signatures")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
        }
        form = {
            "version": "1.0",
            "effective_on": "2026-01-01",
            **texts("summary", "Ce que nous signons."),
            **formsets,
        }
        response = client.post(reverse("charters:add"), form)
        assert response.status_code == 302, response.context and response.context["form"].errors
        assert was_refused(client.post(reverse("charters:delete", args=[Charter.objects.get().pk])))

    def test_no_clusters_team_does(self) -> None:
        client = self.as_("paul")
        for name in ("topics", "charters", "federation"):
            with self.subTest(name=name):
                assert was_refused(client.get(reverse(f"{name}:index")))
                assert was_refused(client.get(reverse(f"{name}:add")))

    def test_there_is_one_federation_and_it_stays(self) -> None:
        client = self.as_("root")
        assert client.get(reverse("federation:edit", args=[1])).status_code == 200
        assert was_refused(client.get(reverse("federation:add")))
        assert was_refused(client.post(reverse("federation:delete", args=[1])))


class TestPeople(RowCase):
    def test_a_policy_names_the_people_who_may(self) -> None:
        """Wagtail asks it for notifications."""
        policy = policy_registry.get_by_type(Organisation)
        may_change = policy.users_with_any_permission_for_instance(["change"], self.organisation)
        assert {person.username for person in may_change} == {"sam", "paula", "fred", "frida", "root"}
        may_delete = policy.users_with_any_permission_for_instance(["delete"], self.organisation)
        assert {person.username for person in may_delete} == {"paula", "frida", "root"}
