"""Reads the identity providers that an operator has given; one that is wrong is none, and a check says why."""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_WAYS = ("", "client_secret_basic", "client_secret_post")
_TEXTS = ("id", "name", "issuer", "client_id", "client_secret")
_KNOWN = {*_TEXTS, "cluster", "second_factor", "token_auth_method"}
_LONGEST_ISSUER = 200
"""As long as the column of a linked identity."""


@dataclass(frozen=True)
class IdentityProvider:
    """An identity provider. `has_second_factor` says that it asks for one itself, so that the site does not."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    cluster: str = ""
    has_second_factor: bool = False
    token_auth_method: str = ""


def identity_providers() -> tuple[IdentityProvider, ...]:
    """Returns the providers that are given; none when anything of them is wrong."""
    found, problems = _read(settings.FEDCMS_IDENTITY_PROVIDERS)
    return () if problems else found


def identity_provider(key: str) -> IdentityProvider | None:
    """Returns the provider of an id; `None` for one that is not given."""
    return next((each for each in identity_providers() if each.id == key), None)


def problems_of_providers() -> tuple[str, ...]:
    """Returns what is wrong with what was given, without any secret."""
    return _read(settings.FEDCMS_IDENTITY_PROVIDERS)[1]


def is_safe_address(address: str, *, issuer: str) -> bool:
    """Returns whether secrets may be sent to an address: by TLS, or to this machine when the provider is on it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment:
        return False
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and _is_here(host) and _is_here(urlsplit(issuer).hostname or "")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[tuple[IdentityProvider, ...], tuple[str, ...]]:
    """Returns the providers of a JSON text, and what is wrong with it."""
    if not text.strip():
        return (), ()
    try:
        rows = json.loads(text, object_pairs_hook=_object_of)
    except _SaidTwice as twice:
        return (), (f"the key {twice} is given twice in one object",)
    except (ValueError, RecursionError):
        return (), ("it is not JSON",)
    if not isinstance(rows, list):
        return (), ("it is not a list of objects",)
    found: list[IdentityProvider] = []
    problems: list[str] = []
    for number, row in enumerate(rows, 1):
        wrong = _problem_of(row)
        if wrong:
            problems.append(f"provider {number}: {wrong}")
        else:
            found.append(_provider_of(row))
    if len({each.id for each in found}) < len(found):
        problems.append("two providers have one id")
    return tuple(found), tuple(problems)


class _SaidTwice(Exception):
    """A key that is there twice: JSON would take the last, and a binding to a cluster might be gone."""


def _object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Returns an object of JSON. Raises `_SaidTwice`."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _SaidTwice(key)
        found[key] = value
    return found


def _provider_of(row: dict[str, str | bool]) -> IdentityProvider:
    texts = {key: str(row[key]).strip() for key in _TEXTS}
    return IdentityProvider(
        **texts,
        cluster=str(row.get("cluster", "")).strip(),
        has_second_factor=bool(row.get("second_factor", False)),
        token_auth_method=str(row.get("token_auth_method", "")),
    )


def _problem_of(row: object) -> str:
    """Returns what is wrong with one provider; empty when nothing is."""
    if not isinstance(row, dict):
        return "it is not an object"
    if missing := [key for key in _TEXTS if not _is_text(row.get(key))]:
        return f"no text for {', '.join(missing)}"
    issuer = row["issuer"].strip()
    is_address = (
        len(issuer) <= _LONGEST_ISSUER and "?" not in issuer and is_safe_address(issuer, issuer=issuer)
    )
    unknown = sorted(set(row) - _KNOWN)
    problems = {
        f"unknown keys {', '.join(unknown)}": bool(unknown),
        "its id is not made of small letters, digits and hyphens (40 at most)": not _KEY.match(
            row["id"].strip()
        ),
        f"its issuer is no https address of {_LONGEST_ISSUER} characters at most": not is_address,
        "second_factor is neither true nor false": not isinstance(row.get("second_factor", False), bool),
        # Said and empty, it would open all accounts: who means that leaves it out.
        "cluster is not the slug of a cluster": "cluster" in row and not _is_text(row["cluster"]),
        f"token_auth_method is none of {', '.join(_WAYS[1:])}": row.get("token_auth_method", "") not in _WAYS,
    }
    return next((words for words, is_so in problems.items() if is_so), "")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
