"""The chooser of images shows one's own first, then what may be used of others, each with its credit and licence."""

import re
from typing import ClassVar

from django.db import connection
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Cluster, Federation
from fedcms.media.models import FederationImage, Licence
from fedcms.users.models import User
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_user


class TestImageChooser(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.nora, cls.sam = make_user("nora", cls.north), make_user("sam", cls.south)
        make_user("fatou", Federation.load())
        cls.ours = picture("Notre port", cls.north, cls.nora)
        cls.theirs = picture("Leur port", cls.south, cls.sam)
        for image, values in (
            (cls.ours, {"credit": "Nora Nord", "licence": Licence.ALL_RIGHTS}),
            (cls.theirs, {"credit": "", "licence": Licence.CC_BY}),
        ):
            FederationImage.objects.filter(pk=image.pk).update(**values)
        make_article(cls.south, lead_image=cls.theirs)

    def choose(self, name: str = "nora", view: str = "choose", **query: str) -> str:
        self.client.force_login(User.objects.get(username=name))
        response: HttpResponse = self.client.get(reverse(f"wagtailimages_chooser:{view}"), query)
        assert response.status_code == 200
        return response.json()["html"] if view == "choose" else response.content.decode()

    def titles(self, *args: str, **query: str) -> list[str]:
        return re.findall(r"<bdi>((?:Notre|Leur)[^<]*)</bdi>", self.choose(*args, **query))

    def test_ones_own_are_first_though_older(self) -> None:
        for view in ("choose", "choose_results"):
            assert self.titles("nora", view) == ["Notre port", "Leur port"]
            assert self.titles("sam", view) == ["Leur port"], "the other's is not free to use"
        FederationImage.objects.filter(pk=self.ours.pk).update(licence=Licence.CC0)
        make_article(self.north, lead_image=self.ours)
        assert self.titles("sam") == ["Leur port", "Notre port"]

    def test_credit_and_licence_are_shown(self) -> None:
        for layout in ("grid", "list"):
            shown = self.choose(layout=layout)
            assert "Nora Nord" in shown
            assert "Tous droits réservés" in shown
            assert "Sans crédit" in shown
            assert "Creative Commons BY 4.0" in shown
        assert "Nora Nord" in self.choose(multiple="1")

    def test_searching_and_filtering_go_on(self) -> None:
        assert sorted(self.titles("nora", "choose_results", q="port")) == ["Leur port", "Notre port"]
        assert self.titles("nora", "choose_results", q="notre") == ["Notre port"]
        self.theirs.tags.add("mer")
        assert self.titles("nora", "choose_results", tag="mer") == ["Leur port"]
        assert self.titles("nora", "choose_results", tag="mer", q="port") == ["Leur port"]
        make_user("nina", self.north).groups.add(self.south.editors_group)
        both = self.titles("nina", "choose_results", collection_id=str(self.south.collection_id))
        assert both == ["Leur port"]

    def test_the_federation_has_its_own_first_too(self) -> None:
        picture("Notre affiche", Federation.load(), User.objects.get(username="fatou"))
        FederationImage.objects.filter(title="Notre affiche").update(created_at="2020-01-01T00:00:00Z")
        assert self.titles("fatou")[0] == "Notre affiche"

    def test_the_same_number_of_queries_for_two_images_and_for_twelve(self) -> None:
        def queries() -> int:
            self.choose()
            with CaptureQueriesContext(connection) as captured:
                self.choose()
            return len(captured)

        two = queries()
        for number in range(10):
            picture(f"Notre quai {number}", self.north, self.nora)
        assert queries() == two
        assert len(self.titles()) == 12
