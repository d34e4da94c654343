"""The search leads to a page by its own title, and by what people call it, all over the demo."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.visibility import visible_q
from home.navigation.menus import HOME_DEPTH
from search.engines.documents import SearchRequest
from search.models import SearchEntry
from search.public.dated_results import find_with_dates
from tests.template_database.worlds import in_world

# Language, what is typed, and the beginning of the address that is meant.
CALLED = (
    ("fr", "adhérer", "/fr/rejoindre/"),
    ("fr", "devenir membre", "/fr/rejoindre/"),
    ("fr", "rejoindre la fédération", "/fr/rejoindre/"),
    ("fr", "nous écrire", "/fr/contact/"),
    ("fr", "contact", "/fr/contact/"),
    ("fr", "contact presse", "/fr/presse/"),
    ("fr", "charte", "/fr/charte/"),
    ("fr", "manifeste", "/fr/manifeste/"),
    ("fr", "presse", "/fr/presse/"),
    ("fr", "annuaire", "/fr/organisations/"),
    ("fr", "calendrier", "/fr/agenda/"),
    ("fr", "missions économiques", "/fr/missions/"),
    ("fr", "trouver mon cluster", "/fr/clusters/"),
    ("en", "join", "/en/join/"),
    ("en", "become a member", "/en/join/"),
    ("en", "contact us", "/en/contact/"),
    ("en", "press contact", "/en/press/"),
    ("en", "calendar", "/en/events/"),
    ("en", "find my cluster", "/en/clusters/"),
    ("es", "unirse", "/es/unirse/"),
    ("es", "hacerse miembro", "/es/unirse/"),
    ("es", "contacto de prensa", "/es/prensa/"),
    ("es", "escribirnos", "/es/contacto/"),
    ("es", "encontrar mi clúster", "/es/clusters/"),
    ("ar", "اتصل بنا", "/ar/contact/"),
    ("ar", "الانضمام", "/ar/join/"),
    ("ar", "الصحافة", "/ar/press/"),
    ("ar", "الميثاق", "/ar/charter/"),
    ("ar", "خريطة التجمعات", "/ar/clusters/"),
)


def found_by(words: str, language: str) -> list[SearchEntry]:
    """The entries of the first page of results, in their order."""
    request = SearchRequest(words, language, timezone.now())
    return [found.entry for found in find_with_dates(request).entries]


class OwnTitleTests(TestCase):
    """They read the demo."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("demo"))
        super().setUpClass()

    def test_every_page_is_the_first_answer_to_its_own_title(self) -> None:
        """Or a page of the same title: each cluster has an agenda."""
        entries = SearchEntry.objects.filter(source="site").values_list("language", "title")
        pages = Page.objects.filter(visible_q(), depth__gt=HOME_DEPTH)
        titles = {*entries, *pages.values_list("locale__language_code", "title")}
        assert pages.count() > 400
        assert list(missed_titles(titles)) == []

    def test_every_public_page_is_among_them(self) -> None:
        """But the home page, to which every page leads."""
        known = set(SearchEntry.objects.filter(source="site").values_list("url", flat=True))
        pages = Page.objects.filter(visible_q(), depth__gt=HOME_DEPTH)
        assert [path for path in pages.values_list("url_path", flat=True) if quote(path) not in known] == []

    def test_the_pages_of_a_section_say_whose_they_are(self) -> None:
        """Nine results "Contact" would be one too many."""
        titles = [entry.title for entry in found_by("contact", "fr")]
        assert titles[0] == "Contact"
        assert "Contact – EdTech Bretagne" in titles

    def test_what_people_call_a_page_leads_to_it(self) -> None:
        """Among the first three answers."""
        first_three = [
            (words, address, [entry.url for entry in found_by(words, language)[:3]])
            for language, words, address in CALLED
        ]
        assert [each for each in first_three if each[1] not in each[2]] == []


def missed_titles(titles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yields language, title and first answer of each title that something of another title stands before."""
    for language, title in sorted(titles):
        first = next(iter(found_by(title, language)), None)
        if first is None or first.title.casefold() != title.casefold():
            yield language, title, first.title if first else ""
