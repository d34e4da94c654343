"""The pages of the pattern library: all components in one language and theme, or one component in all of them."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from fedcms.core.templatetags.core_tags import direction
from fedcms.patterns.samples import LANGUAGES, components, shown, without_sample

THEMES = ("light", "dark")
WAYS = tuple((language, theme) for language in LANGUAGES for theme in THEMES)


def _chosen(request: HttpRequest, name: str, choices: tuple[str, ...]) -> str:
    """Returns a parameter of the query string, or the first choice if it is none of them."""
    value = request.GET.get(name, "")
    return value if value in choices else choices[0]


# The page of one component shows this one in frames.
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def library_page(request: HttpRequest) -> HttpResponse:
    """Shows all components in ?language= and ?theme=; with ?only=, one component in a frame, without the menu."""
    language, theme = _chosen(request, "language", LANGUAGES), _chosen(request, "theme", THEMES)
    missing, only = without_sample(), request.GET.get("only", "")
    names = [name for name in components() if name not in missing and only in ("", name)]
    if not names:
        raise Http404
    context = {
        "language": language,
        "direction": direction(language),
        "theme": theme,
        "ways": WAYS,
        "is_framed": bool(only),
        "missing": missing,
        "components": [(name, list(shown(name, language, request))) for name in names],
    }
    return render(request, "patterns/library.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def component_page(request: HttpRequest, component: str) -> HttpResponse:
    """Shows one component in four frames: both directions, both themes."""
    if component not in components() or component in without_sample():
        raise Http404
    return render(request, "patterns/component.html", {"component": component, "ways": WAYS})
