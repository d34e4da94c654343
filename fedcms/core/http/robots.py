"""Tells people from programs by what a request says of itself; nothing of it is kept.

The robots are those of the package crawler-user-agents, and programs that it does not list. Search statistics, page
views and nginx's map of robots (home.view_counts) share this one answer.
"""

import re

import crawleruseragents
from django.http import HttpRequest

MAX_LENGTH = 512
"""How much of a user agent is read: more is no browser's."""

PROGRAMS = (
    r"(?<!cu)bot|crawl|spider|slurp|scan|monitor|preview|fetch|headless|curl|wget|python|httpx|java/|go-http|okhttp|"
    r"libwww|perl|ruby|php|lighthouse|feed"
)
"""A pattern, whatever the case, of programs that no list can name all. Cubot makes telephones."""

_PROGRAM = re.compile(PROGRAMS, re.IGNORECASE)
_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz")
_MOST_KNOWN = 10_000


class _KnownAgents:
    """The answers for user agents met before, under a digest that only this process can make: no agent is kept."""

    def __init__(self) -> None:
        self._answers: dict[int, bool] = {}

    def is_robot(self, agent: str) -> bool:
        """Returns the answer; the list's fifteen hundred patterns are asked once for each agent."""
        digest = hash(agent)
        answer = self._answers.get(digest)
        if answer is None:
            answer = bool(_PROGRAM.search(agent)) or crawleruseragents.is_crawler(agent)
            if len(self._answers) >= _MOST_KNOWN:
                self._answers.clear()
            self._answers[digest] = answer
        return answer


_known = _KnownAgents()


def robot_patterns() -> list[str]:
    """Returns the patterns of the package's list, which heed the case."""
    return [str(robot["pattern"]) for robot in crawleruseragents.CRAWLER_USER_AGENTS_DATA]


def is_robot_agent(agent: str) -> bool:
    """Returns whether a User-Agent is a robot's or another program's; one that says nothing is."""
    return not agent.strip() or _known.is_robot(agent[:MAX_LENGTH])


def is_prefetch(request: HttpRequest) -> bool:
    """Returns whether a browser asks before anybody has decided to look."""
    return any("prefetch" in request.headers.get(name, "").lower() for name in _PREFETCH_HEADERS)


def _is_navigation(request: HttpRequest) -> bool:
    """Returns whether a document is opened. A listing that filters in place asks by fetch: that is the same visit.

    What a service worker passes on (docs/adr/0080) has the destination of a fetch, but the mode of a navigation,
    which no script can give to a request of its own.
    """
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    if destination == "empty":
        return request.headers.get("Sec-Fetch-Mode") == "navigate"
    return destination == "document"


def is_person(request: HttpRequest) -> bool:
    """Returns whether a person wants to see the answer: not a robot, not HEAD, not a prefetch."""
    return bool(
        request.method == "GET"
        and _is_navigation(request)
        and not is_prefetch(request)
        and not is_robot_agent(request.headers.get("User-Agent", ""))
    )
