"""Latin words in Arabic texts: what stands beside them turns, unless they are apart (`bdi`, an own `lang` or `dir`)."""

import re
from collections.abc import Iterable, Iterator

from tests.served.texts import Said

# Between the characters of Unicode that set a text apart where no element can stand (fedcms.core.isolation).
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_RUN = re.compile(r"[A-Za-zÀ-ɏ][\w.@:/+’'&-]*")
# Running text of the content, as its author wrote it: the algorithm of Unicode sets single words in it right, and no
# rule could tell a name from the words of the author's language that stand around it.
PROSE = {
    *("body", "standfirst", "article__head", "page-head__lead"),
    *("card__title", "card__summary", "dispatch__title", "dispatch__summary"),
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


def _is_prose(each: Said) -> bool:
    element = each.element
    while element is not None:
        if not PROSE.isdisjoint(element.get("class", "").split()):
            return True
        element = element.getparent()
    return False
