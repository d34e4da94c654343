"""Where the page that a missing address means can be read: the same page in another language.

Two ways lead to it: the same path under another language's prefix, and the nearest page that exists on the way,
whose translation holds the missing one. Two queries, whatever the depth; used by the page of the error alone.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from fedcms.core.addresses import home_address
from fedcms.core.odd_paths import NULL
from fedcms.core.routing import chain_of, find_chain
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.core.visibility import visible_q

LONGEST_PATH = 12


@dataclass(frozen=True)
class ElsewherePage:
    """A visible page that has no version in the reader's language; `title` is in its own language, `code`."""

    code: str
    language: str
    dir: str
    title: str
    url: str


def find_elsewhere(request: HttpRequest) -> list[ElsewherePage]:
    """The missing page of this request in other languages, in the order of the settings; empty when there is none."""
    language = get_language() or settings.LANGUAGE_CODE
    home = home_address(language)
    if not request.path.startswith(home) or NULL in request.path:
        return []
    rest = request.path.removeprefix(home)
    chain, components = chain_of(request) or find_chain(home, rest)
    if not components or len(components) > LONGEST_PATH or len(chain) > len(components):
        return []
    others = {code: home_address(code) for code, _name in settings.LANGUAGES if code != language}
    own_path = "".join(f"{part}/" for part in components)
    paths = {f"{address}{own_path}": code for code, address in others.items()}
    if len(chain) > 1:  # below the home page itself the two ways are one
        left = "".join(f"{part}/" for part in components[len(chain) - 1 :])
        nearest = Page.objects.filter(visible_q(), translation_key=chain[-1].translation_key)
        for url_path, code in nearest.values_list("url_path", "locale__language_code"):
            paths[f"{url_path}{left}"] = code
    found = {
        code: (title, url_path)
        for title, url_path, code in Page.objects.filter(visible_q(), url_path__in=paths).values_list(
            "title", "url_path", "locale__language_code"
        )
        if code in others
    }
    return [
        ElsewherePage(
            code, name, "rtl" if code in RIGHT_TO_LEFT else "ltr", found[code][0], quote(found[code][1])
        )
        for code, name in settings.LANGUAGES
        if code in found
    ]
