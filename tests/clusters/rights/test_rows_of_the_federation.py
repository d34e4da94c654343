"""What belongs to no cluster is the federation's: no officer of a cluster changes, adds or removes it."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse
from wagtail.permissions import policy_registry

from clusters.models import Charter, Cluster, Commitment, Federation, Organisation
from clusters.translation.models import GlossaryTerm
from fedcms.core.models import Topic
from fedcms.users.models import User
from search.models import ConceptProposal, HarvestSource, PromotedResult, ThesaurusConcept
from tests.clusters.rights.support import again, was_refused
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_user
from tests.factories.people import make_translator

VIEWS = ("edit", "delete", "history", "history_results", "usage")
ACTIONS = ("add", "change", "delete")


class RowCase(TranslationCase):
    """A row of each kind that nobody's cluster owns."""

    rows: ClassVar[dict[str, Model]]
    people: ClassVar[list[User]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.people = [cls.editor, cls.publisher, make_translator("samira", "ar", cls.north)]
        cls.rows = {
            "federation": Federation.load(),
            "charters": Charter.objects.create(version="1.0", effective_on="2026-01-01", summary={"fr": "x"}),
            "commitments": Commitment.objects.create(
                kind=2, number=2, slug="axe-2", title={"fr": "x"}, text={"fr": "x"}
            ),
            "topics": Topic.objects.create(key="ia", labels={"fr": "IA"}),
            "glossary": GlossaryTerm.objects.create(
                source_language="fr", target_language="en", source_term="filière", target_term="sector"
            ),
            "thesaurus": ThesaurusConcept.objects.create(key="numerique", labels={"fr": "numérique"}),
            "concept_proposals": ConceptProposal.objects.create(
                words="zorglub", language="fr", labels={"fr": "zorglub"}
            ),
            "promoted_results": PromotedResult.objects.create(
                language="fr", searches="bourse", link_url="https://a.example", link_title="x"
            ),
        }

    def as_they_are(self) -> list[object]:
        return [list(type(row)._default_manager.order_by("pk").values()) for row in self.rows.values()]


class TestRows(RowCase):
    def test_every_view_of_a_row_refuses(self) -> None:
        before = self.as_they_are()
        for user in self.people:
            self.client.force_login(user)
            for name, row in self.rows.items():
                for view in VIEWS:
                    url = reverse(f"{name}:{view}", args=[row.pk])
                    for response in (
                        self.client.get(url),
                        self.client.post(url, {"name_fr": "Repris", "key": "x"}),
                    ):
                        if not self.reads(user, row) or view in ("edit", "delete"):
                            assert was_refused(response), (user, name, view)
        assert self.as_they_are() == before

    def reads(self, user: User, row: Model) -> bool:
        return bool(policy_registry.get_by_type(type(row)).user_has_permission(again(user), "view"))

    def test_nobody_of_a_cluster_adds_one(self) -> None:
        before = self.as_they_are()
        for user in self.people:
            self.client.force_login(user)
            for name in (*(f"{name}:add" for name in self.rows), "glossary:import"):
                for response in (
                    self.client.get(reverse(name)),
                    self.client.post(reverse(name), {"key": "neuf"}),
                ):
                    assert was_refused(response), (user, name)
        assert self.as_they_are() == before

    def test_the_policy_says_the_same_of_one_row_of_all_and_of_the_kind(self) -> None:
        for user in (*self.people, AnonymousUser()):
            person = again(user) if isinstance(user, User) else user
            for name, row in self.rows.items():
                policy = policy_registry.get_by_type(type(row))
                for action in ACTIONS:
                    assert not policy.user_has_permission(person, action), (user, name, action)
                    assert not policy.user_has_permission_for_instance(person, action, row)
                    assert not policy.instances_user_has_permission_for(person, action).exists()
                named = policy.users_with_any_permission_for_instance(ACTIONS, row)
                assert user not in named

    def test_a_person_who_is_switched_off_has_no_say(self) -> None:
        root = again(self.root)
        fred = make_user("fred", Federation.load(), "publisher")
        for person in (root, fred):
            policy = policy_registry.get_by_type(Topic)
            assert policy.user_has_permission_for_instance(again(person), "change", self.rows["topics"])
            assert person in policy.users_with_any_permission(["change"])
            person.is_active = False
            person.save()
            assert person not in policy.users_with_any_permission(["change"])
            assert not policy.user_has_permission_for_instance(again(person), "change", self.rows["topics"])
            assert not policy.user_has_permission(again(person), "change")


class TestRowsOfAnotherCluster(RowCase):
    """Organisations, sources and the cluster's own row."""

    organisation: ClassVar[Organisation]
    source: ClassVar[HarvestSource]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.organisation = Organisation.objects.create(
            slug="lab", name="Labo", kind="laboratory", cluster=cls.south
        )
        cls.source = HarvestSource.objects.create(
            cluster=cls.south,
            name="Site",
            address="http://127.0.0.1/x",
            consent_by="Eux",
            licence="CC BY 4.0",
        )

    def test_the_policy_gives_no_officer_of_another_cluster_a_say(self) -> None:
        rows: tuple[Model, ...] = (self.organisation, self.source, self.south)
        for user in self.people:
            for row in rows:
                policy = policy_registry.get_by_type(type(row))
                for action in ("view", "change", "delete"):
                    assert not policy.user_has_permission_for_instance(again(user), action, row), (user, row)
                    found = policy.instances_user_has_permission_for(again(user), action)
                    assert not found.filter(pk=row.pk).exists()
                assert user not in policy.users_with_any_permission_for_instance(ACTIONS, row)
        for row, is_theirs in ((self.organisation, True), (self.source, True), (self.south, True)):
            policy = policy_registry.get_by_type(type(row))
            person = again(self.strange_publisher)
            assert policy.user_has_permission_for_instance(person, "change", row) is is_theirs

    def test_what_a_form_sets_does_not_decide_who_may_save_it(self) -> None:
        """An organisation that is just being given to one's own cluster is still another's."""
        stolen = Organisation.objects.get(pk=self.organisation.pk)
        stolen.cluster = self.north
        policy = policy_registry.get_by_type(Organisation)
        assert not policy.user_has_permission_for_instance(again(self.publisher), "change", stolen)
        self.client.force_login(self.publisher)
        url = reverse("organisations:edit", args=[stolen.pk])
        form = {"name": "À nous", "slug": "lab", "kind": "laboratory", "cluster": self.north.pk}
        assert was_refused(self.client.post(url, form))
        assert Organisation.objects.get(pk=stolen.pk).cluster == self.south

    def test_an_editor_changes_no_row_that_is_the_publishers(self) -> None:
        self.client.force_login(self.editor)
        for name, pk in (("clusters", self.north.pk), ("harvest_sources", self.source.pk)):
            assert was_refused(self.client.get(reverse(f"{name}:index"))), name
            assert was_refused(self.client.post(reverse(f"{name}:edit", args=[pk]), {"email": "x@x.example"}))
        assert Cluster.objects.get(pk=self.north.pk).email == self.north.email
