"""Checks a translation from a file: markup, placeholders, length; warns of what is unusual."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from clusters.translation.exchange.inline_codes import Broken, tags_of, tokens_of, written
from clusters.translation.glossary.matching import Glossary
from clusters.translation.texts.allowed_html import refuse_html
from clusters.translation.texts.blank_texts import has_words, is_blank, no_words
from clusters.translation.texts.plain_text import plain

# %(name)s, %s, %d; {name}, {0}; ${name}. A translation must contain them unchanged.
PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[sdf]|%[sd](?![\w%])|\$?\{[A-Za-z_][\w.]*\}|\{\d+\}")
# Web and mail addresses. A translation may link to the same page in its language, so another address is only a warning.
ADDRESS = re.compile(r"https?://[^\s<>«»\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Characters that XML cannot contain and no text needs.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


# Invisible characters that change the direction of the text after them. Isolates end by themselves if they are in
# pairs.
TURNS = re.compile("[\u202a-\u202e]")
ISOLATES, END = "\u2066\u2067\u2068", "\u2069"


def shown(text: str) -> str:
    """Returns a text of a file in a form that can be stored and shown, whatever it contains."""
    return CONTROL.sub("\ufffd", text)


class NotTaken(Exception):
    """The refusal of a text from a file; its message says why."""


def _join_counted(counted: Counter[str]) -> str:
    return ", ".join(sorted(counted.elements()))


def _refuse_other_marks(what: str, there: Counter[str], here: Counter[str]) -> None:
    missing, added = there - here, here - there
    if missing and added:
        raise NotTaken(
            _("%(what)s : il manque %(missing)s, et il y a %(added)s en trop.")
            % {"what": what, "missing": _join_counted(missing), "added": _join_counted(added)}
        )
    if missing:
        raise NotTaken(
            _("%(what)s : il manque %(missing)s.") % {"what": what, "missing": _join_counted(missing)}
        )
    if added:
        raise NotTaken(
            _("%(what)s : il y a %(added)s en trop.") % {"what": what, "added": _join_counted(added)}
        )


def check(source: str, target: str, limit: int | None) -> None:
    """Raises `NotTaken`, with the reason, for a translation that may not be imported. `limit` is in characters."""
    if CONTROL.search(target) or TURNS.search(plain(target)) or not _is_isolated(plain(target)):
        raise NotTaken(_("La traduction contient un caractère de contrôle, invisible : retapez ce texte."))
    try:
        there, here = tags_of(source), tags_of(target)
        refuse_html(source, target)
    except Broken as broken:
        raise NotTaken(
            _("La traduction contient du HTML qui n’est pas admis, ou une balise abîmée.")
        ) from broken
    except ValueError as error:
        raise NotTaken(str(error)) from error
    _refuse_other_marks(_("Balises"), there, here)
    if is_blank(source, target):
        raise NotTaken(no_words())
    bad = _bad_links(target) - _bad_links(source)
    if bad:
        raise NotTaken(
            _("Un lien est sans texte, ou à l’intérieur d’un autre : %(links)s.")
            % {"links": _join_counted(bad)}
        )
    _refuse_other_marks(
        _("Variables"),
        Counter(PLACEHOLDER.findall(plain(source))),
        Counter(PLACEHOLDER.findall(plain(target))),
    )
    length = len(plain(target).strip())
    if limit is not None and length > limit:
        raise NotTaken(
            _("Trop long : %(length)d caractères, %(limit)d au plus.") % {"length": length, "limit": limit}
        )


def _is_isolated(text: str) -> bool:
    """Returns whether each isolate in the text is closed."""
    depth = 0
    for character in text:
        if character in ISOLATES:
            depth += 1
        elif character == END:
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


def _bad_links(data: str) -> Counter[str]:
    """Counts links without words, and links within links."""
    found: Counter[str] = Counter()
    stack: list[tuple[str, bool]] = []
    for token in tokens_of(data):
        if token.kind == "text" and has_words(token.text):
            stack = [(link, True) for link, _seen in stack]
        elif token.text == "a" and token.kind == "open":
            if stack:
                found[written(token)] += 1
            stack.append((written(token), False))
        elif token.text == "a" and token.kind == "close":
            link, seen = stack.pop()
            if not seen:
                found[link] += 1
    return found


def _addresses(text: str) -> Counter[str]:
    return Counter(found.rstrip(".,;:!?)]") for found in ADDRESS.findall(plain(text)))


def warnings(source: str, target: str, glossary: Glossary) -> list[str]:
    """Returns sentences about what an editor should check in a translation that is imported."""
    found: list[str] = []
    terms = glossary.ignored(source, target)
    if terms:
        expected = ", ".join(f"{term.term} → {term.expected}" for term in terms)
        found.append(_("Ne suit pas le glossaire : %(terms)s.") % {"terms": expected})
    missing = _addresses(source) - _addresses(target)
    if missing:
        found.append(
            _("Une adresse de l’original n’y est plus telle quelle : %(address)s.")
            % {"address": _join_counted(missing)}
        )
    return found
