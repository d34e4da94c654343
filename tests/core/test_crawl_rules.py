"""What the crawler of the demo (tests/e2e/test_languages_of_the_site.py) would find, on pages with planted defects."""

import pytest
from lxml import html

from tests.served.french import French, french_sentences
from tests.served.latin import mixed, naked, turned
from tests.served.pseudo import CLOSE, OPEN, is_marked, mark_text, mark_value
from tests.served.texts import said

FRENCH_PAGE = (
    "<html lang='fr' dir='ltr'><body><main><p>Un atelier réunit les écoles de la région. Il est ouvert à tous ceux qui"
    " enseignent.</p><p>Laboratoire de recherche <bdi>Institut des sciences de la mer et des îles</bdi></p></main>"
)


def page(language: str, body: str) -> html.HtmlElement:
    """A page in a language, right to left for Arabic."""
    direction = "rtl" if language == "ar" else "ltr"
    return html.fromstring(f"<html lang='{language}' dir='{direction}'><body>{body}</body></html>")


def french(language: str, body: str) -> list[str]:
    """What of a page is French, beside the catalogue of its language and one French page."""
    sentences = french_sentences([said(html.fromstring(FRENCH_PAGE))])
    return list(French.beside(language, sentences).wrong(said(page(language, body))))


@pytest.mark.parametrize(
    ("language", "body", "wrong"),
    [
        # A message of the interface that was left untranslated, as a text, as a label, as one with a value in it.
        ("en", "<a>Aller au contenu</a>", ["Aller au contenu"]),
        ("es", "<nav aria-label='Menu principal'></nav>", ["Menu principal"]),
        ("es", "<h1>Agenda : rendez-vous passés</h1>", ["Agenda : rendez-vous passés"]),
        ("ar", "<p>Aucune suggestion</p>", ["Aucune suggestion"]),
        # The same word in both languages is right in both.
        ("es", "<h1>Agenda</h1>", []),
        ("en", "<h1>Contact</h1>", []),
        # A sentence of a French page, alone or among others; where it says what it is, it may stand.
        (
            "en",
            "<p>A workshop. Il est ouvert à tous ceux qui enseignent. Come!</p>",
            ["A workshop. Il est ouvert à tous ceux qui enseignent. Come!"],
        ),
        ("en", "<p lang='fr' dir='ltr'>Un atelier réunit les écoles de la région.</p>", []),
        ("en", "<p>A workshop brings the schools of the region together.</p>", []),
        # A name is of no language.
        ("en", "<p><bdi>Institut des sciences de la mer et des îles</bdi></p>", []),
    ],
)
def test_french_is_found_under_another_prefix(language: str, body: str, wrong: list[str]) -> None:
    assert french(language, body) == wrong


@pytest.mark.parametrize(
    ("body", "is_wrong"),
    [
        ("<p>المصدر: Institut Curie (Paris)</p>", True),
        ("<p>المصدر: <bdi>Institut Curie (Paris)</bdi></p>", False),
        ("<p>البريد <span dir='ltr'>presse@nord.example</span></p>", False),
        ("<p>البريد presse@nord.example</p>", True),
        ("<li>Institut Curie</li>", True),
        ("<p>عبر RSS أو Atom</p>", False),
        ("<div class='body'><p>كتب Institut Curie ذلك</p></div>", False),
        ("<p lang='fr' dir='ltr'>Institut Curie</p>", False),
    ],
)
def test_latin_letters_in_arabic_are_found(body: str, is_wrong: bool) -> None:
    assert bool(list(naked(said(page("ar", body))))) is is_wrong


@pytest.mark.parametrize(
    ("body", "is_wrong"),
    [
        ("<div class='body'><p>القانون رقم 2005-102</p></div>", True),
        ("<div class='body'><p>القانون رقم \u20662005-102\u2069</p></div>", False),
        ("<p>القانون رقم <bdi>2005-102</bdi></p>", False),
        ("<p>في 2026-11-27</p>", True),
        ("<p>بين 2005 و2026، الإصدار 4.1</p>", False),
        ("<p lang='fr' dir='ltr'>2005-102</p>", False),
    ],
)
def test_a_number_whose_parts_change_places_is_found(body: str, is_wrong: bool) -> None:
    assert bool(list(turned(said(page("ar", body))))) is is_wrong


@pytest.mark.parametrize(
    ("body", "is_wrong"),
    [
        ("<dd><bdi>Les Ateliers\n35000 Rennes، فرنسا</bdi></dd>", True),
        ("<dd><bdi>Les Ateliers</bdi><br><bdi>35000 Rennes</bdi>، فرنسا</dd>", False),
        ("<dd><bdi>الرباط (1600 × 1000)</bdi></dd>", False),
        ("<dd><bdi>أخبار \u2068EdTech Maroc\u2069</bdi></dd>", False),
    ],
)
def test_a_name_in_two_scripts_is_found(body: str, is_wrong: bool) -> None:
    assert bool(list(mixed(page("ar", body)))) is is_wrong


def test_a_word_without_a_mark_is_found_even_where_the_content_has_it() -> None:
    """An untranslated "Actualités" beside a page of that title."""
    assert not is_marked("Actualités", {"malta"})
    assert is_marked(mark_text("Actualités"), set())
    assert is_marked(f"{OPEN}Noticias {mark_text('de Nantes')}{CLOSE} (Malta)", {"malta"})
    assert not is_marked(f"{OPEN}Noticias{CLOSE} de {mark_text('Nantes')}", set())
    assert is_marked("contact@bretagne.example, https://bretagne.example/a/b", set())
    # Cut, or highlighted.
    assert is_marked(mark_text("Un atelier réunit les écoles")[:14] + "…", set())
    assert [mark_text("a <b class='big'>grand</b> mot &amp; plus")] == [
        "a <b class='big'>\ue000grand</b> \ue000mot &amp; \ue000plus"
    ]


def test_what_is_no_prose_in_the_json_of_a_text_is_left() -> None:
    block = {
        "type": "button",
        "id": "ab-cd",
        "value": {"label": "Lire", "url": "https://x.example/lire", "page": 3},
    }
    assert mark_value([block]) == [
        {**block, "value": {"label": "\ue000Lire", "url": "https://x.example/lire", "page": 3}}
    ]
