"""What something costs stands as the reader's language writes an amount: its sign before or after, its separators."""

from decimal import Decimal

import pytest
from django.utils import translation

from events.details import euros


@pytest.mark.parametrize(
    ("language", "whole", "with_cents"),
    [
        ("fr", "1\u202f450\u00a0€", "12,50\u00a0€"),
        ("en", "€1,450", "€12.50"),
        ("es", "1.450\u00a0€", "12,50\u00a0€"),
        ("ar", "\u200f1,450\u00a0€", "\u200f12.50\u00a0€"),
    ],
)
def test_an_amount_stands_as_its_language_writes_it(language: str, whole: str, with_cents: str) -> None:
    with translation.override(language):
        assert (euros(Decimal(1450)), euros(Decimal("12.50"))) == (whole, with_cents)
