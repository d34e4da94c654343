"""Wrong passwords from many addresses, in several processes at once: how many of them were looked at."""

import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.test import RequestFactory

from tests.core.forked import Forked
from tests.core.worker_site import WorkerSite


@dataclass(frozen=True)
class LookedAt:
    """How many passwords were tried, and how many were looked at: in all, of one account, of one address."""

    tried: int
    looked_at: int
    of_one_account: int
    of_one_address: int


def try_passwords(tries: int, accounts: int, addresses: int, seed: int) -> list[tuple[str, str]]:
    """Tries wrong passwords; returns the account and the address of each that was looked at."""
    chance, factory, seen = random.Random(seed), RequestFactory(), list[tuple[str, str]]()
    look: Callable[..., object] = ModelBackend.authenticate
    place = ("", "")

    def noting(*args: object, **kwargs: object) -> object:
        seen.append(place)
        return look(*args, **kwargs)

    with patch.object(ModelBackend, "authenticate", noting):
        for number in range(tries):
            index = chance.randrange(addresses)
            place = (
                f"account{chance.randrange(accounts)}",
                f"2001:db8:0:{index // 2:x}::{number + 1:x}" if index % 2 else f"192.0.2.{index // 2}",
            )
            request = factory.post("/admin/login/", REMOTE_ADDR=place[1])
            assert authenticate(request, username=place[0], password="wrong") is None
    return [(account, address.partition("::")[0]) for account, address in seen]


def try_in_processes(site: WorkerSite, processes: int, tries: int, accounts: int, addresses: int) -> LookedAt:
    """Has the tries made by processes at once, on the site's database; returns what all of them looked at."""
    with tempfile.TemporaryDirectory(dir=site.folder) as folder:
        outputs = [Path(folder) / f"output{number}" for number in range(processes)]
        each = (f"--tries={tries // processes}", f"--accounts={accounts}", f"--addresses={addresses}")
        running = [
            Forked(
                ["prove_sign_in", *each, f"--seed={number}", "--skip-checks"],
                site.environment(),
                output,
                site.folder / "log",
            )
            for number, output in enumerate(outputs)
        ]
        codes = [process.wait() for process in running]
        if any(codes):
            raise RuntimeError((site.folder / "log").read_text())
        seen = [tuple(pair) for output in outputs for pair in json.loads(output.read_text())]
    return LookedAt(
        tried=tries // processes * processes,
        looked_at=len(seen),
        of_one_account=max(Counter(account for account, _address in seen).values(), default=0),
        of_one_address=max(Counter(address for _account, address in seen).values(), default=0),
    )


def as_json(looked_at: LookedAt, database: str) -> str:
    """Returns one JSON object."""
    return json.dumps({"database": database} | asdict(looked_at))
