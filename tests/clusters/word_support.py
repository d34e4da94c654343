"""Writes small files of Word, part by part."""

import io
import zipfile

from PIL import Image

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
FORMAT = "http://schemas.openxmlformats.org"
OUTSIDE = ' TargetMode="External"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""{HEAD}<Types xmlns="{FORMAT}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>"""


def relations(*rows: tuple[str, str]) -> str:
    """The relations rId1, rId2… of a part: a type and a target each; a link leads out of the file."""
    made = (
        f'<Relationship Id="rId{number}" Type="{FORMAT}/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"{OUTSIDE if kind == "hyperlink" else ""}/>'
        for number, (kind, target) in enumerate(rows, 1)
    )
    start = f'{HEAD}<Relationships xmlns="{FORMAT}/package/2006/relationships">'
    return f"{start}{''.join(made)}</Relationships>"


RELATIONS = relations(("officeDocument", "word/document.xml"))
OWN_RELATIONS = relations(
    ("image", "media/image1.png"),
    ("image", "media/image2.emf"),
    ("hyperlink", "https://partner.example/a"),
    ("numbering", "numbering.xml"),
    ("styles", "styles.xml"),
    ("hyperlink", "javascript:alert(1)"),
)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles {NAMESPACES}>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Citation"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison"><w:name w:val="Charte maison"/></w:style></w:styles>"""
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, style: str = "", numbered: bool = False) -> str:
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    own += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    return f"<w:p><w:pPr>{own}</w:pPr>{inner}</w:p>"


def drawing(relation: str, alt_text: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt_text}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    made = (f"<w:tr>{''.join(f'<w:tc>{paragraph(run(cell))}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(made)}</w:tbl>"


EVERYTHING = (
    paragraph(run("Une rentrée"), "Titre1")
    + paragraph(
        run("Du ") + run("gras", "<w:b/>") + run(" et ")
        + f'<w:hyperlink r:id="rId3">{run("un lien")}</w:hyperlink>'
        + f'<w:hyperlink r:id="rId6">{run(" dangereux")}</w:hyperlink>'
    )
    + paragraph(run("Premier point"), numbered=True)
    + paragraph(run("Second point"), numbered=True)
    + paragraph(run("Ce qui servait."), "Citation")
    + paragraph(drawing("rId1", "Deux élèves soudent"))
    + paragraph(drawing("rId2", "Un dessin"))
    + table(("Année", "Classes"), ("2025", "12"), ("2026", "40"))
    + paragraph(run("La fin."), "Maison")
)  # fmt: skip


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(data, "PNG")
    return data.getvalue()


def word_file(body: str = EVERYTHING, **parts: bytes | str) -> bytes:
    """The bytes of a file; `parts` are added, or take the place of one (`/` written as `__`)."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'
    )
    held: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": OWN_RELATIONS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/media/image1.png": png(),
        "word/media/image2.emf": b"\x01\x00\x00\x00 not for the web",
        **{name.replace("__", "/"): value for name, value in parts.items()},
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in held.items():
            archive.writestr(name, value)
    return data.getvalue()
