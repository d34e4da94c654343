"""Keys of what a document is called: who types exactly its title, or another of its names, finds it first."""

import hashlib
import re

from search.language import fold

from .analysis import clean
from .documents import EntryDocument, SearchRequest, Sort

# Letters of a word that are written together or apart: "porte-parole", "porte parole".
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑–—/]+")
# Hexadecimal digits: of 100,000 names, two have the same key once in 50,000 indexes.
_DIGITS = 12


def name_key(text: str) -> str:
    """Returns the key of a name, the same whatever its capitals, accents and punctuation; "" without a letter."""
    words = " ".join(filter(None, map(fold, _BETWEEN_WORDS.split(clean(text)))))
    return hashlib.blake2b(words.encode(), digest_size=_DIGITS // 2).hexdigest() if words else ""


def keys_of(document: EntryDocument) -> list[str]:
    """Returns the keys of a document's title and of its other names, each once."""
    title = (document.title,) if document.title_is_name else ()
    return list(dict.fromkeys(filter(None, map(name_key, (*title, *document.names)))))


def asked_key(request: SearchRequest) -> str:
    """Returns the key of the name that a search may be; "" when hits are sorted by date, where no name comes first."""
    return name_key(request.query) if request.sort is Sort.RELEVANCE else ""
