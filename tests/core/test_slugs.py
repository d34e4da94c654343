"""An address is made of a title in whatever script, once, and in the same way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.pages.slugs import MAX_LENGTH, is_made_of, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Une année de mesures", "une-annee-de-mesures"),
        ("L’école des œuvres", "lecole-des-oeuvres"),
        ("سنة من القياسات", "sna-mn-alqyasat"),
        ("مدرسة رقمية ٢٠٣٠", "mdrsa-rqmya-2030"),
        ("Московская школа", "moskovskaya-shkola"),
        ("—", ""),
    ],
)
def test_a_title_in_any_script_makes_an_address(title: str, slug: str) -> None:
    """wagtail #7255: Wagtail makes hyphens of it, or nothing."""
    assert slug_of(title) == slug


@given(st.text(max_size=400))
def test_an_address_is_short_and_ascii_whatever_the_title(title: str) -> None:
    slug = slug_of(title)
    assert len(slug) <= MAX_LENGTH
    assert slug.isascii()
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_long_title_is_cut_between_words() -> None:
    assert slug_of("mot " * 100).endswith("-mot")


def test_an_address_is_known_by_its_title_with_or_without_a_number() -> None:
    assert is_made_of("une-annee-2", "Une année")
    assert not is_made_of("une-autre", "Une année")
    assert not is_made_of("", "—")
