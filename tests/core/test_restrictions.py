"""Pages that are not for everybody: who has the password or an account gets in, and nobody else learns of them."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(federation: object) -> ArticlePage:
    """A page with words to look for."""
    return make_article(make_cluster("nord", "NOR"), title="Budget confidentiel", summary="Rien pour tous.")


def test_a_password_opens_a_page_and_tells_nothing_before(article: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type="password", password="sésame")
    reader = Client(enforce_csrf_checks=True)
    asked = reader.get(article.url_path)
    html = asked.content.decode()
    assert "Budget" not in html
    assert "Rien pour tous" not in html
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in asked["Cache-Control"]
    action = re.search(r'<form class="narrow" method="post" action="([^"]+)"', html)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert action
    assert token
    posted = {"csrfmiddlewaretoken": token[1], "return_url": article.url_path}
    refused = reader.post(action[1], posted | {"password": "ouvre-toi"})
    assert "Budget" not in refused.content.decode()
    assert "field__error" in refused.content.decode()
    let_in = reader.post(action[1], posted | {"password": "sésame"})
    assert let_in["Location"] == article.url_path
    assert "Budget confidentiel" in reader.get(article.url_path).content.decode()


def test_a_page_for_the_team_leads_to_the_sign_in(article: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    response = Client().get(article.url_path, follow=True)
    assert response.redirect_chain == [(f"/admin/login/?next={article.url_path}", 302)]
    assert response.status_code == 200
    assert "Budget" not in response.content.decode()


def test_a_page_of_another_team_says_so_to_who_is_signed_in(article: ArticlePage) -> None:
    """Instead of leading to the sign-in, and from there back to the page, for ever."""
    restriction = PageViewRestriction.objects.create(page=article, restriction_type="groups")
    restriction.groups.add(article.cluster.editors_group)
    other, own = Client(), Client()
    other.force_login(make_user("sara", make_cluster("sud", "SUD")))
    own.force_login(make_user("nora", article.cluster))
    refused = other.get(article.url_path, follow=True)
    assert refused.status_code == 403
    assert "Budget" not in refused.content.decode()
    assert "Vous n’avez pas accès à cette page" in refused.content.decode()
    assert "Budget confidentiel" in own.get(article.url_path).content.decode()
    assert other.get("/admin/login/?next=/admin/account/")["Location"] == "/admin/account/"
