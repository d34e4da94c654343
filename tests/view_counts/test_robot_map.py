"""nginx's map of robots says of every user agent what the application says."""

import re

import crawleruseragents
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.http.robots import PROGRAMS, is_robot_agent, robot_patterns
from home.view_counts.robot_map import BROWSERS, browsers, robot_map
from tests.view_counts.nginx_site import BROWSER

_LINE = re.compile(r'^    "(~\*?)(.*)" ([01]);$', re.MULTILINE)
MAP = robot_map()
RULES = [
    (re.compile(re.sub(r"\\(.)", r"\1", pattern), re.IGNORECASE if kind == "~*" else 0), answer == "1")
    for kind, pattern, answer in _LINE.findall(MAP)
]
PATTERNS = [pattern for pattern, is_robots in RULES if is_robots]
TEXTS = [re.sub(r"\\(.)", r"\1", each) for each in robot_patterns() if not re.search(r"[(\[^$.*+?]", each)]
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
PEOPLE = [
    BROWSER,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1",
    f"Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) {WEBKIT} Mobile Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Safari/537.36 Edg/131.0.0.0",
]


def is_robot_for_nginx(agent: str) -> bool:
    # The first that is found decides.
    return not agent or next((answer for pattern, answer in RULES if pattern.search(agent)), False)


def test_each_known_robot_is_one() -> None:
    known = [agent for robot in crawleruseragents.CRAWLER_USER_AGENTS_DATA for agent in robot["instances"]]
    assert len(known) > 1000
    assert [agent for agent in known if is_robot_for_nginx(agent) is not is_robot_agent(agent)] == []
    for before in ("Mozilla/5.0 (", "cu", "Cu"):
        made_up = [f"{before}{text}" for text in TEXTS]
        assert [agent for agent in made_up if not is_robot_for_nginx(agent)] == []


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_none(agent: str) -> None:
    assert not is_robot_for_nginx(agent)
    assert not is_robot_agent(agent)


@given(
    st.sampled_from(["", "x", "cu", "Cu", *PEOPLE]),
    st.sampled_from([*TEXTS, "bot", "Cubot", "botify"]),
    st.integers(0, 3),
    st.sampled_from(["", " ", "/1.0", "-"]),
)
def test_what_is_nearly_a_robots_name_is_judged_alike(before: str, name: str, lost: int, after: str) -> None:
    agent = f"{before}{name[: len(name) - lost]}{after}"
    assert is_robot_for_nginx(agent) is (bool(agent) and is_robot_agent(agent)) or not agent.strip()


@given(st.from_regex(browsers(), fullmatch=True))
def test_what_most_browsers_say_is_no_robots(agent: str) -> None:
    assert not is_robot_for_nginx(agent)
    assert not is_robot_agent(agent)


def test_no_robots_name_is_in_what_most_browsers_say_whatever_its_numbers() -> None:
    numbers = re.compile(r"[0-9._]+")
    said = {numbers.sub("#", text) for text in BROWSERS}
    names = {text: numbers.sub("#", text) for text in TEXTS}
    assert [text for text, name in names.items() if any(name in each for each in said)] == []
    assert [text for text in BROWSERS if is_robot_agent(text.replace("#", "1.0"))] == []


def test_the_first_pattern_is_enough_for_most_people() -> None:
    first, answer = RULES[0]
    assert not answer
    assert [bool(first.search(agent)) for agent in PEOPLE] == [True, False, False, True]
    assert not first.search(f"{BROWSER} Googlebot/2.1")


def test_nginx_can_read_it_and_looks_at_few_names() -> None:
    assert max(map(len, MAP.splitlines())) < 4_096
    assert PROGRAMS in MAP
    # As a list, each letter of each agent would be compared with some fifteen hundred names.
    assert sum(pattern.pattern.count("|") for pattern in PATTERNS) < 800
