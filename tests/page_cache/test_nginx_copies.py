"""nginx with the cache of the documentation keeps one copy a way of packing, and none of what depends on more."""

from pathlib import Path

import pytest

from fedcms.core.http.public_answers import PUBLIC
from tests.view_counts.nginx_site import (
    NOTHING_IS_A_ROBOT,
    Nginx,
    Upstream,
    behind_nginx,
    need_nginx,
    upstream_of,
)

BROWSERS = ("gzip, deflate, br, zstd", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "GZIP,BR")
PROGRAMS = ("gzip", "gzip, deflate", "deflate, gzip;q=1.0, *;q=0.5")
PLAIN = ("identity", "deflate", "x-gzippy", "bro", "gzip;q=0", "br;q=0.0, gzip", "gzip; q=0, br")
WITH_COOKIE = "csrftoken=a"
BY_LANGUAGE = "/fr/by-language/"


class Site(Upstream):
    """Says how an answer was asked for, and for which address."""

    def answered(self) -> tuple[int, dict[str, str]]:
        vary = "Accept-Encoding"
        if self.path == BY_LANGUAGE:
            vary = "Accept-Language, Accept-Encoding"
        return 200, {
            "Cache-Control": f"{PUBLIC}, s-maxage=30",
            "Vary": vary,
            "X-Packed": self.headers.get("Accept-Encoding", "none"),
            "X-Path": self.path,
            "X-Language": self.headers.get("Accept-Language", ""),
            "X-Cookie": self.headers.get("Cookie", ""),
        }


def ask_nginx(nginx: Nginx, path: str, packed: str, **headers: str) -> dict[str, str]:
    assert nginx.get(path, Accept_Encoding=packed, **headers) == 200
    return nginx.headers[-1]


def copies_in(folder: Path) -> list[Path]:
    return [file for file in (folder / "cache").rglob("*") if file.is_file()]


@pytest.mark.parametrize(("readers", "packed"), [(BROWSERS, "gzip, br"), (PROGRAMS, "gzip"), (PLAIN, "none")])
def test_readers_who_may_be_answered_alike_share_a_copy(
    tmp_path: Path, readers: tuple[str, ...], packed: str
) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        said = [ask_nginx(nginx, "/fr/", each) for each in readers]
    assert [each["X-Packed"] for each in said] == [packed] * len(readers)
    assert len(copies_in(tmp_path)) == 1
    assert {each["Vary"] for each in said} == {"Accept-Encoding"}, (
        "caches between nginx and a reader keep apart"
    )


def test_no_reader_gets_what_is_packed_as_it_cannot_read(tmp_path: Path) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        for _twice in range(2):
            for readers, packed in ((BROWSERS, "gzip, br"), (PROGRAMS, "gzip"), (PLAIN, "none")):
                assert {ask_nginx(nginx, "/fr/", each)["X-Packed"] for each in readers} == {packed}
        # An address does not end where the way of packing begins.
        assert ask_nginx(nginx, "/fr/?gzip", "identity")["X-Path"] == "/fr/?gzip"
        assert ask_nginx(nginx, "/fr/?", "gzip")["X-Path"] == "/fr/?"


def test_what_depends_on_more_than_packing_is_asked_for_each_time(tmp_path: Path) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        for language in ("fr", "ar", "fr"):
            said = ask_nginx(nginx, BY_LANGUAGE, "gzip", Accept_Language=language)
            assert said["X-Language"] == language
    assert copies_in(tmp_path) == []


def test_who_has_a_cookie_gets_copies_and_fills_none(tmp_path: Path) -> None:
    """The site packs nothing for such a reader, and says so nowhere."""
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        assert ask_nginx(nginx, "/fr/", "gzip", Cookie=WITH_COOKIE)["X-Cookie"] == WITH_COOKIE
        assert copies_in(tmp_path) == []
        # That of the language changes nothing.
        assert ask_nginx(nginx, "/fr/", "gzip", Cookie="language=ar")["X-Cookie"] == "language=ar"
        for cookie in (WITH_COOKIE, "language=fr; a=b", ""):
            assert ask_nginx(nginx, "/fr/", "gzip", Cookie=cookie)["X-Cookie"] == "language=ar"
