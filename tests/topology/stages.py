"""The stages of `make topology`, in order: each is a name and what is done."""

import json
import subprocess
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from tests.faults.postgres import ROOT
from tests.search.own_server import SCRIPTS
from tests.topology.guide import Block, blocks_of
from tests.topology.manager import Manager, serve
from tests.topology.root import Root
from tests.topology.table import CERTIFICATE, entry_of
from tests.topology.visits import Visitor, asking_without_a_pause, expect, look_at_pages, sign_in

GUIDES = ROOT / "docs/operations"
PAGES = ("installing.md", "upgrading.md")
CHECKS = ("check --fail-level WARNING", "check_pages", "check_files", "check_search", "check_rights")
READY = "http://127.0.0.1:8000/health/ready"
SERVICES = {
    "postgresql": "postgresql.service",
    "nginx-light": "nginx.service",
    "redis-server": "redis-server.service",
}
SEARCH_PORT = "9200"
"""That of the guide."""
MEDIA = "/var/lib/fedcms/media/topology.txt"

Stage = tuple[str, Callable[[], None]]


class Site:
    """The root, what runs in it, and what is asked of it."""

    def __init__(self, root: Root, base: Path | None) -> None:
        self.root, self.base = root, base
        self.manager = Manager(root)

    @property
    def certificate(self) -> Path:
        """Returns the certificate that visitors believe."""
        return self.root.folder / CERTIFICATE.lstrip("/") / "fullchain.pem"

    def stages(self) -> list[Stage]:
        """Returns all of them."""
        return [
            ("an empty Debian", self.make),
            *self.guide("installing.md"),
            ("pages, static files, closed doors", lambda: look_at_pages(self.certificate)),
            ("the first administrator signs in", lambda: sign_in(self.certificate, "camille")),
            ("who may read what", self.look_at_rights),
            ("checks", self.check),
            ("processes share pages", self.look_at_shared_pages),
            ("a search is answered by the server", self.search),
            ("systemctl restart fedcms-web", lambda: self.while_asking("systemctl restart fedcms-web")),
            ("systemctl reload fedcms-web", lambda: self.while_asking("systemctl reload fedcms-web")),
            ("a backup, by its unit", lambda: self.manager.start("fedcms-backup.service")),
            ("the restore drill, by its unit", lambda: self.manager.start("fedcms-restore-drill.service")),
            *self.guide("upgrading.md"),
            ("pages after all", lambda: look_at_pages(self.certificate)),
            ("checks after all", self.check),
        ]

    def guide(self, page: str) -> list[Stage]:
        """Returns a stage for each block of a guide that has commands."""
        blocks = [block for block in blocks_of(GUIDES / page, f"docs/operations/{page}") if block.commands]
        return [
            (f"{page}:{block.commands[0].line} {block.heading}", partial(self.follow, block))
            for block in blocks
        ]

    def follow(self, block: Block) -> None:
        """Runs the commands of a block; while one upgrades and goes back, visitors ask."""
        is_stopped = any(command.words.startswith("systemctl stop") for command in block.commands)
        is_asked = "upgrading.md" in block.commands[0].page and not is_stopped
        with asking_without_a_pause(self.certificate, "/fr/") if is_asked else nullcontext():
            for command in block.commands:
                self.root.follow(command)
                if command.words.startswith("apt install"):
                    # As packages do on a machine that runs.
                    for package, service in SERVICES.items():
                        if package in command.words.split():
                            self.manager.start(service)

    def make(self) -> None:
        """Makes the root, and begins to answer its systemctl, if each command of the guides is decided upon."""
        for page in PAGES:
            for block in blocks_of(GUIDES / page, f"docs/operations/{page}"):
                for command in block.commands:
                    entry_of(command)
        self.root.make(self.base)
        self.root.furnish()
        serve(self.manager)
        # Its makers' packages are not Debian's: the one for tests, within the network of the test.
        search = self.root.folder.parent / "search"
        done = subprocess.run(
            [SCRIPTS / "start", search, SEARCH_PORT], capture_output=True, text=True, check=False
        )
        expect(true=done.returncode == 0, words=f"Elasticsearch: {done.stderr[-800:]}")

    def look_at_rights(self) -> None:
        """nginx's user reads media, and no secret; the site's cannot change its code."""
        self.root.run(f"runuser -u fedcms -- sh -c 'umask 0027; echo read >{MEDIA}'")
        self.root.run(f"runuser -u www-data -- cat {MEDIA} && rm {MEDIA}")
        for file in ("/etc/fedcms/secret_key", "/etc/fedcms/fedcms.env"):
            self.root.run(f"runuser -u fedcms -- cat {file} >/dev/null")
            self.root.run(f"! runuser -u www-data -- cat {file} 2>/dev/null")
        self.root.run("! runuser -u fedcms -- touch /srv/fedcms/manage.py 2>/dev/null")

    def check(self) -> None:
        """The site is ready, its worker, too, before long; and its own checks find nothing."""
        end = time.monotonic() + 120
        while not self.is_ready(said := self.root.run(f"curl -s --max-time 60 {READY}")):
            expect(true=time.monotonic() < end, words=said)
            time.sleep(2)
        for name in CHECKS:
            self.root.run(f"fedcms-manage {name}")

    def look_at_shared_pages(self) -> None:
        """Redis has a page that was asked for."""
        Visitor(self.certificate).ask("/fr/")
        end = time.monotonic() + 20
        while not int(said := self.root.run("redis-cli dbsize").split()[-1]):
            expect(true=time.monotonic() < end, words=f"Redis has {said} pages.")
            time.sleep(0.5)

    def search(self) -> None:
        """The server has an index of the site's, and answers: nothing stands in for it."""
        answer = Visitor(self.certificate).ask("/api/search/?locale=fr&q=")
        found = json.loads(answer.text) if answer.status == 200 else {}
        expect(true=found.get("stands_in") is False, words=f"A search: {answer.status}, {answer.text[:300]}")
        indices = self.root.run(f"curl -sf http://127.0.0.1:{SEARCH_PORT}/_cat/indices")
        expect(true="fedcms" in indices, words=f"The search server has no index of the site: {indices}")

    def is_ready(self, said: str) -> bool:
        """Says whether an answer of the health page names every part as well."""
        found = json.loads(said)
        return found["status"] == "ready" and all(part["ok"] for part in found["parts"].values())

    def while_asking(self, command: str) -> None:
        """Runs a command while visitors ask: none may notice."""
        with asking_without_a_pause(self.certificate, "/fr/"):
            self.root.run(command)
            self.root.run(f"curl -sf --max-time 60 {READY}")
