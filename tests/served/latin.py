"""Latin words and numbers with hyphens in Arabic texts: they turn, or what stands beside them, unless they are apart.

Apart: in a `bdi`, in an element with an own `lang` or `dir`, or between the characters of Unicode that isolate.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import html

from tests.served.texts import Said, normal

# Between the characters of Unicode that set a text apart where no element can stand (fedcms.core.i18n.bidi).
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_ARABIC, _LATIN_WORD = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]{2,}")
# The number of a law, a year and the next: after Arabic letters, the parts stand in the order of Arabic words.
_HYPHENED = re.compile(r"(?<![\w-])\d+(?:-\d+)+")
_RUN = re.compile(r"[A-Za-zÀ-ɏ][\w.@:/+’'&-]*")
# Running text of the content, as its author wrote it: the algorithm of Unicode sets single words in it right, and no
# rule could tell a name from the words of the author's language that stand around it.
PROSE = {
    *("body", "standfirst", "article__head", "page-head__lead"),
    *("teaser__title", "teaser__summary", "dispatch__title", "dispatch__summary"),
}
# Each of these is a line of its own, in which no element can stand.
LINES = {"title", "option"}
# Names of formats, licences and programs in a sentence of the interface, one word each: nothing of them can turn.
WORDS = {"RSS", "Atom", "JSON", "PDF", "EdTech", "iCalendar", "BY"}


def naked(texts: Iterable[Said]) -> Iterator[str]:
    """Latin words in Arabic, of names, addresses and numbers, that do not stand apart, with the text."""
    for each in texts:
        if each.language != "ar" or each.is_apart or each.is_attribute or each.element.tag in LINES:
            continue
        runs = [
            run for run in _RUN.findall(_ISOLATED.sub("", each.text)) if run not in WORDS and len(run) > 1
        ]
        if runs and not _is_prose(each):
            yield f"{' '.join(runs)} in {each.text[:100]!r}"


def turned(texts: Iterable[Said]) -> Iterator[str]:
    """Numbers in several parts that are drawn in the wrong order in Arabic, whoever wrote them, with the text."""
    for each in texts:
        if each.language == "ar" and not each.is_apart and not each.is_attribute:
            for run in _HYPHENED.findall(_ISOLATED.sub("", each.text)):
                yield f"{run} in {each.text[:100]!r}"


def mixed(tree: html.HtmlElement) -> Iterator[str]:
    """What is set apart as one run (`bdi`) and yet holds two scripts: one of them stands on the wrong side."""
    for name in tree.xpath("//body//bdi[not(.//bdi)]"):
        text = normal(_ISOLATED.sub("", name.text_content()))
        # A letter alone, of which a text speaks, cannot turn (as in `naked`).
        if _ARABIC.search(text) and _LATIN_WORD.search(text):
            yield text[:100]


def _is_prose(each: Said) -> bool:
    element = each.element
    while element is not None:
        if not PROSE.isdisjoint(element.get("class", "").split()):
            return True
        element = element.getparent()
    return False
