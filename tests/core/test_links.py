"""Links in texts never give away the address of a page that is not public."""

import pytest
from django.test import Client
from wagtail.rich_text import expand_db_html

from fedcms.core.blocks.text import ButtonBlock
from tests.factories import make_article, make_cluster, publish

pytestmark = pytest.mark.django_db


def test_a_link_to_a_page_under_embargo_is_text_until_it_is_public(federation: object) -> None:
    """Its slug would tell the title."""
    secret = make_article(make_cluster("loire", "LOI"), live=False, slug="secret-merger")
    html = f'<p><a linktype="page" id="{secret.pk}">voir</a></p>'
    assert "secret-merger" not in expand_db_html(html)
    publish(secret)
    assert f'<a href="{secret.url_path}">voir</a>' in expand_db_html(html)
    assert Client().get(secret.url_path).status_code == 200


def test_a_button_to_a_page_that_is_not_public_is_not_shown(federation: object) -> None:
    """It appears with the page."""
    secret = make_article(make_cluster("loire", "LOI"), live=False, slug="secret-merger")
    block = ButtonBlock()
    value = block.to_python({"label": "Candidater", "page": secret.pk, "url": ""})
    assert "secret-merger" not in block.render(value)
    publish(secret)
    value = block.to_python({"label": "Candidater", "page": secret.pk, "url": ""})
    assert f'href="{secret.url_path}"' in block.render(value)
