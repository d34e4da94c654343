"""The federation's manifesto, word for word, as blocks of a body."""

import re
from html import escape
from typing import cast

from fedcms.demo.source import Block, StandardPageSpec, Texts, manifesto_lines, manifesto_translations

SLUGS = {"fr": "manifeste", "en": "manifesto", "es": "manifiesto", "ar": "manifesto"}
SEARCH_WORDS: Texts = {
    "fr": "manifeste, texte fondateur, vision",
    "en": "manifesto, founding text, vision",
    "es": "manifiesto, texto fundacional, visión",
    "ar": "البيان, النص التأسيسي, الرؤية",
}
_ITEM = re.compile(r"^(?P<indent>\s*)(?P<mark>\d+\.|•)\s+(?P<text>.*)$")

ManifestoLine = tuple[str, str]  # how the line stands: "p", "ol", "ul" or "ul ul"; and its words


def french_lines() -> tuple[str, list[ManifestoLine]]:
    """Returns the title, and each line with its kind."""
    # Only spaces around a line are removed: the words and the spaces between them stay as they are.
    lines = [line for line in manifesto_lines() if line.strip()]
    parsed: list[ManifestoLine] = []
    outer = 0
    for line in lines[1:]:
        match = _ITEM.match(line)
        if match is None:
            parsed.append(("p", line.strip()))
            continue
        depth = len(match["indent"])
        if parsed[-1][0] == "p":
            outer = depth
        tag = "ol" if match["mark"] != "•" else "ul"
        parsed.append((tag if depth == outer else "ul ul", match["text"].strip()))
    return lines[0].strip(), parsed


def blocks_of(lines: list[ManifestoLine]) -> list[Block]:
    """Returns the lines as blocks: paragraphs, and one rich text block for each list."""
    blocks: list[Block] = []
    items: list[ManifestoLine] = []
    for kind, text in [*lines, ("p", "")]:
        if kind != "p":
            items.append((kind, text))
            continue
        if items:
            blocks.append({"html": _list_of(items)})
            items = []
        if text:
            blocks.append({"p": text})
    return blocks


def _list_of(items: list[ManifestoLine]) -> str:
    """Returns a list as HTML; inner lists belong to the item before them."""
    tag = items[0][0]
    points: list[tuple[str, list[str]]] = []
    for kind, text in items:
        if kind == tag:
            points.append((escape(text, quote=False), []))
        else:
            points[-1][1].append(f"<li>{escape(text, quote=False)}</li>")
    inner = [f"<li>{text}{'<ul>' + ''.join(below) + '</ul>' if below else ''}</li>" for text, below in points]
    return f"<{tag}>{''.join(inner)}</{tag}>"


def manifesto() -> StandardPageSpec:
    """Returns the page in all languages. Raises `ValueError` if a translation has not as many lines as the French."""
    title, lines = french_lines()
    translations = manifesto_translations()
    titles, bodies = {"fr": title}, {"fr": blocks_of(lines)}
    for language in ("en", "es", "ar"):
        translated = cast("list[str]", translations[language]["lines"])
        titles[language] = str(translations[language]["title"])
        bodies[language] = blocks_of(
            [(kind, text) for (kind, _french), text in zip(lines, translated, strict=True)]
        )
    return {
        "key": "manifesto",
        "slug": SLUGS,
        "title": titles,
        "summary": cast("Texts", translations["summary"]),
        "body": bodies,
        "search_words": SEARCH_WORDS,
    }
