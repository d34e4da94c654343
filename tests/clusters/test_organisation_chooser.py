"""The chooser of organisations is searched by name, city and cluster, and adds those that the directory has not."""

import json
from typing import ClassVar

from django.db import connection
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Cluster, Federation, Organisation
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.factories.people import make_translator


class TestOrganisationChooser(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD", "EdTech Évasion")
        make_user("nora", cls.north)
        make_user("paul", cls.north, "publisher")
        make_user("fatou", Federation.load())
        make_translator("tom", "en", cls.north)
        cls.lab = Organisation.objects.create(
            slug="labo", name="Laboratoire Éole", kind="laboratory", cluster=cls.south, city="Lorient"
        )
        Organisation.objects.create(slug="ecole", name="École du quai", kind="school", cluster=cls.north)

    def setUp(self) -> None:
        self.sign_in("nora")

    def sign_in(self, name: str) -> None:
        self.client.force_login(User.objects.get(username=name))

    def results(self, query: str = "") -> str:
        return self.client.get(reverse("organisation_chooser:choose_results"), {"q": query}).content.decode()

    def add(self, **fields: object) -> dict[str, object]:
        values = {"name": "Les Vagues", "kind": "company", "city": "", "website": ""} | fields
        response: HttpResponse = self.client.post(
            reverse("organisation_chooser:create"),
            {f"organisation-chooser-{name}": value for name, value in values.items()},
        )
        answer: dict[str, object] = json.loads(response.content)
        return answer

    def test_city_and_cluster_are_shown_and_searched(self) -> None:
        shown = self.results()
        for part in ("Laboratoire Éole", "Lorient", "EdTech Évasion", "École du quai", "EdTech Nord"):
            assert part in shown
        for query in ("lorient", "éole", "évasion", "laboratoire lorient", "évasion labo", "SUD"):
            found = self.results(query)
            assert "Laboratoire Éole" in found, query
            assert "École du quai" not in found, query
        assert "Laboratoire" not in self.results("lorient nord")

    def test_who_may_add_to_the_directory_has_the_tab(self) -> None:
        for name, offered in (("nora", True), ("paul", True), ("fatou", True), ("tom", False)):
            self.sign_in(name)
            shown = self.client.get(reverse("organisation_chooser:choose")).content.decode()
            assert ("Nouvelle organisation" in shown) is offered, name

    def test_it_is_added_to_ones_own_cluster_whatever_is_posted(self) -> None:
        answer = self.add(cluster=self.south.pk, city="Brest")
        assert answer["step"] == "chosen"
        added = Organisation.objects.get(name="Les Vagues")
        assert (added.cluster, added.slug, added.city) == (self.north, "les-vagues", "Brest")
        self.sign_in("fatou")
        self.add(name="Les Dunes", cluster=self.south.pk)
        assert Organisation.objects.get(name="Les Dunes").cluster == self.south

    def test_others_are_refused(self) -> None:
        self.sign_in("tom")
        url = reverse("organisation_chooser:create")
        for response in (self.client.get(url), self.client.post(url, {"organisation-chooser-name": "X"})):
            assert response.status_code in (302, 403)
        assert Organisation.objects.count() == 2

    def test_errors_are_said_and_nothing_is_added(self) -> None:
        answer = self.add(name="", kind="circus")
        assert answer["step"] == "reshow_creation_form"
        assert Organisation.objects.count() == 2
        assert "Sélectionnez un choix valide" in str(answer["htmlFragment"])

    def test_a_name_that_is_known_is_said_and_offered(self) -> None:
        answer = self.add(name="LABORATOIRE  EOLE")
        assert answer["step"] == "reshow_creation_form"
        html = str(answer["htmlFragment"])
        assert "L’annuaire a déjà ce nom." in html
        assert "Lorient" in html
        assert "EdTech Évasion" in html
        assert Organisation.objects.count() == 2
        taken = self.add(name="LABORATOIRE  EOLE", known=self.lab.pk, kind="")
        assert taken["result"]["id"] == str(self.lab.pk)  # type: ignore[index]  # of JSON
        assert Organisation.objects.count() == 2

    def test_another_of_the_same_name_has_its_own_address(self) -> None:
        assert self.add(name="École du quai", known="another")["step"] == "chosen"
        assert self.add(name="École du quai", known="another")["step"] == "chosen"
        slugs = Organisation.objects.filter(name="École du quai").values_list("slug", flat=True)
        assert sorted(slugs) == ["ecole", "ecole-du-quai", "ecole-du-quai-2"]
        # A number that is not of this name is no way to take it.
        assert self.add(name="École du quai", known=self.lab.pk)["step"] == "reshow_creation_form"

    def test_a_name_in_arabic_has_an_address_too(self) -> None:
        assert self.add(name="مدرسة البحر")["step"] == "chosen"
        assert Organisation.objects.get(name="مدرسة البحر").slug.isascii()

    def test_the_same_number_of_queries_for_two_and_for_ten(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.results()
            return len(captured)

        self.results()
        two = queries()
        for number in range(8):
            Organisation.objects.create(
                slug=f"o{number}", name=f"O{number}", kind="school", cluster=self.south
            )
        assert queries() == two
