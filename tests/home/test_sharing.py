"""The share kit: what of a page is told in each public language, for whom, and what is not told yet."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from PIL import Image

from clusters.models import Cluster
from fedcms.core.models import LocaleState, Topic
from fedcms.core.pages.addresses import absolute, page_address
from fedcms.media.social_cards.store import draw, name_of
from fedcms.users.models import User
from news.models import ArticlePage
from tests.admin_walk.stage import picture
from tests.clusters.publishing.world import client_of
from tests.factories import make_article, make_cluster, make_user
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(loire: Cluster) -> User:
    return make_user("elsa", loire, "editor")


@pytest.fixture
def article(loire: Cluster) -> ArticlePage:
    """A public page in two languages, with a topic and a photograph."""
    image = picture("Un atelier", loire, make_user("pia", loire, "publisher"))
    image.credit, image.alt_texts = "Ana Reyes", {"fr": "Deux élèves soudent.", "en": "Two pupils solder."}
    image.save()
    topic = Topic.objects.create(
        key="ai", labels={"fr": "Intelligence artificielle", "en": "Artificial intelligence"}
    )
    found = make_article(
        loire, title="Une rentrée", summary="Trois classes essaient.", lead_image=image, topics=[topic]
    )
    make_article(
        loire, "en", title="Back to school", slug="back", summary="Three classes try.",
        translation_key=found.translation_key, lead_image=image, topics=[topic],
    )  # fmt: skip
    make_article(
        loire, "es", live=False, title="Borrador", slug="borrador", translation_key=found.translation_key
    )
    return found


def kit(client: Client, page: ArticlePage) -> html.HtmlElement:
    answer = client.get(reverse("sharing:screen", args=[page.pk]))
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def texts(tree: html.HtmlElement, language: str) -> dict[str, str]:
    areas = tree.xpath(f"//textarea[starts-with(@id, 'share-{language}-')]")
    return {area.get("id").rpartition("-")[2]: area.text.strip() for area in areas}


def test_each_public_language_has_its_own_words_and_address(
    editor: User, article: ArticlePage, settings: object
) -> None:
    tree = kit(client_of(editor), article)
    french, english = texts(tree, "fr"), texts(tree, "en")
    assert french["linkedin"].split("\n\n") == [
        "Une rentrée", "Trois classes essaient.", "#IntelligenceArtificielle",
        absolute(page_address(article)),
    ]  # fmt: skip
    assert english["linkedin"].startswith("Back to school\n\nThree classes try.\n\n#ArtificialIntelligence")
    assert not texts(tree, "es"), "not public"
    assert {area.get("lang") for area in tree.xpath("//textarea")} == {"fr", "en"}
    alts = [node.text_content() for node in tree.xpath("//p[starts-with(@id, 'share-alt-')]")]
    assert alts == ["Deux élèves soudent.", "Two pupils solder."]
    assert "Ana Reyes" in tree.text_content()


def test_links_lead_to_the_networks_without_saying_from_where(editor: User, article: ArticlePage) -> None:
    tree = kit(client_of(editor), article)
    links = tree.xpath("//a[@data-share-open]")
    assert len(links) == 14
    assert {link.get("rel") for link in links} == {"noopener noreferrer"}
    assert not tree.xpath("//main//img[starts-with(@src, 'http')]"), "nothing of theirs is loaded"


def test_the_card_is_the_one_that_networks_get(editor: User, article: ArticlePage) -> None:
    client = client_of(editor)
    waiting = "se dessine"
    assert waiting in kit(client, article).text_content()
    for page in ArticlePage.objects.filter(translation_key=article.translation_key, live=True):
        draw(page.social_card_text())
    tree = kit(client, article)
    assert waiting not in tree.text_content()
    pictures = tree.xpath("//div[@class='sharing__preview']/img/@src")
    assert pictures[0] == f"/{name_of(article.social_card_text())}"
    assert Client().get(pictures[0]).status_code == 200


def test_a_photograph_without_rights_is_not_offered(editor: User, article: ArticlePage) -> None:
    article.lead_image.rights_until = timezone.localdate() - timedelta(days=1)
    article.lead_image.save()
    assert "Deux élèves soudent." not in kit(client_of(editor), article).text_content()


@pytest.mark.parametrize("hide", HIDINGS, ids=[hide.__name__ for hide in HIDINGS])
def test_what_is_hidden_is_not_shared(editor: User, article: ArticlePage, hide: object) -> None:
    """Its public translation is, from the same screen."""
    hide(ArticlePage.objects.get(pk=article.pk))  # type: ignore[operator]
    client = client_of(editor)
    tree = kit(client, article)
    assert not texts(tree, "fr")
    assert client.get(reverse("sharing:qr", args=[article.pk, "svg"])).status_code == 404


def test_a_page_that_is_not_online_says_so(editor: User, loire: Cluster) -> None:
    draft = make_article(loire, live=False, title="Pas encore")
    tree = kit(client_of(editor), draft)
    assert not tree.xpath("//textarea")
    assert "n’est pas en ligne" in tree.text_content()


def test_a_closed_language_is_not_shared(editor: User, article: ArticlePage) -> None:
    LocaleState.objects.create(locale=article.locale, is_active=False)
    assert set(texts(kit(client_of(editor), article), "fr")) == set()


@pytest.mark.parametrize("name", ["screen", "qr"])
def test_only_for_those_who_work_on_the_page(article: ArticlePage, name: str) -> None:
    url = reverse(f"sharing:{name}", args=[article.pk, *(["png"] if name == "qr" else [])])
    other = make_user("omar", make_cluster("autre", "AUT"), "publisher")
    assert Client().get(url).status_code == 302
    assert client_of(other).get(url).status_code in (302, 403)
    assert client_of(User.objects.get(username="pia")).get(url).status_code == 200
    missing = url.replace(str(article.pk), "999999")
    assert client_of(User.objects.get(username="pia")).get(missing).status_code == 404


@pytest.mark.parametrize(("kind", "content_type"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_the_code_is_a_file_to_keep(editor: User, article: ArticlePage, kind: str, content_type: str) -> None:
    client = client_of(editor)
    answer = client.get(reverse("sharing:qr", args=[article.pk, kind]))
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="qr-{article.slug}-fr.{kind}"'
    assert answer["Cache-Control"].startswith("private, no-store")
    if kind == "png":
        assert Image.open(BytesIO(answer.content)).size[0] >= 700
    assert client.get(reverse("sharing:qr", args=[article.pk, "pdf"])).status_code == 404
    assert client.post(reverse("sharing:qr", args=[article.pk, kind])).status_code == 405


def test_the_editor_leads_to_it(editor: User, article: ArticlePage) -> None:
    client = client_of(editor)
    url = reverse("sharing:screen", args=[article.pk])
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text
    article.unpublish()
    assert url not in client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text


def test_its_queries_do_not_grow_with_languages(
    editor: User, article: ArticlePage, django_assert_max_num_queries: object
) -> None:
    client = client_of(editor)
    kit(client, article)
    with django_assert_max_num_queries(34):  # type: ignore[operator]
        kit(client, article)
