"""Which addresses may be asked, at the edge of what is allowed: ports, lengths, names, numbers."""

import pytest

from search.harvest.errors import Failure, HarvestError
from search.harvest.network import RequestTarget, origin_of, parts_of, target_of

PUBLIC4, PUBLIC6 = "93.184.216.34", "2606:4700::1111"


def refused(address: str) -> bool:
    """Whether an address is no one to ask, before its host is looked up."""
    try:
        parts_of(address)
    except HarvestError as error:
        return error.failure is Failure.ADDRESS
    return False


@pytest.mark.parametrize(
    ("port", "is_refused"),
    [(80, False), (443, False), (79, True), (81, True), (442, True), (444, True), (25, True), (1023, True),
     (1024, False), (5432, False), (65_535, False), (65_536, True)],
)  # fmt: skip
def test_only_the_ports_of_the_web_and_unprivileged_ones_are_asked(port: int, is_refused: bool) -> None:
    for scheme in ("http", "https"):
        assert refused(f"{scheme}://site.example:{port}/") is is_refused


def test_an_address_with_a_name_or_a_password_is_not_asked() -> None:
    for address in (
        "http://u@site.example/",
        "http://@site.example/",
        "http://u:p@site.example/",
        "http://:p@site.example/",
    ):
        assert refused(address), address


def test_an_address_of_two_thousand_characters_is_asked_and_one_more_is_not() -> None:
    address = "http://site.example/".ljust(2000, "a")
    assert not refused(address)
    assert refused(f"{address}a")


def test_an_origin_that_is_too_long_for_its_column_is_none() -> None:
    host = ".".join(["a" * 60] * 5)
    assert origin_of(f"http://{host[:293]}/") == f"http://{host[:293]}"
    assert len(origin_of(f"http://{host[:293]}/")) == 300
    assert origin_of(f"http://{host[:294]}/") == ""
    assert origin_of("file:///etc/passwd") == ""


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("HTTP://Site.Example", ("http", "site.example", 80, "/")),
        ("https://site.example./a?b=c#d", ("https", "site.example", 443, "/a?b=c")),
        ("https://élan.example/été", ("https", "xn--lan-9la.example", 443, "/%C3%A9t%C3%A9")),
        ("http://site.example:443/", ("http", "site.example", 443, "/")),
        (" http://site.example/ ", ("http", "site.example", 80, "/")),
    ],
)
def test_an_address_is_read_in_one_way(address: str, parts: tuple[str, str, int, str]) -> None:
    assert parts_of(address) == parts


@pytest.mark.parametrize("control", ["\x00", "\x1f", "\x0b", "\u2028", "\u00a0"])
def test_no_space_and_no_control_character_is_in_an_address(control: str) -> None:
    assert refused(f"http://site.example/a{control}b")


@pytest.mark.parametrize(
    ("target", "origin"),
    [
        (("http", "site.example", 80), "http://site.example"),
        (("https", "site.example", 443), "https://site.example"),
        (("http", "site.example", 443), "http://site.example:443"),
        (("https", "site.example", 80), "https://site.example:80"),
        (("https", "2606:4700::1111", 8443), "https://[2606:4700::1111]:8443"),
    ],
)
def test_a_port_that_is_not_the_usual_one_belongs_to_the_origin(
    target: tuple[str, str, int], origin: str
) -> None:
    assert RequestTarget(*target, "/", PUBLIC4).origin == origin


def test_all_numbers_of_a_host_are_public_or_none_is_asked() -> None:
    def numbers(*found: str) -> str:
        return target_of("http://site.example/", 5, lambda host, port: found).number

    assert numbers(PUBLIC4) == PUBLIC4
    assert numbers(PUBLIC6, PUBLIC4) == PUBLIC4, "a worker without IPv6 asks, too"
    assert numbers(PUBLIC6) == PUBLIC6
    for private in ("10.0.0.1", "::1", "169.254.169.254", "64:ff9b::7f00:1"):
        for found in ((private, PUBLIC4), (PUBLIC4, private)):
            with pytest.raises(HarvestError) as caught:
                numbers(*found)
            assert caught.value.failure is Failure.ADDRESS
    with pytest.raises(HarvestError) as caught:
        numbers()
    assert caught.value.failure is Failure.NOT_FOUND_HOST


# It is looked up in a thread, whose unexpected end would look the same.
@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    "error", [OSError("no answer"), UnicodeError("label too long")], ids=["system", "name"]
)
def test_a_host_that_cannot_be_looked_up_is_said_to_be_nobody(error: Exception) -> None:
    def fail(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(HarvestError) as caught:
        target_of("http://site.example/", 5, fail)
    assert caught.value.failure is Failure.NOT_FOUND_HOST
