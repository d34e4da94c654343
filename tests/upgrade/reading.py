"""Reads what names of other packages are, in whichever environment this file is run by itself.

Standard library and Django alone: `make upgrade-check` runs it where the project's own packages are not installed.
Names come as a JSON list on standard input; a JSON object of readings goes out. A reading is a line of words that
stays the same as long as what the project leans on does:

    wagtail.models.Page.serve              function (self, request, view_args, view_kwargs)
    body wagtail.models.Page.serve         the same, and a digest of its source
    template wagtailadmin/pages/edit.html  its blocks, and a digest of its text
    tag wagtailadmin_tags.icon             tag
    url wagtailadmin_pages:edit            the route of the address, and the view behind it
    route pages/<int:page_id>/edit/        the same, by route
"""

import functools
import hashlib
import importlib
import importlib.util
import inspect
import io
import json
import re
import sys
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, include, path

GONE = "is not there"
APPS = (
    "wagtail_localize", "wagtail_localize.locales", "wagtail.contrib.routable_page", "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions", "wagtail.contrib.typed_table_block", "wagtail.contrib.settings",
    "wagtail.embeds", "wagtail.users", "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search",
    "wagtail.admin", "wagtail.api.v2", "wagtail", "modelsearch", "modelcluster", "taggit", "treebeard",
    "rest_framework", "django_filters", "django_tasks", "django_tasks_db", "django.contrib.admin",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
)  # fmt: skip
# Written in Python's own words, a default is the same in every version of it.
PLAIN = (str, int, float, bool, type(None))


def urlpatterns() -> list[Any]:
    """Wagtail's addresses, with those that packages register by hooks."""
    return [
        path("admin/", include("wagtail.admin.urls")),
        path("documents/", include("wagtail.documents.urls")),
        path("", include("wagtail.urls")),
    ]


def set_up() -> None:
    """A Django with these packages and no project."""
    there = [app for app in APPS if importlib.util.find_spec(app.split(".")[0]) and _importable(app)]
    urls = type(sys)("upgrade_urls")
    settings.configure(
        INSTALLED_APPS=there,
        ROOT_URLCONF=urls,
        SECRET_KEY="none",
        WAGTAIL_SITE_NAME="none",
        WAGTAILADMIN_BASE_URL="http://localhost",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="/static/",
        USE_I18N=True,
        LANGUAGE_CODE="en",
        LANGUAGES=[("en", "English"), ("fr", "French")],
        WAGTAIL_CONTENT_LANGUAGES=[("en", "English"), ("fr", "French")],
        WAGTAIL_I18N_ENABLED=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    )
    django.setup()
    urls.urlpatterns = urlpatterns()  # type: ignore[attr-defined]  # a module made here


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


# ---------------------------------------------------------------------------------------------------------- objects


def digest(text: str) -> str:
    """Of a text, whatever its spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def source_of(found: object) -> str:
    """A function's or class's source without comments, as its own module has it."""
    text = textwrap.dedent(inspect.getsource(found))  # type: ignore[arg-type]  # asked for whatever has one
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column] + "\n"
    return "".join(lines)


class Said(str):
    """Words that stand for a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _default(value: object) -> Said:
    plain = isinstance(value, PLAIN) or (
        isinstance(value, tuple) and all(isinstance(one, PLAIN) for one in value)
    )
    return Said(repr(value) if plain else f"<{type(value).__name__}>")


def signature(function: Callable[..., object]) -> str:
    """Names, kinds and defaults of its parameters, without annotations."""
    found = inspect.signature(function)
    empty = inspect.Parameter.empty
    parameters = [
        each.replace(annotation=empty, default=empty if each.default is empty else _default(each.default))
        for each in found.parameters.values()
    ]
    return str(inspect.Signature(parameters))


def resolve(dotted: str) -> tuple[object, object]:
    """The object of a dotted name as it stands in its class or module, and what holds it. Raises `LookupError`."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if not _importable(name):
            continue
        holder: object = None
        found: object = importlib.import_module(name)
        for part in parts[length:]:
            holder = found
            try:
                found = inspect.getattr_static(found, part)
            except AttributeError:
                raise LookupError(dotted) from None
        return found, holder
    raise LookupError(dotted)


def _plain_function(found: object) -> tuple[str, Callable[..., object]] | None:
    """How a callable is bound, and the function that does its work."""
    if isinstance(found, (staticmethod, classmethod)):
        return type(found).__name__, found.__func__
    if isinstance(found, property) and found.fget is not None:
        return "property", found.fget
    if isinstance(found, functools.cached_property) or type(found).__name__ == "cached_property":
        return "cached property", found.func  # type: ignore[attr-defined]  # Django's has it, too
    if inspect.isfunction(found):
        return "function", found
    return None


def read_class(found: type) -> str:
    """Its bases and how it is made; of a model, its columns."""
    bases = ", ".join(base.__name__ for base in found.__bases__)
    meta = getattr(found, "_meta", None)
    if meta is not None and hasattr(meta, "get_fields") and hasattr(meta, "local_fields"):
        columns = ", ".join(sorted(f"{field.name} {type(field).__name__}" for field in meta.concrete_fields))
        return f"model ({bases}), columns {columns}"
    made = inspect.getattr_static(found, "__init__")
    return f"class ({bases})" + (f", made with {signature(made)}" if inspect.isfunction(made) else "")


def read_object(dotted: str, with_body: bool) -> str:
    """What a dotted name is."""
    found, _holder = resolve(dotted)
    body = ""
    if isinstance(found, type):
        said = read_class(found)
        body = source_of(found) if with_body else ""
    elif (plain := _plain_function(found)) is not None:
        function = inspect.unwrap(plain[1])
        said = f"{plain[0]} {signature(function)}"
        body = source_of(function) if with_body else ""
    elif inspect.ismodule(found):
        said = "module"
    elif isinstance(found, PLAIN) or (
        isinstance(found, (list, tuple)) and all(isinstance(one, PLAIN) for one in found)
    ):
        said = repr(found)
    elif isinstance(found, (set, frozenset)):
        said = f"{type(found).__name__} {sorted(map(str, found))}"
    else:
        said = f"a {type(found).__name__}"
    return f"{said}, source {digest(body)}" if body else said


# -------------------------------------------------------------------------------------------- templates and addresses


def read_template(name: str) -> str:
    """The blocks of a package's own template and a digest of its text."""
    try:
        text = get_template(name).template.source  # type: ignore[attr-defined]  # of Django's own engine
    except TemplateDoesNotExist:
        raise LookupError(name) from None
    blocks = sorted(set(re.findall(r"{%-?\s*block\s+(\w+)", text)))
    return f"blocks {' '.join(blocks) or 'none'}, text {digest(text)}"


def read_tag(name: str) -> str:
    """Whether a library has a tag or a filter."""
    library, _, tag = name.rpartition(".")
    engine = engines["django"].engine  # type: ignore[attr-defined]  # of Django's own engine
    if library not in engine.libraries:
        raise LookupError(name)
    register = importlib.import_module(engine.libraries[library]).register
    kinds = [kind for kind, names in (("tag", register.tags), ("filter", register.filters)) if tag in names]
    if not kinds:
        raise LookupError(name)
    return " and ".join(kinds)


def _addresses() -> Iterator[tuple[str, str, str]]:
    """Full name, route below `admin/` and view of every address."""

    def walk(items: list[Any], space: str, route: str) -> Iterator[tuple[str, str, str]]:
        for item in items:
            here = route + str(item.pattern)
            if isinstance(item, URLResolver):
                below = f"{space}{item.namespace}:" if item.namespace else space
                yield from walk(item.url_patterns, below, here)
            elif isinstance(item, URLPattern):
                view = inspect.unwrap(item.callback)
                kind = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
                name = (
                    f"{getattr(kind, '__module__', '?')}.{getattr(kind, '__qualname__', type(kind).__name__)}"
                )
                yield f"{space}{item.name}" if item.name else "", here.removeprefix("admin/"), name

    return walk(get_resolver().url_patterns, "", "")


@functools.cache
def addresses() -> list[tuple[str, str, str]]:
    """The same, once."""
    return list(_addresses())


def read_url(name: str) -> str:
    """Where an address of this name leads."""
    found = [f"{route} -> {view}" for full, route, view in addresses() if full == name]
    if not found:
        raise LookupError(name)
    return " | ".join(found)


def read_route(wanted: str) -> str:
    """Which view stands at a route."""
    found = [f"{full} -> {view}" for full, route, view in addresses() if route == wanted]
    if not found:
        raise LookupError(wanted)
    return " | ".join(found)


READERS: dict[str, Callable[[str], str]] = {
    "body": lambda name: read_object(name, with_body=True),
    "template": read_template,
    "tag": read_tag,
    "url": read_url,
    "route": read_route,
}


def read(name: str) -> str:
    """The reading of one name; `GONE` where it is no more."""
    kind, _, rest = name.rpartition(" ")
    try:
        return READERS[kind](rest) if kind else read_object(rest, with_body=False)
    except LookupError:
        return GONE
    except ImportError as error:
        return f"cannot be imported: {error}"


def main() -> None:
    """Readings of the names on standard input."""
    names = json.load(sys.stdin)
    set_up()
    json.dump({name: read(name) for name in names}, sys.stdout)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder is nobody's package
    main()
