"""A public page leads who may edit it to its editor, nobody else; and no shared cache keeps what they saw."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Cluster, Federation, Organisation
from clusters.models.directory import OrganisationIndexPage
from fedcms.users.models import User
from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import section_of
from tests.factories.people import make_translator

pytestmark = pytest.mark.django_db

WORDS = "Modifier la page"


def editor_of(page: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def article(loire: Cluster) -> ArticlePage:
    return make_article(loire, title="Une rentrée au fablab")


def people(loire: Cluster) -> dict[str, tuple[User | None, bool]]:
    """Each person, and whether they may edit the article of the Loire."""
    other = make_cluster("vilaine", "VIL")
    return {
        "nobody": (None, False),
        "account without a team": (make_user("lone"), False),
        "editor": (make_user("elsa", loire), True),
        "publisher": (make_user("pia", loire, "publisher"), True),
        "editor of another cluster": (make_user("eve", other), False),
        "publisher of another cluster": (make_user("pol", other, "publisher"), False),
        "superuser": (User.objects.create_superuser("root", "root@people.example", "x"), True),
        "translator": (make_translator("tom", "en", loire), False),
    }


def test_only_who_may_edit_it_sees_the_link(loire: Cluster, article: ArticlePage) -> None:
    for name, (user, may) in people(loire).items():
        client = client_of(user)
        shown = client.get(article.url_path).content.decode()
        assert (editor_of(article) in shown) is may, name
        assert (WORDS in shown) is may, name
        if may:
            assert client.get(editor_of(article)).status_code == 200, name


def test_it_leads_to_the_editor_of_the_language_that_is_read(loire: Cluster, article: ArticlePage) -> None:
    english = make_article(loire, "en", title="Back to school", translation_key=article.translation_key)
    client = client_of(make_user("elsa", loire))
    assert editor_of(english) in client.get(english.url_path).content.decode()
    assert editor_of(article) not in client.get(english.url_path).content.decode()


def test_the_federations_team_edits_its_own_pages(loire: Cluster, article: ArticlePage) -> None:
    client = client_of(make_user("fatou", Federation.load()))
    home = section_of(None)
    assert reverse("wagtailadmin_pages:edit", args=[home.pk]) in client.get(home.url_path).content.decode()
    assert WORDS not in client_of(make_user("elsa", loire)).get(home.url_path).content.decode()


def test_an_organisation_is_not_edited_through_the_page_that_shows_it(loire: Cluster) -> None:
    Organisation.objects.create(slug="labo", name="Labo", kind="laboratory", cluster=loire)
    index = OrganisationIndexPage.objects.filter(locale__language_code="fr").first()
    assert index is not None
    root = User.objects.create_superuser("root", "root@people.example", "x")
    assert WORDS in client_of(root).get(index.url_path).content.decode()
    assert WORDS not in client_of(root).get(f"{index.url_path}labo/").content.decode()


def test_a_signed_in_answer_is_kept_by_no_shared_cache(loire: Cluster, article: ArticlePage) -> None:
    for user in (make_user("elsa", loire), make_user("lone")):
        response = client_of(user).get(article.url_path)
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]


def test_a_strangers_answer_is_as_before(loire: Cluster, article: ArticlePage) -> None:
    client = Client()
    client.get(article.url_path)
    with CaptureQueriesContext(connection) as before:
        response = client.get(article.url_path)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not any("auth" in query["sql"] or "session" in query["sql"] for query in before)
    # A session that has ended is a stranger's.
    client.cookies["sessionid"] = "gone"
    response = client.get(article.url_path)
    assert WORDS not in response.content.decode()
    assert "private" in response["Cache-Control"]
