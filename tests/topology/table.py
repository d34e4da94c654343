"""What of the guides is not run as it is written, and why; and which programs are.

A command that is in neither is an error: whoever writes it into a guide says here whether a test may run it.
"""

import re
from dataclasses import dataclass

from tests.topology.guide import Command

NAME = "edtech.example"
PASSWORD = "une-longue-phrase-2026"
CERTIFICATE = f"/etc/letsencrypt/live/{NAME}"


@dataclass(frozen=True)
class Entry:
    """How commands that begin so are run."""

    begins: str
    why: str
    instead: tuple[str, ...] = ()
    """What is run instead; nothing: the command itself."""
    needs_internet: bool = False
    typed: tuple[str, ...] = ()
    """What a person types, one line a question."""


TABLE = (
    Entry("apt ", "packages come from the Debian archive of this machine", needs_internet=True),
    Entry(".venv/bin/python -m pip ", "packages come from the registry of this machine", needs_internet=True),
    # `git clone https://git.example/…` is run as it is: git of the root leads that address to this repository.
    Entry(
        "editor /etc/fedcms/fedcms.env",
        "a person edits; here there is no mail server, so mails become files",
        (
            "sed -i 's/^FEDCMS_SMTP_HOST=.*/FEDCMS_SMTP_HOST=/' /etc/fedcms/fedcms.env",
            "grep -qx 'FEDCMS_SMTP_HOST=' /etc/fedcms/fedcms.env",
        ),
    ),
    Entry(
        "editor /etc/nginx/conf.d/fedcms.conf",
        "a person edits; the name and the certificate of the file are those of this test",
        (f"grep -q {CERTIFICATE}/fullchain.pem /etc/nginx/conf.d/fedcms.conf",),
    ),
    Entry("fedcms-manage createsuperuser ", "a person types the password", typed=(PASSWORD, PASSWORD)),
    Entry(
        "certbot certonly ",
        "Let's Encrypt does not know the name: a certificate of the test's own, which the root trusts",
        (
            f"mkdir -p {CERTIFICATE}",
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + NAME
            + f" -addext subjectAltName=DNS:{NAME} -keyout {CERTIFICATE}/privkey.pem -out {CERTIFICATE}/fullchain.pem",
            f"cp {CERTIFICATE}/fullchain.pem /usr/local/share/ca-certificates/topology.crt",
            "update-ca-certificates",
        ),
    ),
    Entry(
        "fedcms-manage restore_backup ",
        "the guide's date stands for that of the newest backup",
        ('fedcms-manage restore_backup "$(ls -d /var/lib/fedcms/backups/*Z | tail -1)" --replace',),
    ),
)  # fmt: skip

# fmt: off
AS_THEY_ARE = frozenset((
    ".venv/bin/python", "adduser", "cd", "chgrp", "cp", "curl", "fedcms-manage", "for", "git", "install", "ln", "nginx",
    "printf", "python3", "runuser", "sed", "setfacl", "sleep", "systemctl", "umask",
))
# fmt: on


def entry_of(command: Command) -> Entry | None:
    """Returns how the command is run, None for as it is. Raises `ValueError` for one that nobody has decided upon."""
    for entry in TABLE:
        if command.words.startswith(entry.begins):
            return entry
    unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "…", command.words)
    for part in re.split(r"&&|;|\|", unquoted):
        # After what a subshell and variables of the environment begin with.
        program = re.sub(r"^[(\s]*([A-Z_]+=\S*\s+)*", "", part).split(" ")[0]
        if program not in AS_THEY_ARE and not command.words.startswith("for "):
            raise ValueError(
                f"{command}\nNobody has said whether a test runs {program!r}: tests/topology/table.py."
            )
    return None
