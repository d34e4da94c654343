"""The search in the editors' guide."""

from urllib.parse import unquote, urldefrag

from django.urls import reverse

from home.guide.chapters import chapters
from home.guide.finding import MAX_HITS, find_sections
from tests.home.guide_support import GuideCase


class TestSearch(GuideCase):
    def hits(self, query: str, language: str = "fr") -> list[str]:
        page = self.soup(f"{reverse('guide:search', args=[language])}?q={query}")
        for link in page.select(".guide__hits h2 a"):
            address, anchor = urldefrag(str(link["href"]))
            assert self.soup(address).find(id=unquote(anchor)), link
        return [link.text for link in page.select(".guide__hits h2 a")]

    def test_accents_capitals_and_endings_do_not_matter(self) -> None:
        self.reads("fr")
        found = self.hits("thésaurus")
        assert found[0] == "Le thésaurus"
        assert self.hits("THESAURUS") == found
        assert self.hits("le%20thesaurus") == found
        assert "Commencer une traduction" in self.hits("traductions commencées")
        assert self.hits("thesaurus", "en")[0] == "The thesaurus"

    def test_a_result_shows_the_words_where_they_stand(self) -> None:
        self.reads("fr")
        page = self.soup(f"{reverse('guide:search', args=['fr'])}?q=mosaique")
        (first, *_others) = page.select(".guide__hits li")
        assert [mark.text for mark in first.find_all("mark")] == ["mosaïque"]
        assert "2. Écrire et illustrer" in first.text

    def test_all_words_count_and_some_are_better_than_none(self) -> None:
        both = find_sections(chapters("fr"), "embargo communiqué", "fr")
        assert all(
            word in f"{both[0].section.title} {both[0].section.text}" for word in ("embargo", "communiqué")
        )
        assert find_sections(chapters("fr"), "embargo girafe", "fr")

    def test_any_query_is_answered(self) -> None:
        self.reads("fr")
        search = reverse("guide:search", args=["fr"])
        for query, words in (
            ("", "Écrivez un ou deux mots"),
            ("girafe", "Rien dans le guide"),
            ("%3Cgirafe%3E", "Rien dans le guide"),
            ("%27%22%25_", "Rien dans le guide"),
        ):
            page = self.soup(f"{search}?q={query}")
            assert words in page.text
            assert "<girafe>" not in str(page)
        too_long = self.soup(f"{search}?q={'a' * 5000}")
        assert "200" in too_long.select_one(".guide__error").text  # type: ignore[union-attr]
        assert not too_long.select(".guide__hits")
        assert self.soup(f"{search}?q=%00").select(".guide__error")

    def test_results_are_bounded(self) -> None:
        assert len(find_sections(chapters("fr"), "la page", "fr")) <= MAX_HITS
        assert len(find_sections(chapters("fr"), "page " * 500, "fr")) <= MAX_HITS
