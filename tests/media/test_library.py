"""The listings of images and documents find what lacks a credit, an alternative text, a use, or whose rights end."""

import re
from datetime import timedelta
from typing import ClassVar

from django.db import connection
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_cluster, make_user


class TestLibrary(TestCase):
    north: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        nora, sam = make_user("nora", cls.north), make_user("sam", south)
        today = timezone.localdate()
        texts = {"fr": "Le port", "en": "The harbour"}
        for title, values in {
            "photo sans rien": {"credit": "", "licence": "all-rights", "alt_texts": {}},
            "photo presque finie": {"rights_until": today + timedelta(days=30), "alt_texts": {"fr": "Vue"}},
            "photo finie": {"rights_until": today - timedelta(days=1), "alt_texts": {**texts, "fr": ""}},
            "photo pour longtemps": {"rights_until": today + timedelta(days=31), "alt_texts": texts},
        }.items():
            image = picture(title, cls.north, nora)
            rights = {"credit": "Nora", "licence": "cc-by", "rights_until": None, **values}
            FederationImage.objects.filter(pk=image.pk).update(**rights)
        picture("photo du Sud", south, sam)
        make_article(cls.north, lead_image=FederationImage.objects.get(title="photo pour longtemps"))
        paper("papier sans rien", cls.north, nora)
        paper("papier crédité", cls.north, nora)
        FederationDocument.objects.update(credit="", licence="all-rights")
        FederationDocument.objects.filter(title="papier crédité").update(
            credit="Nora", licence="cc0", rights_until=today
        )

    def setUp(self) -> None:
        self.client.force_login(User.objects.get(username="nora"))

    def read(self, app: str = "wagtailimages", view: str = "index_results", **query: str) -> str:
        response: HttpResponse = self.client.get(reverse(f"{app}:{view}"), query)
        assert response.status_code == 200
        return response.content.decode()

    def found(self, app: str = "wagtailimages", **query: str) -> set[str]:
        shown = self.read(app, layout="list", **query)
        return {title.strip() for title in re.findall(r"(?:photo|papier) [^<\"&]+", shown)}

    def test_each_filter(self) -> None:
        every = {"photo sans rien", "photo presque finie", "photo finie", "photo pour longtemps"}
        assert self.found() == every, "nothing of the South"
        for query, found in (
            ({"licence": "all-rights"}, {"photo sans rien"}),
            ({"credit": "missing"}, {"photo sans rien"}),
            ({"credit": "given"}, every - {"photo sans rien"}),
            ({"rights": "soon"}, {"photo presque finie"}),
            ({"rights": "ended"}, {"photo finie"}),
            ({"use": "unused"}, every - {"photo pour longtemps"}),
            ({"use": "used"}, {"photo pour longtemps"}),
            ({"alt_text": "fr"}, {"photo sans rien", "photo finie"}),
            ({"alt_text": "en"}, {"photo sans rien", "photo presque finie"}),
            ({"alt_text": "ar"}, every),
        ):
            assert self.found(**query) == found, query

    def test_filters_combine_with_one_another_and_with_a_search(self) -> None:
        assert self.found(licence="cc-by", use="unused", alt_text="en") == {"photo presque finie"}
        assert self.found(use="unused", q="finie") == {"photo presque finie", "photo finie"}
        assert self.found(use="unused", q="finie", rights="ended") == {"photo finie"}
        assert self.found(use="used", credit="missing") == set()

    def test_documents_too(self) -> None:
        app = "wagtaildocs"
        assert self.found(app) == {"papier sans rien", "papier crédité"}
        assert self.found(app, credit="missing") == {"papier sans rien"}
        assert self.found(app, licence="cc0", rights="soon") == {"papier crédité"}
        assert self.found(app, use="unused", q="papier") == {"papier sans rien", "papier crédité"}
        assert "Texte alternatif manquant" not in self.read(app, "index")

    def test_the_form_and_the_count_are_shown(self) -> None:
        shown = self.read(view="index", use="unused")
        for label in ("Licence", "Sans crédit", "Dans les 30 jours", "Utilisé nulle part"):
            assert label in shown
        assert re.search(r"\b3\b", re.sub(r"<[^>]+>", "", shown))

    def test_no_result_is_not_an_empty_library(self) -> None:
        for app in ("wagtailimages", "wagtaildocs"):
            shown = self.read(app, licence="press")
            assert "Rien ne répond à ces filtres." in shown
            assert "Pourquoi ne pas" not in shown

    def test_what_is_no_choice_is_an_error_and_no_filter(self) -> None:
        for query in ({"licence": "none"}, {"alt_text": "zz"}, {"rights": "x' OR 1=1"}, {"use": "\x00"}):
            shown = self.read(view="index", **query)
            assert "n’est pas" in shown or "n&#x27;est pas" in shown or "choix valide" in shown, query

    def test_the_same_number_of_queries_for_four_images_and_for_twelve(self) -> None:
        def queries() -> int:
            query = {"licence": "cc-by", "use": "unused", "credit": "given", "alt_text": "ar"}
            self.read(**query)
            with CaptureQueriesContext(connection) as captured:
                self.read(**query)
            return len(captured)

        few = queries()
        for number in range(8):
            image = picture(f"photo {number}", self.north, User.objects.get(username="nora"))
            FederationImage.objects.filter(pk=image.pk).update(credit="Nora", licence="cc-by")
        assert queries() == few
