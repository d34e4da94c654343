"""The API's OpenAPI description is valid and true: programs ask what it allows and what it forbids."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from openapi_spec_validator import validate
from schemathesis import BaseSchema, Case, GenerationMode

from fedcms.core.models import Topic
from tests.described_api import BOTH_MODES, check_answers
from tests.factories import make_event, make_mission

pytestmark = pytest.mark.django_db

DESCRIPTION = "/api/v1/openapi.json"


@pytest.fixture
def schema(federation: object) -> BaseSchema:
    """The description of a site with an event, a mission and a topic."""
    Topic.objects.create(key="ai", labels={"fr": "IA"})
    make_event(None)
    make_mission(None)
    return schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())


def test_the_description_is_valid_openapi_3_1(federation: object) -> None:
    description = Client().get(DESCRIPTION).json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {"/api/v1/events/", "/api/v1/missions/"}


def _in_order(case: Case) -> None:
    if {"from", "to"} <= set(case.query or {}):
        del case.query["to"]  # OpenAPI has no words for two parameters in an order


@pytest.mark.parametrize("path", ["/api/v1/events/", "/api/v1/missions/"])
@BOTH_MODES
def test_answers_are_as_described_whatever_is_asked(
    schema: BaseSchema, path: str, mode: GenerationMode
) -> None:
    check_answers(schema, path, mode, 40, _in_order)
