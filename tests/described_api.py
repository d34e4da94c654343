"""Asks an API all that its OpenAPI description allows, or forbids, and compares each answer with it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, GenerationMode

BOTH_MODES = pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)


def check_answers(
    schema: BaseSchema,
    path: str,
    mode: GenerationMode,
    examples: int,
    amend: Callable[[Case], None] = lambda case: None,
) -> None:
    """What the description allows is answered, what it forbids is refused, and each answer is as it says.

    `amend` takes from a question what OpenAPI has no words for.
    """

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        amend(case)
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
