"""Languages in a form are named as people name them, in the interface's language, and stored as codes."""

import pytest
from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.i18n.language_list import LanguageNamesField, codes_of, language_name

LANGUAGES = ("fr", "en", "es", "ar")
CODES = sorted(code for code in Locale("en").languages if len(code) == 2)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", "français, anglais"),
        ("en", "French, English"),
        ("es", "francés, inglés"),
        ("ar", "الفرنسية، الإنجليزية"),
    ],
)
def test_names_are_those_of_the_interface(language: str, shown: str) -> None:
    with override(language):
        assert LanguageNamesField().prepare_value("fr,en") == shown
        assert LanguageNamesField().clean(shown) == "fr,en"


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(CODES), unique=True, min_size=1, max_size=5))
def test_what_is_shown_is_read_again(language: str, codes: list[str]) -> None:
    """Two languages may share a name in CLDR; then the name is read as one of them."""
    with override(language):
        names = [language_name(code) for code in codes]
        read, unknown = codes_of(", ".join(names))
        assert not unknown
        assert [language_name(code) for code in read] == list(dict.fromkeys(names))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("fr, en", "fr,en"),
        ("  Français ;ENGLISH\nwolof ", "fr,en,wo"),
        ("français, fr, French", "fr"),
        ("pt-BR", "pt-BR"),
    ],
)
def test_codes_other_languages_and_separators_are_understood(typed: str, stored: str) -> None:
    with override("fr"):
        assert LanguageNamesField().clean(typed) == stored


def test_what_is_no_language_is_named_and_kept() -> None:
    with override("fr"):
        field = LanguageNamesField()
        with pytest.raises(ValidationError) as raised:
            field.clean("français, klingonais, qrq")
        assert "« klingonais, qrq »" in raised.value.messages[0]
        assert field.prepare_value("français, klingonais") == "français, klingonais"


def test_the_same_languages_in_other_words_are_no_change() -> None:
    with override("fr"):
        assert not LanguageNamesField().has_changed("fr,en", "français, anglais")
        assert LanguageNamesField().has_changed("fr,en", "français")


def test_a_text_without_end_is_refused_at_once() -> None:
    assert codes_of("x," * 1_000_000)[0] == []
