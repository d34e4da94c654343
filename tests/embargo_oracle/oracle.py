"""Asks every route as one visitor, and reports what it shows of the words and the files under embargo."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.http import HttpResponse

from tests.admin_walk.browser import Browser, quiet
from tests.admin_walk.doors import SKIPPED, Door, addresses, all_doors, one_address_a_door
from tests.admin_walk.doors import UNFILLED as UNFILLED_ADMIN
from tests.admin_walk.stage import LANGUAGES, SECRET
from tests.embargo_oracle.fills import SAME_AS, UNFILLED
from tests.embargo_oracle.reading import words_of
from tests.embargo_oracle.routes import asked_by, paths, public_doors, queries, unknown_keys
from tests.embargo_oracle.sentinels import DUE, words_in
from tests.embargo_oracle.visitors import VISITORS, WITH_ADMIN
from tests.embargo_oracle.world import World

Hidden = Callable[[str], bool]
"""Says of a word whether nobody may see it now."""

FILES = ("press_access_file", r"^documents/(\d+)/(.*)$", "press_copy", "media", "social_card")
"""Routes that answer with a file: that they answer at all gives it away, whatever it contains."""


def everything(word: str) -> bool:
    """Before the moment, and after a withdrawal."""
    return True


@dataclass
class Report:
    """What the oracle found. Each leak is a sentence that begins with the route's name."""

    leaks: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    unfilled: set[str] = field(default_factory=set)
    shown: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The words that each route has shown, hidden or not."""
    requests: int = 0

    def routes_with_leaks(self) -> set[str]:
        """The names of the routes at which something leaked."""
        return {leak.split(": ")[0] for leak in self.leaks}


_TELLING = ("q=", "search=", "term=", "url=", "id=", "export=")


def _tells(door: Door, address: str) -> bool:
    """Whether the query of an admin's address finds, names or exports what is hidden; the walk asks many more.

    Results without their page are asked for the bait alone.
    """
    query = address.partition("?")[2]
    return query.startswith(_TELLING) or (not query and not door.name.endswith("_results"))


class Oracle:
    """One visitor before every route."""

    def __init__(
        self, world: World, visitor: str, hidden: Hidden = everything, *, again: bool = False
    ) -> None:
        """Takes the name of a visitor (tests.embargo_oracle.visitors), and which words nobody may see now.

        With `again`, what depends on rights alone is not asked a second time: queries, languages without translations,
        and of the admin all but searches.
        """
        self.world, self.visitor, self.hidden, self.again = world, visitor, hidden, again
        self.browser: Browser = VISITORS[visitor](world)
        self.report = Report()
        self._asked: set[tuple[str, str, bool, frozenset[str]]] = set()

    def ask(self, names: Collection[str] | None = None) -> Report:
        """Asks all routes, or those of some names alone."""
        with quiet():
            for door in public_doors():
                if (names is None or door.key in names) and door.key not in SAME_AS:
                    self._ask_public(door)
            if self.visitor in WITH_ADMIN:
                for door in one_address_a_door(all_doors()):
                    if self.again and door.arguments:
                        continue
                    if (names is None or door.key in names) and door.key not in SKIPPED:
                        self._ask_admin(door)
        return self.report

    def _ask_public(self, door: Door) -> None:
        # Who is signed in sees other pages' frames, not other feeds: one language will do.
        languages = LANGUAGES[:1] if self.visitor in WITH_ADMIN else LANGUAGES[: 2 if self.again else None]
        found = None if door.key in UNFILLED else paths(door, self.world, languages)
        if found is None:
            self.report.unfilled.add(door.key)
            return
        for path in found:
            asked_by(self.browser)
            self.get(door, path)
            asked = asked_by(self.browser)
            if self.again or self.visitor in WITH_ADMIN or not self._is_first(door, path, asked):
                continue
            done: set[str] = set()
            # A view reads further keys once it is asked for others.
            while True:
                left = [address for address in queries(path, asked, self.world) if address not in done]
                if not left:
                    break
                for address in left:
                    self.get(door, address)
                done |= set(left)
                asked |= asked_by(self.browser)
            self.report.unfilled |= {f"{door.key} ?{key}=" for key in unknown_keys(asked)}

    def _is_first(self, door: Door, path: str, asked: set[str]) -> bool:
        """Whether no path of this section and language has been asked whose view reads the same of its query.

        The languages without a translation are asked without queries.
        """
        slug = self.world.stage.b.slug
        if path.split("/")[1] in LANGUAGES[2:]:
            return False
        known = (door.key, path.split("/")[1], slug in path, frozenset(asked))
        is_first = known not in self._asked
        self._asked.add(known)
        return is_first

    def _ask_admin(self, door: Door) -> None:
        found = None if door.key in UNFILLED_ADMIN else addresses(door, self.world.stage)
        if found is None:
            self.report.unfilled.add(door.key)
            return
        telling = [
            address
            for address in dict.fromkeys(found)
            if ("?q=" in address if self.again else _tells(door, address))
        ]
        for address in self.browser.telling(telling):
            self.get(door, address)
        self.browser.forget()

    def get(self, door: Door, address: str) -> None:
        """Asks one address, and reads the answer."""
        response = self.browser.get(address)
        self.browser.cookies.pop("messages", None)
        self.report.requests += 1
        if response.status_code >= 500:
            self.report.crashes.append(f"{door.key}: {address} as {self.visitor}")
            return
        leaked = self.leaks(door, address, response)
        if leaked:
            self.report.leaks.append(
                f"{door.key}: {address} shows {self.visitor} {', '.join(sorted(leaked))}"
            )

    def leaks(self, door: Door, address: str, response: HttpResponse) -> set[str]:
        """What an answer gives away; the visitor knew already what stands in the address."""
        shown = words_of(response)
        if door.key in FILES and response.status_code in (200, 206, 301, 302, 304):
            shown |= self._words_of_file(address)
        self.report.shown[door.key] |= shown
        if door.key not in FILES:
            shown -= words_in(unquote(address))
        return {word for word in shown if self.hidden(word)}

    def _words_of_file(self, address: str) -> set[str]:
        """What somebody who gets a file has got."""
        keys = {str(page.translation_key) for page in self.world.due_pages() if words_in(page.title)}
        found = words_in(unquote(address))
        if not found and any(key in address for key in keys):
            found = {f"{SECRET}-{DUE}-social-card"}
        return found
