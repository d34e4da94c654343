"""The message catalogues: the four languages say everything, with the same values in their sentences."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

LOCALE = Path(settings.LOCALE_PATHS[-1])
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TRANSLATIONS = [code for code in LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Arabic says "no page", "one page" and "two pages" without a number; every other form counts.
FORMS_WITHOUT_NUMBER = {"ar": {0, 1, 2}}
NEIGHBOURS = ("django", "wagtail", "wagtail_localize")


def catalogue(language: str) -> polib.POFile:
    """The committed catalogue of a language."""
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> dict[int, str]:
    """The translations of an entry by plural form; an entry without plural has form 1 alone."""
    return dict(entry.msgstr_plural) if entry.msgid_plural else {1: entry.msgstr}


def placeholders(text: str) -> Counter[str]:
    """The values that a sentence takes, each as often as it stands there."""
    return Counter(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_this_language_never_falls_back_on_french(language: str) -> None:
    unsaid = [
        entry.msgid
        for entry in catalogue(language)
        if entry.fuzzy or entry.obsolete or not entry.translated()
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_translate_the_same_sentences(language: str) -> None:
    source = {(entry.msgctxt, entry.msgid) for entry in catalogue(settings.LANGUAGE_CODE)}
    assert {(entry.msgctxt, entry.msgid) for entry in catalogue(language)} == source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_the_language_is_written(language: str) -> None:
    translation = catalogue(language)
    forms = int(re.findall(r"nplurals=(\d+)", translation.metadata["Plural-Forms"])[0])
    for entry in translation:
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(forms)), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_sentence_takes_the_values_of_the_french_one(language: str) -> None:
    for entry in catalogue(language):
        for form, text in texts(entry).items():
            source = entry.msgid_plural if entry.msgid_plural and form > 0 else entry.msgid
            expected, found = placeholders(source), placeholders(text)
            if entry.msgid_plural and form in FORMS_WITHOUT_NUMBER.get(language, set()):
                assert found <= expected, entry.msgid
                assert len(expected - found) <= 1, entry.msgid
            else:
                assert found == expected, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_sentence_begins_and_ends_with_the_space_of_the_french_one(language: str) -> None:
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    for entry in catalogue(language):
        for text in texts(entry).values():
            assert edges(text) == edges(entry.msgid), entry.msgid


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_sentence_is_translated_and_not_copied(language: str) -> None:
    copied = [
        entry.msgid
        for entry in catalogue(language)
        if len(entry.msgid.split()) > 3 and entry.msgid in texts(entry).values()
    ]
    assert [msgid for msgid in copied if not msgid.startswith("Creative Commons")] == []


def test_no_french_word_of_ours_changes_an_english_word_of_the_packages() -> None:
    # Our catalogue comes first: a French "Public" (the audience) would rename Wagtail's English "Public".
    theirs: set[str] = set()
    for package in NEIGHBOURS:
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for path in Path(spec.origin).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
            theirs |= {entry.msgid for entry in polib.pofile(str(path)) if not entry.msgctxt}
    assert len(theirs) > 1000, "the packages' own catalogues were not found"
    renamed = {
        entry.msgid: entry.msgstr
        for entry in catalogue("en")
        if entry.msgid in theirs and entry.msgid != entry.msgstr and not entry.msgctxt
    }
    assert renamed == {}
