"""What a page says, text by text: in which language it says it, and whether it stands apart from what is around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

# Names of files and what is of no language.
MUTE = {"code", "script", "style", "svg", "noscript", "template"}
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-valuetext")
HEAD = "//head/title | //head/meta[@name='description' or starts-with(@property, 'og:')]"
OF_MACHINES = {"og:url", "og:type", "og:image", "og:locale", "og:image:width", "og:image:height"}


@dataclass(frozen=True)
class Said:
    """One text of a page, spaces as a reader sees them."""

    text: str
    language: str
    """The language that the nearest element claims for it; "" where none does."""
    is_name: bool
    """It stands in a `bdi`: a name, which is of no language."""
    is_apart: bool
    """Its direction is its own, whatever is around it: in a `bdi`, or in an element with `dir` below the page's."""
    element: html.HtmlElement
    is_attribute: bool = False
    """It is heard, or told to machines: no element can stand in it."""


def way_up(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """An element and all that it stands in."""
    yield element
    yield from element.iterancestors()


def said(tree: html.HtmlElement) -> Iterator[Said]:
    """Everything that a reader of the page sees or hears: texts, spoken attributes, what the head tells machines."""
    for element in tree.xpath(f"//body//* | {HEAD}"):
        way = list(way_up(element))
        if not isinstance(element.tag, str) or any(each.tag in MUTE for each in way):
            continue
        texts = [(str(text), False) for text in element.xpath("text()")]
        texts += [(value, True) for name in SPOKEN if (value := element.get(name))]
        if element.tag == "meta" and element.get("property") not in OF_MACHINES:
            texts.append((element.get("content", ""), True))
        language = next((each.get("lang") for each in way if each.get("lang")), "")
        is_name = any(each.tag == "bdi" for each in way)
        is_apart = is_name or any(each.get("dir") for each in way[:-1])
        for text, is_attribute in texts:
            if plain := normal(text):
                yield Said(plain, language, is_name, is_apart, element, is_attribute)


def normal(text: str) -> str:
    """A text with plain spaces, none of them at its ends."""
    return " ".join(text.split())
