"""Pasted HTML and files of Word become blocks of the body; what cannot be kept is said, and nothing dangerous stays."""

import io
import json
import zipfile
from typing import ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse

from clusters.body_import import blocks, word_files
from clusters.models import Cluster
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from tests.clusters.word_support import EVERYTHING, paragraph, run, word_file
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import make_translator

OF_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} -->
</style></head><body lang=FR><!--StartFragment--><h2><span style='font-family:"Calibri Light";color:#2F5496'>Un
intertitre<o:p></o:p></span></h2>
<p class=MsoNormal>Du <b>gras</b> et <a href="https://partner.example/a?b=1&amp;c=2">un <i>lien</i></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span>
<![endif]>Premier<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·</span><![endif]>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Numéroté</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Année</b></p></td>
<td><p class=MsoNormal>Classes</p></td></tr>
<tr><td><p>2025</p></td><td><p>12</p></td></tr></table><!--EndFragment--></body></html>"""

OF_A_SITE = """<meta charset='utf-8'><div class="article" style="color: red" onclick="x()"><h1>Titre</h1><p>Texte
<strong>fort</strong><script>alert(1)</script> <a href="javascript:alert(1)">piège</a> <a href="/rel">relatif</a></p>
<ul><li>un<ul><li>dedans</li></ul></li><li><a href="mailto:a@b.example">écrire</a></li></ul>
<blockquote><p>Des mots.</p></blockquote><img src="https://elsewhere.example/x.png" onerror="alert(1)">
<table><tr><td><p>colonne</p></td></tr></table>nu <span style="display:none">caché</span></div>"""


def pairs(made: blocks.Imported) -> list[tuple[object, object]]:
    return [(block["type"], block["value"]) for block in made.blocks]


class TestPastedHtml(TestCase):
    def test_what_word_puts_on_the_clipboard(self) -> None:
        made = blocks.blocks_of(OF_WORD)
        heading, paragraph, table = pairs(made)
        assert heading == ("heading", "Un intertitre")
        link = '<p>Du <b>gras</b> et <a href="https://partner.example/a?b=1&amp;c=2">un <i>lien</i></a>.</p>'
        assert paragraph == (
            "paragraph",
            f"{link}<ul><li>Premier</li><li>Second</li></ul><ol><li>Numéroté</li></ol>",
        )
        assert table == (
            "table",
            {
                "columns": [{"type": "text", "heading": "Année"}, {"type": "text", "heading": "Classes"}],
                "rows": [{"values": ["2025", "12"]}],
                "caption": "",
            },
        )
        assert not made.left_out

    def test_what_a_web_page_puts_there(self) -> None:
        made = blocks.blocks_of(OF_A_SITE)
        mail = '<a href="mailto:a@b.example">écrire</a>'
        assert pairs(made) == [
            ("heading", "Titre"),
            (
                "paragraph",
                f"<p>Texte <b>fort</b> piège relatif</p><ul><li>un<ul><li>dedans</li></ul></li><li>{mail}</li></ul>",
            ),
            ("quote", {"text": "Des mots.", "source": ""}),
            ("paragraph", "<p>colonne</p><p>nu</p>"),
        ]
        (line,) = made.left_out
        assert line.startswith("1 image")

    def test_what_is_odd_is_read_and_said(self) -> None:
        long = "mot " * 60
        made = blocks.blocks_of(
            f"<h2>{long}</h2><table><tr><td colspan=2>A</td><td>B</td></tr><tr><td>1</td></tr></table>"
        )
        assert pairs(made)[1][1] == {
            "columns": [{"type": "text", "heading": heading} for heading in ("A", "", "B")],
            "rows": [{"values": ["1", "", ""]}],
            "caption": "",
        }
        assert len(made.left_out) == 2
        assert blocks.blocks_of("").blocks == []
        assert blocks.blocks_of("<p>\xa0</p><br>").blocks == []
        assert pairs(blocks.blocks_of("a < b & c")) == [("paragraph", "<p>a &lt; b &amp; c</p>")]
        assert blocks.blocks_of("<div>" * 5000 + "<h2>x").left_out
        assert len(blocks.blocks_of("<h2>x</h2>" * 700).blocks) == blocks.MOST_BLOCKS

    def test_a_mark_within_a_word_leaves_it_whole(self) -> None:
        made = blocks.blocks_of(
            "<h2>Le <em>numérique</em>, demain<br>et <b>l’</b><span>EdTech</span></h2>"
            "<table><tr><td><b>Rennes</b>, Brest</td><td><p>Un</p><p>Deux</p></td></tr>"
            "<tr><td>a</td><td>b</td></tr></table>"
        )
        assert made.blocks[0] == {"type": "heading", "value": "Le numérique, demain et l’EdTech"}
        table = made.blocks[1]["value"]
        assert isinstance(table, dict)
        assert [column["heading"] for column in table["columns"]] == ["Rennes, Brest", "Un Deux"]

    def test_a_table_without_end_is_left_out_and_said(self) -> None:
        wide = "<table><tr>" + "<td colspan=50>a</td>" * 200 + "</tr><tr><td>b</td><td>c</td></tr></table>"
        long = "<table>" + "<tr><td>a</td><td>b</td></tr>" * 3000 + "</table>"
        for data in (wide, long, f'<p style="{"a" * 100_000}">Un paragraphe.</p>'):
            made = blocks.blocks_of(data)
            assert [block["type"] for block in made.blocks] in ([], ["paragraph"])
            assert bool(made.left_out) is ("table" in data)

    def test_google_documents_are_not_bold(self) -> None:
        made = blocks.blocks_of(
            '<b style="font-weight:normal" id="docs-internal"><p><span style="font-weight:700">Gras</span> non</p></b>'
        )
        assert pairs(made) == [("paragraph", "<p><b>Gras</b> non</p>")]


class TestImport(TestCase):
    north: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north = make_cluster("nord", "NOR", default_credit="Réseau Nord", default_licence="cc-by")
        cls.south = make_cluster("sud", "SUD")
        make_user("nora", cls.north)
        make_user("lone")
        make_translator("tom", "en", cls.north)
        cls.article = make_article(cls.north)

    def setUp(self) -> None:
        self.client.force_login(User.objects.get(username="nora"))

    def send(self, content: bytes, name: str = "Bilan.docx") -> tuple[int, dict[str, object]]:
        edited = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        response: HttpResponse = self.client.post(
            reverse("body_import_word"),
            {"file": SimpleUploadedFile(name, content)},
            headers={"referer": f"https://testserver{edited}"},
        )
        answer: dict[str, object] = json.loads(response.content)
        return response.status_code, answer

    def test_a_whole_file_becomes_blocks(self) -> None:
        status, answer = self.send(word_file())
        assert status == 200, answer
        made: list[dict[str, object]] = answer["blocks"]  # type: ignore[assignment]  # of JSON
        assert [block["type"] for block in made] == [
            "heading", "paragraph", "quote", "image", "table", "paragraph",
        ]  # fmt: skip
        text = json.dumps(made, ensure_ascii=False)
        for kept in (
            "Une rentrée",
            "gras",
            "https://partner.example/a",
            "unordered-list-item",
            "Ce qui servait.",
        ):
            assert kept in text
        assert "javascript:" not in text
        lines = str(answer["left_out"])
        assert "Charte maison" in lines
        assert "1 image n’est pas reprise" in lines

    def test_its_images_have_the_rights_of_the_cluster(self) -> None:
        self.send(word_file())
        image = FederationImage.objects.get()
        assert (image.credit, image.licence) == ("Réseau Nord", "cc-by")
        assert image.collection == self.north.collection
        assert image.alt_texts == {"fr": "Deux élèves soudent"}
        assert image.uploaded_by_user == User.objects.get(username="nora")

    def test_twice_is_once(self) -> None:
        # One file: python-docx writes the time of day into each that it makes.
        file = word_file()
        first, second = self.send(file)[1], self.send(file, "Autre nom.docx")[1]
        assert FederationImage.objects.count() == 1
        ids = [[block["id"] for block in answer["blocks"]] for answer in (first, second)]  # type: ignore[attr-defined]
        assert ids[0] == ids[1]
        other = self.send(word_file(EVERYTHING + paragraph(run("Plus."))))[1]
        assert other["blocks"][0]["id"] != ids[0][0]  # type: ignore[index]

    def test_what_is_no_file_of_word_is_refused_in_words(self) -> None:
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w") as archive:
            archive.writestr("notes.txt", "x")
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "x")
            archive.writestr("word/document.xml", b" " * (word_files.LARGEST_TEXT + 1))
        entities = '<!DOCTYPE w [<!ENTITY a "aaaa">]><w/>'
        cases = {
            "vide": b"",
            "pas un fichier Word": plain.getvalue(),
            "pas un fichier Word ": b"%PDF-1.7 text",
            "ancien": word_files.OLD_WORD + b"x" * 100,
            "trop de choses": bomb.getvalue(),
            "macros": word_file(word__vbaProject__bin=b"").replace(b"vbaProject/bin", b"vbaProject.bin"),
            "20 Mo": word_file() + b"\0" * (50 * 2**20),
            "pas un fichier Word (": word_file(**{"word__document.xml": entities}),
            "abîmé": word_file(**{"word__document.xml": "<w:document"}),
            "pas de texte": word_file(""),
        }
        for words, content in cases.items():
            status, answer = self.send(content)
            assert status == 400, words
            assert words.strip() in str(answer["error"]), (words, answer)
        assert self.client.post(reverse("body_import_word")).status_code == 400
        assert not FederationImage.objects.exists()

    def test_pasted_html_is_answered_as_the_form_holds_it(self) -> None:
        answer = self.client.post(reverse("body_import_paste"), {"html": OF_WORD}).json()
        assert [block["type"] for block in answer["blocks"]] == ["heading", "paragraph", "table"]
        state = json.loads(answer["blocks"][1]["value"])
        assert [block["type"] for block in state["blocks"]] == [
            "unstyled", "unordered-list-item", "unordered-list-item", "ordered-list-item",
        ]  # fmt: skip
        assert self.client.get(reverse("body_import_paste")).status_code == 405
        long = self.client.post(reverse("body_import_paste"), {"html": "é" * (2**20 + 1)})
        assert long.status_code == 400
        assert "en plusieurs parties" in long.json()["error"]

    def test_who_may_add_no_image_has_the_text_alone(self) -> None:
        self.client.force_login(User.objects.get(username="tom"))
        status, answer = self.send(word_file())
        assert status == 200
        assert "2 images ne sont pas reprises" in str(answer["left_out"])
        assert not FederationImage.objects.exists()

    def test_strangers_are_sent_away(self) -> None:
        self.client.force_login(User.objects.get(username="lone"))
        for name in ("body_import_paste", "body_import_word"):
            assert self.client.post(reverse(name), {"html": "x"}).status_code == 302
