"""Files of translations, whatever is in them: what goes out comes back, and what is hostile or broken is refused."""

import io
import tracemalloc
import zipfile
from contextlib import suppress
from unittest.mock import patch
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.file_contents import MOST_BYTES, FileContent, FoundUnit, Unit
from clusters.translation.exchange.inline_codes import Token, canonical, comparable, html_of
from clusters.translation.exchange.po import read_po, write_po
from clusters.translation.exchange.uploads import read_upload
from clusters.translation.exchange.xliff_reader import read_xliff
from clusters.translation.exchange.xliff_writer import NAMESPACE, write_xliff
from clusters.translation.texts.plain_text import plain

KEY = uuid4()
# Every character that a database takes, whatever XML thinks of it; an end of line is one sign in XML.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
WORDS = st.text(
    st.one_of(CHARACTERS, st.sampled_from("é&<>\"'%{}اللغة\x0b\x1f\n\t\u2028\x85 ")), min_size=1, max_size=30
)


def _wrapped(children: st.SearchStrategy[list[Token]]) -> st.SearchStrategy[list[Token]]:
    tags = st.sampled_from([("b", ""), ("i", ""), ("em", ""), ("a", "a1"), ("a", "a2"), ("code", "")])
    return st.one_of(
        st.builds(lambda tag, inner: [Token("open", *tag), *inner, Token("close", *tag)], tags, children),
        st.builds(lambda one, other: one + other, children, children),
    )


TEXTS = st.recursive(
    st.one_of(WORDS.map(lambda words: [Token("text", words)]), st.just([Token("void", "br")])),
    _wrapped,
    max_leaves=8,
).map(html_of)


def content(*units: Unit, key: object = KEY, target: str = "ar") -> FileContent:
    """A page."""
    return FileContent(key, "fr", target, "Une \x0b page <b>", "https://site.example/fr/page/", units)  # type: ignore[arg-type]


def xliff(*segments: str, version: str = "2.0", head: str = "", unit: str = 'id="u1" name="title"') -> bytes:
    """A document with one unit."""
    return (
        f'<?xml version="1.0"?>{head}<xliff xmlns="{NAMESPACE}" version="{version}" srcLang="fr" trgLang="en">'
        f'<file id="page-{KEY}"><unit {unit}>{"".join(segments)}</unit></file></xliff>'
    ).encode()


def only(data: bytes) -> FoundUnit:
    """The one text of a file."""
    (found,) = read_upload(data)
    (unit,) = found.units
    return unit


class TestRoundTrip:
    @given(source=TEXTS, target=TEXTS, label=WORDS)
    @settings(max_examples=150, deadline=None)
    def test_any_words_and_tags_go_out_and_come_back_in_both_formats(
        self, source: str, target: str, label: str
    ) -> None:
        path = "body.5f.quote"
        page = content(Unit(path, source, target, label, "translated", (label,)))
        for found in (read_xliff(write_xliff([page])), read_po(write_po([page]))):
            assert [(each.key, each.source_language, each.target_language) for each in found] == [
                (str(KEY), "fr", "ar")
            ]
            (unit,) = found[0].units
            assert unit.path == path
            assert comparable(unit.source) == comparable(source)
            assert canonical(unit.target).strip() == canonical(target).strip() or not plain(target).strip()
            assert not unit.problem

    def test_a_tag_is_a_code_with_the_same_number_in_source_and_target(self) -> None:
        source = 'Lisez <a id="a1">ceci</a>,<br/><b>vite</b>'
        page = content(
            Unit("body", source, '<b>سريعا</b>،<br/><a id="a1">اقرأ</a>', "Texte", "translated", ("Note",))
        )
        root = etree.fromstring(write_xliff([page]))
        names = {"x": NAMESPACE}
        assert (root.get("version"), root.get("trgLang")) == ("2.0", "ar")
        (file,) = root.findall("x:file", names)
        assert (file.get("trgDir"), file.get("srcDir")) == ("rtl", "ltr")
        (unit,) = file.findall("x:unit", names)
        # In the order that the standard asks for.
        assert [etree.QName(child).localname for child in unit] == ["notes", "originalData", "segment"]
        data = {each.get("id"): each.text for each in unit.iterfind(".//x:data", names)}
        codes = {
            side: {
                each.get("id"): data[each.get("dataRef") or each.get("dataRefStart")]
                for each in unit.find(f".//x:{side}", names).iter()
                if each.get("id")
            }
            for side in ("source", "target")
        }
        assert codes["source"] == codes["target"] == {"1": '<a id="a1">', "2": "<br/>", "3": "<b>"}
        assert unit.find("x:segment", names).get("state") == "translated"
        assert [note.text for note in unit.iterfind("x:notes/x:note", names)] == ["Texte", "Note"]

    def test_several_pages_of_one_pair_of_languages_are_one_file(self) -> None:
        one, other = content(Unit("title", "Un")), content(Unit("title", "Un"), key=uuid4())
        for write, read in ((write_xliff, read_xliff), (write_po, read_po)):
            found = read(write([one, other]))
            assert [each.key for each in found] == [str(one.key), str(other.key)]

    def test_a_po_file_names_its_languages_as_tools_and_earlier_files_do(self) -> None:
        header = write_po([content(Unit("title", "Titre", ""), target="es")]).decode()
        assert "X-Source-Language: fr" in header
        assert "X-Target-Language: es" in header
        assert '"Language: es' in header
        (page,) = read_po(header.replace('"Language: es', '"Language: pt').encode())
        assert (page.source_language, page.target_language) == ("fr", "es"), "the project's own header counts"

    def test_a_text_that_is_not_translated_says_so(self) -> None:
        data = write_xliff([content(Unit("title", "Un", "<blink>", "", "translated"))])
        assert b'state="initial"' in data
        assert b"<target" not in data


class TestTools:
    """What tools do to a file, and may."""

    def test_segments_that_a_tool_split_are_one_text_again(self) -> None:
        unit = only(
            xliff(
                '<segment state="final"><source>Un. </source><target>One. </target></segment>',
                "<ignorable><source> </source></ignorable>",
                '<segment state="reviewed"><source>Deux.</source><target>Two.</target></segment>',
            )
        )
        assert (unit.source, unit.target, unit.state) == ("Un.  Deux.", "One.  Two.", "final")

    def test_a_text_of_which_a_part_is_missing_is_not_half_taken(self) -> None:
        unit = only(
            xliff(
                "<segment><source>Un. </source><target>One. </target></segment>",
                "<segment><source>Deux.</source></segment>",
            )
        )
        assert "qu’en partie" in unit.problem

    def test_codes_may_be_apart_annotated_or_without_reference_in_the_target(self) -> None:
        data = '<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data></originalData>'
        source = '<source>Un <pc id="1" dataRefStart="d1" dataRefEnd="d2">gros</pc> <mrk id="m1">mot</mrk></source>'
        for target in (
            '<pc id="1">big</pc>',
            '<sc id="1" dataRef="d1"/>big<ec startRef="1" dataRef="d2"/>',
            '<pc id="1" dataRefStart="d1"><mrk id="m2">bi<cp hex="0067"/></mrk></pc>',
        ):
            unit = only(xliff(data, f"<segment>{source}<target>A {target} word</target></segment>"))
            assert (unit.source, unit.target) == ("Un <b>gros</b> mot", "A <b>big</b> word"), target

    def test_a_code_that_means_nothing_is_a_reason_of_its_text_alone(self) -> None:
        unit = only(xliff('<segment><source>Un</source><target><pc id="9">One</pc></target></segment>'))
        assert "abîmée" in unit.problem
        deep = "<pc id='1'>" * 3_000 + "</pc>" * 3_000
        assert (
            "abîmée" in only(xliff(f"<segment><source>Un</source><target>{deep}</target></segment>")).problem
        )

    def test_a_target_of_tags_alone_is_no_translation(self) -> None:
        data = '<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data></originalData>'
        code = '<pc id="1" dataRefStart="d1" dataRefEnd="d2">{}</pc>'
        source, target = code.format("Un"), code.format("")
        unit = only(xliff(data, f"<segment><source>{source}</source><target>{target}</target></segment>"))
        assert (unit.target, unit.problem) == ("", "")

    def test_what_no_database_holds_is_a_damaged_text(self) -> None:
        for code in ("0000", "D800", "DFFF", "110000"):
            segment = f'<segment><source>Un</source><target>A<cp hex="{code}"/></target></segment>'
            assert "abîmée" in only(xliff(segment)).problem, code

    def test_a_state_is_that_of_all_segments(self) -> None:
        one = "<segment><source>Un</source><target>One</target></segment>"
        assert only(xliff(one)).state == "translated"

    def test_marks_at_the_beginning_and_other_encodings_are_read(self) -> None:
        text = xliff("<segment><source>Été</source><target>Summer</target></segment>").decode()
        assert only(b"\xef\xbb\xbf" + text.encode()).target == "Summer"
        assert (
            only(text.replace('version="1.0"?', 'version="1.0" encoding="utf-16"?').encode("utf-16")).source
            == "Été"
        )
        po = write_po([content(Unit("title", "Été", "Verano"), target="es")]).decode()
        assert only(b"\xef\xbb\xbf" + po.encode()).source == "Été"
        assert only(po.replace("UTF-8", "ISO-8859-1").encode("latin-1")).source == "Été"
        assert only(po.replace("UTF-8", "UTF-16").encode("utf-16")).source == "Été"

    def test_a_page_in_two_files_of_a_zip_is_one_page(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for number, said in enumerate(("One", "A")):
                archive.writestr(f"{number}.xlf", write_xliff([content(Unit("title", "Un", said))]))
        (found,) = read_upload(packed.getvalue())
        assert [unit.target for unit in found.units] == ["One", "A"]

    def test_a_zip_of_files_is_read_whole(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("en/a.xlf", write_xliff([content(Unit("title", "Un"), target="en")]))
            archive.writestr("__MACOSX/._a.xlf", b"\0")
            archive.writestr("es/a.po", write_po([content(Unit("title", "Un"), target="es")]))
        assert [each.target_language for each in read_upload(packed.getvalue())] == ["en", "es"]


class TestRefused:
    def refused(self, data: bytes) -> str:
        """Why an upload is not read at all."""
        with pytest.raises(Refusal) as caught:
            read_upload(data)
        return str(caught.value)

    def test_no_document_type_is_read_and_no_entity_expanded(self) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        for declaration in (
            f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
            '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE x SYSTEM "http://elsewhere.example/x.dtd">',
        ):
            body = "<segment><source>&l9;</source></segment>" if "l9" in declaration else "<segment/>"
            tracemalloc.start()
            assert "DOCTYPE" in self.refused(xliff(body, head=declaration))
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
            tracemalloc.stop()

    def test_what_is_too_big_is_refused_before_it_is_read(self) -> None:
        assert "10 Mo" in self.refused(b"<" * (MOST_BYTES + 1))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(3):
                archive.writestr(f"{number}.xlf", b" " * MOST_BYTES)
        assert len(packed.getvalue()) < 100_000
        assert "10 Mo" in self.refused(packed.getvalue())
        many = "<segment><source>a</source></segment></unit>" + "<unit/>" * 20_001 + "<unit>"
        assert "trop de textes" in self.refused(xliff(many))

    def test_what_cannot_be_read_is_said_in_words(self) -> None:
        assert "XLIFF 1" in self.refused(
            b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>'
        )
        assert "pas un fichier XLIFF 2" in self.refused(b"<html/>")
        assert "abîmé" in self.refused(xliff("<segment>")[:-30])
        assert "deux langues" in self.refused(xliff("").replace(b'trgLang="en"', b""))
        assert "aucun texte" in self.refused(
            b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="fr" trgLang="en"/>'
        )
        assert "encodage" in self.refused(b'<?xml version="1.0" encoding="klingon"?><xliff/>')
        assert "PO" in self.refused(b'msgid "a\nmsgstr')
        assert "PO" in self.refused(b"\x89PNG\r\n\x1a\n\0\0")
        assert "langues" in self.refused(b'msgid "a"\nmsgstr "b"\n')
        assert "encodage" in self.refused(b'msgid ""\nmsgstr "charset=utf-8"\n' + b"\xe9")
        for codec in (b"undefined", b"punycode", b"idna", b"unicode_escape", b"hex"):
            assert "encodage" in self.refused(b'msgid ""\nmsgstr "charset=' + codec + b'"\n\xc3\xa9')
        assert "ZIP" in self.refused(b"PK\x03\x04 and nothing more")

    def test_a_zip_whose_names_or_ways_of_packing_are_odd_is_refused_in_words(self) -> None:
        for way, why in ((zipfile.ZIP_LZMA, "façon rare"), (zipfile.ZIP_STORED, "abîmé")):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", way) as archive:
                archive.writestr("é.po", b"msgid")
            data = packed.getvalue()
            assert why in self.refused(data if why != "abîmé" else data.replace("é".encode(), b"\xff\xff"))

    def test_too_many_pages_or_texts_are_counted_before_they_are_read(self) -> None:
        pages = f'<file id="page-{KEY}"/>' * 201
        document = f'<xliff xmlns="{NAMESPACE}" version="2.0" srcLang="fr" trgLang="en">{pages}</xliff>'
        assert "200 au plus" in self.refused(document.encode())
        with patch("clusters.translation.exchange.po.polib.pofile") as parse:
            assert "trop de textes" in self.refused(b'msgid "a"\nmsgstr ""\n' * 20_002)
        assert not parse.called

    def test_the_name_of_a_file_of_the_server_is_not_opened(self) -> None:
        assert "PO" in self.refused(b"/etc/passwd")

    @given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
    @settings(max_examples=150, deadline=None)
    def test_no_upload_is_an_error(self, data: bytes) -> None:
        for upload in (data, b"<xliff " + data, b'msgid ""\nmsgstr ""\n' + data, b"PK\x03\x04" + data):
            with suppress(Refusal):
                read_upload(upload)
