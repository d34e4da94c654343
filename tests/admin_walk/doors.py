"""Every registered address of the admin, and with which objects of B it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.admin_walk.fillers import Arguments
from tests.admin_walk.fills import BY_ARGUMENTS, PK
from tests.admin_walk.stage import BAIT, Stage

# Reviewed: addresses that no object of B can fill, and why. The walk fails when this list is wrong either way.
UNFILLED: dict[str, str] = {
    "wagtailadmin_password_reset_confirm": "needs a secret from a mail; shows a form for one's own password",
    "confirm_email_change": "needs a secret from a mail: tests/core/test_email_change.py",
    "openid_connect_login": "no provider is given: tests/core/test_identity_providers.py",
    "openid_connect_callback": "no provider is given: tests/core/test_identity_providers.py",
    "mfa_edit_webauthn": "a key of somebody else is none: tests/core/test_second_factor_required.py",
    "mfa_remove_webauthn": "a key of somebody else is none: tests/core/test_second_factor_required.py",
}
# Walking these would end the walk itself.
SKIPPED: dict[str, str] = {
    "wagtailadmin_logout": "signs the walker out",
}

# Views without arguments whose answer does not depend on a query: forms, and what is the same for everybody.
PLAIN = ("add", "add_multiple", "create", "account", "login", "password_reset", "password_reset_done", "sprite",
         "password_reset_complete", "dismissibles", "javascript_catalog", "chooser_upload", "start_import",
         "process_import", "task_chooser_create", "select_task_type", "link")  # fmt: skip
# And those with arguments whose answer does.
LISTS = (
    "wagtailadmin_choose_page_child",
    "wagtailadmin_explore_results",
    "wagtailadmin_pages:type_use_results",
)


@dataclass(frozen=True)
class Door:
    """One registered address: its name (its route when it has none) and its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the lists of this module call it."""
        return self.name if self.name and not self.name.endswith(":") else self.route


def patterns(items: list[URLPattern | URLResolver], route: str = "", space: str = "") -> Iterator[Door]:
    """Every pattern of a resolver and of those below it, in the order in which it is asked."""
    for item in items:
        here = route + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from patterns(
                item.url_patterns, here, f"{space}{item.namespace}:" if item.namespace else space
            )
        else:
            yield Door(
                f"{space}{item.name}" if item.name else "", here, tuple(sorted(item.pattern.regex.groupindex))
            )


def all_doors() -> list[Door]:
    """Every pattern below admin/, in the order in which it is asked."""
    return [door for door in patterns(get_resolver().url_patterns) if door.route.startswith("admin/")]


def one_address_a_door(doors: list[Door]) -> list[Door]:
    """Patterns without a name stand in front of a named one with the same route, and answer in its place."""
    named = {door.route for door in doors if door.name}
    return [door for door in doors if door.name or door.route not in named]


def _fill(door: Door, stage: Stage) -> list[Arguments] | None:
    """The arguments with which a door is asked; `None` = nobody said how."""
    if door.key in UNFILLED:
        return None
    if not door.arguments:
        return [{}]
    if door.arguments == ("pk",):
        for beginning, get in PK.items():
            if door.name.startswith(beginning):
                return [{"pk": pk} for pk in get(stage)]
        return None
    filler = BY_ARGUMENTS.get(door.arguments)
    return filler(stage) if filler else None


def _queries(stage: Stage, door: Door, path: str) -> list[str]:
    """What is asked after the address: nothing, a search for the bait, everything by number, an export."""
    pages = [("id", str(page.pk)) for page in stage.b_pages()]
    if door.name == "wagtail_bulk_action":
        if "/wagtailcore/page/" in path:
            parent = ("childOf", str(stage.parent(stage.b).pk))
            return [urlencode(query) for query in (pages, [("id", "all"), parent], [("id", "all")])]
        files = [("id", str(item.pk)) for item in (stage.image, stage.document) if item]
        return [urlencode(query) for query in (files, [("id", "all")])]
    if "chosen-multiple" in door.route:
        both = [*pages, *(("id", str(item.pk)) for item in (stage.image, stage.document) if item)]
        return [urlencode(both)]
    if (door.arguments and door.name not in LISTS) or door.name.endswith(PLAIN):
        return [""]
    queries: list[dict[str, str]] = [
        {},
        {"q": BAIT},
        {"search": BAIT},
        {"search_all": "1", "q": BAIT},
        {"p": "2"},
        {"export": "csv"},
        {"page_type": "news.articlepage"},
        {"page_type": "news.newsindexpage,events.agendapage", "q": BAIT},
        {"user_perms": "move_to", "target_pages[]": str(stage.pages["fr"]["draft"].pk)},
        {"child_of": str(stage.parent(stage.b).pk), "for_explorer": "1"},
        {"locale": "ar"},
        {"term": BAIT},
        {"url": "/fr/clusters/beta/actualites/", "html_path": f"/{BAIT}"},
    ]
    # The others' queries mean nothing to a listing of one page's children.
    return [urlencode(query) for query in (queries[:4] if door.arguments else queries)]


def addresses(door: Door, stage: Stage) -> list[str] | None:
    """The addresses by which a door is asked; `None` when it cannot be filled."""
    filled = _fill(door, stage)
    if filled is None:
        return None
    paths = []
    for arguments in filled:
        if door.name:
            try:
                paths.append(reverse(door.name, kwargs=arguments))
            except NoReverseMatch:
                return None
        else:
            path = "/" + door.route
            paths.append(path if "^" not in path else "/admin/nowhere/")
    return [f"{path}?{query}" if query else path for path in paths for query in _queries(stage, door, path)]
