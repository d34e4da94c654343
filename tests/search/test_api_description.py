"""The search API's OpenAPI description is true: programs ask what it allows and what it forbids."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from schemathesis import BaseSchema, GenerationMode

from fedcms.core.models import Topic
from tests.described_api import BOTH_MODES, check_answers
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db

DESCRIPTION = "/api/search/openapi.json"
SEARCH, SUGGESTIONS = "/api/search/", "/api/search/suggestions/"


@pytest.fixture
def schema(federation: object) -> BaseSchema:
    """The description of a site with a cluster, an article and a topic."""
    Topic.objects.create(key="ai", labels={"fr": "IA"})
    make_article(make_cluster("un", "ONE"), title="Quadrivium")
    return schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())


@pytest.mark.parametrize("path", [SEARCH, SUGGESTIONS])
@BOTH_MODES
def test_answers_are_as_described_whatever_is_asked(
    schema: BaseSchema, path: str, mode: GenerationMode
) -> None:
    check_answers(schema, path, mode, 25)


def test_the_values_that_exist_are_listed(schema: BaseSchema) -> None:
    """Those of audiences, and those that editors made."""
    described = Client().get(DESCRIPTION).json()["paths"][SEARCH]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in described}
    assert set(schemas["audience"]["items"]["enum"]) == {"", "school", "higher", "vocational"}
    assert {"federation", "un"} <= set(schemas["cluster"]["items"]["enum"])
    assert "ai" in schemas["topic"]["items"]["enum"]
    assert set(schemas["sort"]["enum"]) == {"", "relevance", "date", "published"}
