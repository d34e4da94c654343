"""The search API's OpenAPI description is true: programs ask what it allows and what it forbids."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, GenerationMode

from fedcms.core.models import Topic
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
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_answers_are_as_described_whatever_is_asked(
    schema: BaseSchema, path: str, mode: GenerationMode
) -> None:
    """What the description allows is answered, what it forbids is refused, and each answer is as it says."""

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()


def test_the_values_that_exist_are_listed(schema: BaseSchema) -> None:
    """Those of audiences, and those that editors made."""
    described = Client().get(DESCRIPTION).json()["paths"][SEARCH]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in described}
    assert set(schemas["audience"]["items"]["enum"]) == {"", "school", "higher", "vocational"}
    assert {"federation", "un"} <= set(schemas["cluster"]["items"]["enum"])
    assert "ai" in schemas["topic"]["items"]["enum"]
    assert set(schemas["sort"]["enum"]) == {"", "relevance", "date", "published"}
