"""The press takes a text away as plain text, HTML or Word: what the page says, and what may not be told yet says so."""

import json
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import unquote
from zipfile import ZipFile

import mammoth
import pytest
from django.test import Client
from lxml import html
from wagtail.images.tests.utils import get_test_image_file

from fedcms.media.models import FederationImage, Licence
from fedcms.media.renditions import make_renditions
from tests.clusters.press_access.support import given, make_scheduled
from tests.factories import make_article, make_cluster, make_release, make_story, make_user
from tests.news.test_newsroom import attach
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def body(image: FederationImage, target: str) -> str:
    """A body with a block of each kind."""
    ids = iter(range(100))

    def block(kind: str, value: object) -> dict[str, object]:
        return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{next(ids):012d}"}

    picture = {
        "image": {"image": image.pk, "alt_text": "Un atelier", "decorative": False},
        "caption": "La salle",
    }
    return json.dumps(
        [
            block("heading", "Ce qui change"),
            block(
                "paragraph",
                f'<p>Un <b>mot fort</b> et <a href="{target}">un lien</a>.</p>'
                "<ol><li>premier<ul><li>dedans</li></ul></li><li>second</li></ol>",
            ),
            block("paragraph", "<ol><li>encore un</li></ol>"),
            block("list", ["point"]),
            block("quote", {"text": "Des paroles.", "source": "L’équipe"}),
            block("figures", [{"value": "40", "unit": "classes", "label": "essais", "source": "Étude"}]),
            block("callout", {"title": "À retenir", "text": "Une remarque."}),
            block(
                "table",
                {
                    "columns": [
                        {"type": "text", "heading": "Ville"},
                        {"type": "number", "heading": "Classes"},
                    ],
                    "rows": [{"values": ["Lille", 4]}],
                    "caption": "Par ville",
                },
            ),
            block("embed", {"url": "https://video.example/1", "title": "Une visite"}),
            block("image", picture),
        ]
    )


@pytest.fixture(scope="module")
def kept(keep: Keep) -> SimpleNamespace:
    """A release with everything, in French and one in Arabic, of a cluster that speaks of itself in French."""
    with keep():
        cluster = make_cluster(
            "copie",
            "COP",
            email="presse@copie.example",
            phone="+33 2 61 91 00 12",
            boilerplate={"fr": "Qui nous sommes."},
        )
        image = FederationImage.objects.create(
            title="Atelier",
            file=get_test_image_file(size=(1700, 900)),
            credit="Studio Nord",
            licence=Licence.PRESS,
            alt_texts={"fr": "Un atelier"},
        )
        make_renditions(image)
        article = make_article(cluster, slug="cible")
        target = "https://ailleurs.example/page"
        release = make_release(
            cluster,
            slug="annonce",
            title="Une annonce : « 40 classes » / bilan",
            summary="Le chapô.",
            dateline_place="Lille",
            body=body(image, target),
            lead_image=image,
            contact_note="Le service",
        )
        attach(release, "Dossier")
        arabic = make_release(
            cluster,
            "ar",
            slug="arabic",
            title="إعلان من الشمال",
            summary="ملخص",
            dateline_place="ليل",
            body=json.dumps(
                [{"type": "paragraph", "value": "<p>نص البيان.</p>", "id": str(article.translation_key)}]
            ),
        )
        story = make_story(cluster, slug="recit", partners="Le lycée", territory="Le bassin")
        return SimpleNamespace(
            cluster=cluster, image=image, release=release, arabic=arabic, article=article, story=story
        )


@pytest.fixture
def site(kept: SimpleNamespace, db: None) -> SimpleNamespace:
    """As it was made."""
    return SimpleNamespace(**{name: again(value) for name, value in vars(kept).items()})


def text_of(page: object, extension: str) -> str:
    """What a reader gets, a file of Word as HTML."""
    response = Client().get(f"{page.url_path}texte.{extension}")  # type: ignore[attr-defined]
    assert response.status_code == 200
    return read(response.content, extension)


def read(content: bytes, extension: str) -> str:
    """The words of a file, Word's as HTML."""
    if extension != "docx":
        return content.decode()
    done = mammoth.convert_to_html(BytesIO(content))
    return str(done.value)


def test_the_text_has_all_that_the_page_says(site: SimpleNamespace) -> None:
    """In its order, with its links, contacts and credits, and no more than the press may use."""
    text = text_of(site.release, "txt")
    in_order = (
        "Communiqué de presse · Pour diffusion immédiate",
        "Une annonce : « 40 classes » / bilan",
        "Le chapô.",
        "Lille, ",
        "Ce qui change",
        "Un mot fort et un lien (https://ailleurs.example/page).",
        "1. premier\n  • dedans\n2. second",
        "1. encore un",
        "• point",
        "« Des paroles. »",
        "— L’équipe",
        "40 classes : essais (source : Étude)",
        "À retenir",
        "Ville\tClasses\nLille\t4",
        "Une visite (https://video.example/1)",
        "[Image : La salle – Un atelier. Crédit : Studio Nord (Libre pour la presse, avec le crédit)]",
        "###",
        "Dossier – Studio (Libre pour la presse, avec le crédit)",
        "Le service\npresse@copie.example",
        "+33 2 61 91 00 12",
        "À propos : EdTech Copie",
        "Qui nous sommes.",
        site.release.url_path,
    )
    positions = [text.find(part) for part in in_order]
    assert -1 not in positions, in_order[positions.index(-1)]
    assert positions == sorted(positions)


def test_html_has_elements_to_paste_and_says_its_language(site: SimpleNamespace) -> None:
    document = html.fromstring(text_of(site.release, "html").encode())
    assert (document.get("lang"), document.get("dir")) == ("fr", "ltr")
    assert [each.text for each in document.findall(".//h1")] == [site.release.title]
    assert document.xpath("//ol/li[1]/ul/li")[0].text_content() == "dedans"
    assert document.xpath("//a[@href='https://ailleurs.example/page']")
    assert document.xpath("//strong[text()='mot fort']")
    assert document.xpath("//blockquote")
    assert document.xpath("//th[@scope='col' and text()='Ville']")
    assert not document.xpath("//*[@style or @class]")
    arabic = html.fromstring(text_of(site.arabic, "html").encode())
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert arabic.xpath("//span[@lang='fr' and @dir='ltr']")[0].text_content() == "Qui nous sommes."


def test_word_reads_it_as_it_is(site: SimpleNamespace) -> None:
    """Headings, lists that begin anew, links, tables, images with their words; language and direction."""
    found = html.fromstring(f"<div>{text_of(site.release, 'docx')}</div>")
    assert [each.text_content() for each in found.findall(".//h1")] == [site.release.title]
    assert "Ce qui change" in [each.text_content() for each in found.findall(".//h2")]
    assert "À retenir" in [each.text_content() for each in found.findall(".//h3")]
    assert found.xpath("//ol/li/ul/li")[0].text_content() == "dedans"
    assert found.xpath("//a[@href='https://ailleurs.example/page']")[0].text_content() == "un lien"
    assert found.xpath("//strong[text()='mot fort']")
    assert found.xpath("//table//td")[0].text_content() == "Ville" or found.xpath("//table//th")
    assert {image.get("alt") for image in found.xpath("//img")} == {"Un atelier"}
    with ZipFile(BytesIO(Client().get(f"{site.release.url_path}texte.docx").content)) as archive:
        assert 'w:val="fr-FR"' in archive.read("word/styles.xml").decode()
        xml = archive.read("word/document.xml").decode()
        assert 'descr="Un atelier"' in xml
        assert "<w:bidi/>" not in xml
        numbers = {part.split('"')[1] for part in xml.split("<w:numId ")[1:]}
        assert len(numbers) == 6, "a list goes on where another ended"
    with ZipFile(BytesIO(Client().get(f"{site.arabic.url_path}texte.docx").content)) as archive:
        xml = archive.read("word/document.xml").decode()
        paragraphs = xml.count("<w:p>") + xml.count("<w:p ")
        assert xml.count("<w:bidi/>") == paragraphs + 1, "each paragraph, and the section"
        assert "<w:rtl/>" in xml
        assert 'w:bidi="ar-MA"' in archive.read("word/styles.xml").decode()


def test_each_has_its_type_its_name_and_is_asked_for_again(site: SimpleNamespace) -> None:
    """Search engines keep the page itself; the same text is the same file."""
    types = {"txt": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8", "docx": WORD}
    for extension, content_type in types.items():
        address = f"{site.arabic.url_path}texte.{extension}"
        response = Client().get(address)
        assert response["Content-Type"] == content_type
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Cache-Control"] == "no-cache"
        assert response["Content-Language"] == "ar"
        assert "filename*=utf-8''%D8%A5" in response["Content-Disposition"]
        assert response["Content-Disposition"].startswith("attachment" if extension == "docx" else "inline")
        assert Client().get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    response = Client().get(f"{site.release.url_path}texte.txt")
    _before, name = response["Content-Disposition"].split("filename*=utf-8''")
    assert unquote(name) == "Une annonce « 40 classes » bilan.txt"


def test_articles_and_stories_have_theirs_and_nothing_else_has(site: SimpleNamespace) -> None:
    assert "Le besoin\n\nA need." in text_of(site.story, "txt")
    assert "Partenaires : Le lycée\n\nTerritoire : Le bassin" in text_of(site.story, "txt")
    assert site.article.title in text_of(site.article, "docx")
    for path in (
        f"{site.article.get_parent().url_path}texte.txt",
        "/fr/presse/texte.txt",
        "/fr/nulle/part/texte.docx",
    ):
        assert Client().get(path).status_code == 404
    page = Client().get(site.release.url_path).content.decode()
    assert all(f'href="texte.{extension}"' in page for extension in ("txt", "html", "docx"))


def test_it_is_gone_with_the_page(site: SimpleNamespace) -> None:
    site.release.unpublish()
    for extension in ("txt", "html", "docx"):
        assert Client().get(f"{site.release.url_path}texte.{extension}").status_code == 404


def test_an_accredited_reader_takes_it_under_embargo(site: SimpleNamespace) -> None:
    """Said above, below and in the name; noted; kept nowhere; no address of a file; gone with the link."""
    publisher = make_user("copie-publication", site.cluster, "publisher")
    page = make_scheduled(
        site.cluster, title="Sous embargo : bilan", body=body(site.image, "/documents/1/x.pdf")
    )
    accreditation, link = given(publisher, site.cluster)
    for extension in ("txt", "html", "docx"):
        assert Client().get(f"{page.url_path}texte.{extension}").status_code == 404
        response = Client().get(f"{link}{page.pk}/texte.{extension}")
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["X-Embargo-Until"]
        assert response["Content-Disposition"].startswith('attachment; filename="sous-embargo-') or (
            "sous-embargo-" in response["Content-Disposition"]
        )
        text = read(response.content, extension)
        assert text.count("Sous embargo jusqu’au") == (3 if extension == "html" else 2)
        assert (
            text.index("Sous embargo jusqu’au")
            < text.index("Sous embargo : bilan")
            < text.rindex("Sous embargo jusqu’au")
        )
        assert "Pour diffusion immédiate" not in text
        assert "/documents/" not in text
        assert link.split("/")[-2] not in text, "a text that is passed on must not open the link"
    openings = set(accreditation.openings.values_list("subject", flat=True))
    assert openings == {f"texte.{extension}:{page.pk}" for extension in ("txt", "html", "docx")}
    accreditation.revoked_at = accreditation.given_at
    accreditation.save()
    assert Client().get(f"{link}{page.pk}/texte.txt").status_code == 404
