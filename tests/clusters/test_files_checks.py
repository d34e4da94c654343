"""What makes a text of a file no translation of its source: tags, placeholders, length, signs that nobody sees."""

import pytest

from clusters.translation.exchange.checks import NotTaken, check
from clusters.translation.exchange.file_contents import ident_of
from clusters.translation.exchange.inline_codes import Broken, Token, html_of, tokens_of


class TestChecks:
    def why(self, source: str, target: str, limit: int | None = None) -> str:
        """Why a translation is not taken; "" when it is."""
        try:
            check(source, target, limit)
        except NotTaken as not_taken:
            return str(not_taken)
        return ""

    def test_tags_are_those_of_the_source(self) -> None:
        source = '<a id="a1">Lire</a> <b>vite</b><br/>'
        assert self.why(source, '<b>Fast</b><br/><a id="a1">read</a>') == ""
        assert "il manque <br/>" in self.why(source, '<b>Fast</b><a id="a1">read</a>')
        assert "<b> en trop" in self.why(source, '<b>Fa</b><b>st</b><br/><a id="a1">read</a>')
        assert "a2" in self.why(source, '<a id="a2">Read</a> <b>fast</b><br/>')
        assert "HTML" in self.why("Lire", "<script>alert(1)</script>")
        assert "HTML" in self.why("Lire", "<!--><img src=x>-->")
        assert self.why("Lire", '<a href="https://evil.example">Read</a>')
        assert "HTML" in self.why("Lire", "<b>" * 5_000)

    def test_placeholders_are_those_of_the_source(self) -> None:
        assert self.why("%(count)s pages pour {name}", "{name}: %(count)s pages") == ""
        assert "il manque %(count)s" in self.why("%(count)s pages", "pages")
        assert "{nom}" in self.why("Bonjour {name}", "Hello {nom}")
        assert self.why("100 % sûr, {oui ou non}", "100% sure, {yes or no}") == ""

    def test_a_character_that_nobody_sees_and_a_text_that_is_too_long_are_refused(self) -> None:
        assert "contrôle" in self.why("Un", "One\x0b")
        assert "contrôle" in self.why("Un", "One\0")
        assert "Trop long" in self.why("Un", "A &amp; B", 4)
        assert self.why("Un", "A &amp; B", 5) == ""

    def test_a_translation_has_something_to_see_and_its_links_have_words(self) -> None:
        assert "pas de mots" in self.why("<b>Un</b>", "<b></b>")
        for empty in ("\u200b", "&nbsp;", "&zwnj; \ufeff"):
            assert "pas de mots" in self.why("Un", empty), empty
        assert "Un lien" in self.why('<a id="a1">Lire</a> ceci', '<a id="a1"></a>Read this')
        source = '<a id="a1">Un</a> <a id="a2">deux</a>'
        assert "Un lien" in self.why(source, '<a id="a1">One <a id="a2">two</a></a>')
        assert self.why(source, '<a id="a2">Two</a> <a id="a1">one</a>') == ""

    def test_nothing_turns_the_order_of_reading_round(self) -> None:
        for target in ("\u202eenO", "One &#8238;owt", "\u2066One", "One\u2069", "\u2069\u2066"):
            assert "contrôle" in self.why("Un", target), target
        assert self.why("Un", "\u2068One\u2069\u200f") == ""

    def test_what_is_broken_is_no_text(self) -> None:
        for tokens in (
            [Token("open", "b")],
            [Token("close", "b")],
            [Token("open", "b"), Token("close", "i")],
        ):
            with pytest.raises(Broken):
                html_of(tokens)
        with pytest.raises(Broken):
            tokens_of("<p>Un</p>")
        assert ident_of("a", "b") != ident_of("a", "c")
