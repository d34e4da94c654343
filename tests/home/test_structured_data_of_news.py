"""What JSON-LD of news says of rights, price and translations, and that it says nothing of what others may not see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.media.models import FederationImage
from fedcms.media.renditions import make_renditions
from fedcms.users.models import User
from news.models import ArticlePage
from tests.factories import make_article, make_release, make_story
from tests.factories.content import publish
from tests.home.reading import BASE, read
from tests.home.schema_checks import at, problems
from tests.home.schema_tables import IMAGE_LICENCE, REQUIRED_OF_IMAGES
from tests.home.test_head_metadata import translate

pytestmark = pytest.mark.django_db
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def page_with_photograph(cluster: Cluster | None, **rights: object) -> ArticlePage:
    values = {"title": "Photo", "alt_texts": {"fr": "Une classe"}} | rights
    image = FederationImage.objects.create(file=get_test_image_file("p.png", size=(1300, 800)), **values)
    make_renditions(image)
    return make_article(cluster, lead_image=image)


def photograph_of(page: Page) -> dict[str, object]:
    """The node of the page's photograph, compared with the vocabulary."""
    head = read(page.url_path)
    found = [problem for node in head.graph for problem in problems(node)]
    assert not found, found
    images = head.thing("NewsArticle")["image"]
    assert isinstance(images, list)
    photograph, _card = images
    assert isinstance(photograph, dict)
    return photograph


def test_a_photograph_says_what_search_engines_ask_of_its_licence(loire: Cluster) -> None:
    """Google: contentUrl and one of creator, creditText, copyrightNotice, license; the rest is recommended."""
    page = page_with_photograph(loire, credit=str(loire), licence="cc-by")
    node = photograph_of(page)
    assert all(node.get(name) for name in (*REQUIRED_OF_IMAGES, *IMAGE_LICENCE))
    assert node["creditText"] == str(loire)
    assert at(node, "creator.@type") == "Organization"
    assert node["copyrightNotice"] == f"{loire} – Creative Commons BY 4.0"
    assert node["license"] == CC_BY
    assert Client().get(str(node["contentUrl"]).removeprefix(BASE)).status_code == 200
    asked = str(node["acquireLicensePage"])
    assert asked == f"{BASE}/fr/presse/"
    assert Client().get(asked.removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize(
    ("rights", "absent"),
    [
        ({"credit": "Ada", "licence": "all-rights"}, {"license", "creator"}),
        ({"credit": "Ada", "licence": "press"}, {"license", "creator"}),
        ({"credit": "Ada", "licence": "cc-by", "reuse": "press"}, {"license", "creator"}),
        ({"credit": "Ada", "licence": "cc-by", "territory": "France"}, {"license", "creator"}),
        ({"credit": "Ada", "licence": "cc0"}, {"copyrightNotice", "creator"}),
        ({"licence": "cc-by"}, {"creditText", "creator", "copyrightNotice"}),
    ],
)
def test_nothing_is_claimed_that_is_not_known(rights: dict[str, str], absent: set[str]) -> None:
    node = photograph_of(page_with_photograph(None, **rights))
    assert {*IMAGE_LICENCE, "creditText"} - set(node) == absent


def test_news_is_free_and_names_its_translations(loire: Cluster) -> None:
    page = make_article(loire)
    english = translate(page, "en")
    node, translated = (read(each.url_path).thing("NewsArticle") for each in (page, english))
    for each in (node, translated):
        assert each["isAccessibleForFree"] is True
    assert node["workTranslation"] == [{"@id": f"{BASE}{english.url_path}"}]
    assert translated["translationOfWork"] == {"@id": f"{BASE}{page.url_path}"}
    assert translated["@id"] == f"{BASE}{english.url_path}"
    assert "translationOfWork" not in node
    assert "workTranslation" not in translated
    # Of what nobody sees, nothing.
    Page.objects.get(pk=page.pk).unpublish()
    alone = read(english.url_path).thing("NewsArticle")
    assert {"translationOfWork", "workTranslation"}.isdisjoint(alone)
    assert {"translationOfWork", "workTranslation"}.isdisjoint(
        read(make_story(loire).url_path).thing("Article")
    )


def test_nothing_is_said_of_what_others_may_not_see(loire: Cluster) -> None:
    """Before the moment, in a preview, and behind a login."""
    User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
    client = Client()
    client.force_login(User.objects.get(username="root"))
    later = publish(make_release(loire, live=False, go_live_at=timezone.now() + timedelta(hours=1)))
    assert Client().get(later.url_path).status_code == 404
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[later.pk]))
    assert preview.status_code == 200
    assert later.title in preview.content.decode()
    assert b"ld+json" not in preview.content
    restricted = make_article(loire)
    assert b"ld+json" in client.get(restricted.url_path).content
    PageViewRestriction.objects.create(page=Page.objects.get(pk=restricted.pk), restriction_type="login")
    answer = client.get(restricted.url_path)
    assert answer.status_code == 200
    assert restricted.title in answer.content.decode()
    assert b"ld+json" not in answer.content
