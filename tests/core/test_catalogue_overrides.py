"""What the project says otherwise than Wagtail, wagtail-localize and Django (locale_overrides): in French above all."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from fedcms.users.models import User

OVERRIDES = Path(settings.LOCALE_PATHS[0])
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
MARKUP = re.compile(r"<[^>]*>|" + PLACEHOLDER.pattern)
# Forms for two genders or numbers in one word: "Ce(tte)", "publié(e)", "Page(s)", "ce/cette".
DOUBLED = re.compile(
    r"\w\((?:e|s|x|es|le|la|lle|ne|te|tte|ve|elle)\)|\b(?:ce/cette|le/la|un/une|il/elle)\b", re.IGNORECASE
)
UNSAID = re.compile(
    r"région|workflow|modération|dépubli|slug|fragment|snippet|révision|e-mail|prévisualis|resoum|rédacteur|redacteur",
    re.IGNORECASE,
)
# Of the packages that an officer meets; the messages of Django's core about models are for developers.
SEEN = re.compile(r"wagtail")


def entries(path: Path) -> Iterator[polib.POEntry]:
    """The messages of a catalogue that is there."""
    if path.exists():
        yield from polib.pofile(str(path), wrapwidth=10_000)


@cache
def overrides(domain: str) -> tuple[polib.POEntry, ...]:
    """The project's."""
    return tuple(entries(OVERRIDES / "fr" / "LC_MESSAGES" / f"{domain}.po"))


@cache
def theirs(domain: str, language: str, packages: str = "") -> dict[tuple[str | None, str], polib.POEntry]:
    """The messages of the installed packages: of two that say the same thing, the one that Django takes.

    English catalogues hold all that a package's sources say, also where it has no French one.
    """
    folders = [Path(app.path) for app in apps.get_app_configs() if re.search(packages, app.name)]
    if not packages:
        folders.append(Path(django.__file__).parent / "conf")
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for folder in folders:
        for entry in entries(folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"):
            if language == "en" or entry.translated():
                found.setdefault((entry.msgctxt, entry.msgid), entry)
    return found


def texts(entry: polib.POEntry) -> list[str]:
    """What a message says: without plural one text, else that for one and that for many."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [entry.msgstr_plural[0], entry.msgstr_plural[max(entry.msgstr_plural)]]


def shown() -> Iterator[tuple[str, str]]:
    """Each message of Wagtail and wagtail-localize with the French that a person reads: theirs, or the override."""
    for domain in DOMAINS:
        own = {(entry.msgctxt, entry.msgid): entry for entry in overrides(domain)}
        for key, source in theirs(domain, "en", SEEN.pattern).items():
            entry = own.get(key) or theirs(domain, "fr").get(key)
            for text in texts(entry) if entry else [source.msgid]:
                yield source.msgid, text


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_said_otherwise_is_said_by_an_installed_package(domain: str) -> None:
    known = theirs(domain, "en") | theirs(domain, "fr")
    assert len(known) > 100, "the packages' own catalogues were not found"
    assert [each.msgid for each in overrides(domain) if (each.msgctxt, each.msgid) not in known] == []
    plurals = {key: entry.msgid_plural for key, entry in known.items()}
    assert [e.msgid for e in overrides(domain) if plurals[e.msgctxt, e.msgid] != e.msgid_plural] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_it_is_said_once_and_otherwise(domain: str) -> None:
    counted = Counter((entry.msgctxt, entry.msgid) for entry in overrides(domain))
    assert [key for key, number in counted.items() if number > 1] == []
    french = theirs(domain, "fr")
    for entry in overrides(domain):
        before = french.get((entry.msgctxt, entry.msgid))
        assert before is None or texts(before) != texts(entry), entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_it_takes_the_same_values_in_all_its_forms(domain: str) -> None:
    for entry in overrides(domain):
        assert entry.translated(), entry.msgid
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid
        for source, text in zip((entry.msgid, entry.msgid_plural), texts(entry), strict=False):
            assert Counter(PLACEHOLDER.findall(text)) == Counter(PLACEHOLDER.findall(source)), entry.msgid
            assert (text[0] == " ", text[-1] == " ") == (source[0] == " ", source[-1] == " "), entry.msgid


def test_no_message_of_the_admin_is_left_in_english() -> None:
    own = {(entry.msgctxt, entry.msgid) for domain in DOMAINS for entry in overrides(domain)}
    unsaid = [
        msgid
        for domain in DOMAINS
        for context, msgid in theirs(domain, "en", SEEN.pattern)
        if (context, msgid) not in theirs(domain, "fr") and (context, msgid) not in own
    ]
    assert unsaid == []


def test_no_word_has_two_genders_in_brackets() -> None:
    assert [text for _msgid, text in shown() if DOUBLED.search(MARKUP.sub("", text))] == []


def test_no_message_of_the_admin_has_a_word_that_officers_do_not_use() -> None:
    assert [text for _msgid, text in shown() if UNSAID.search(MARKUP.sub("", text))] == []


def test_apostrophes_and_quotes_are_those_of_print() -> None:
    assert [text for _msgid, text in shown() if re.search(r"['\"]|\.\.\.", MARKUP.sub("", text))] == []


def test_our_own_words_are_no_others() -> None:
    ours = [
        text
        for entry in entries(settings.LOCALE_PATHS[-1] / "fr/LC_MESSAGES/django.po")
        for text in texts(entry)
    ]
    assert len(ours) > 1000, "our own catalogue was not found"
    assert [text for text in ours if DOUBLED.search(MARKUP.sub("", text))] == []
    assert [text for text in ours if UNSAID.search(MARKUP.sub("", text))] == []


def test_django_takes_the_override() -> None:
    with translation.override("fr"):
        for entry in overrides("django"):
            if entry.msgid_plural:
                for number, text in zip((1, 2), texts(entry), strict=True):
                    assert translation.ngettext(entry.msgid, entry.msgid_plural, number) == text
            elif entry.msgctxt:
                assert translation.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
            else:
                assert translation.gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize(
    ("language", "months"),
    [("fr", "janv. févr. mars avr."), ("es", "ene. feb. marzo abril"), ("en", "Jan. Feb. March April")],
)
def test_the_months_of_the_agenda_are_shortened_as_the_language_does(language: str, months: str) -> None:
    with translation.override(language):
        written = [date_format(date(2027, month, 1), "N") for month in range(1, 5)]
    assert written == months.split()


@pytest.fixture
def operator() -> Client:
    """Who runs the site."""
    User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
    client = Client()
    client.force_login(User.objects.get(username="root"))
    return client


@pytest.mark.django_db
def test_the_screen_of_languages_says_languages_and_counts_pages_in_french(operator: Client) -> None:
    answer = operator.get(reverse("wagtaillocales:index"))
    text = BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)
    assert "Langues" in text
    assert "Ajouter une langue" in text
    assert re.search(r"\d+ pages?\b", text)
    assert not re.search(r"Région|Locale|others", text)


@pytest.mark.django_db
def test_the_roots_are_named_in_french(operator: Client) -> None:
    answer = operator.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert "Racine" in answer
    assert "Root" not in BeautifulSoup(answer, "html.parser").get_text(" ")


@pytest.mark.django_db
def test_the_scripts_of_the_admin_take_the_override(operator: Client) -> None:
    catalogue = operator.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert '"Save error": "Erreur \\u00e0 l\\u2019enregistrement"' in catalogue
    assert '"Pages": "Pages"' in catalogue, "what is not said otherwise stays"


def test_what_the_project_says_itself_is_not_said_otherwise() -> None:
    """The overrides come first: they would silently replace a message of ours."""
    own = {
        (entry.msgctxt, entry.msgid)
        for entry in entries(Path(settings.BASE_DIR, "locale/fr/LC_MESSAGES/django.po"))
    }
    assert own.isdisjoint({(entry.msgctxt, entry.msgid) for entry in overrides("django")})


@pytest.mark.parametrize("domain", DOMAINS)
def test_french_signs_keep_their_space_on_the_line(domain: str) -> None:
    loose = re.compile(r" [:;!?»]|« |\w[;!?](?: |$)")
    wrong = [
        text for entry in overrides(domain) for text in texts(entry) if loose.search(MARKUP.sub("", text))
    ]
    assert wrong == []
