"""The image and the compose file for production, as far as they can be read: there is no engine here to build them."""

import json
import re
from pathlib import Path

import yaml
from django.core.management import get_commands

from tests.served.site import ROOT

FOLDER = ROOT / "docs" / "operations" / "container"
IMAGE = (FOLDER / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("prepare", "web", "worker", "proxy")


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile, with lines joined that end in a backslash."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(line.split()[0], line.partition(" ")[2]) for line in joined.splitlines() if line.strip()]


def test_the_image_runs_as_nobody_and_has_nothing_to_build_with() -> None:
    last = IMAGE[IMAGE.rindex("\nFROM ") :]
    users = [value for name, value in instructions(last) if name == "USER"]
    assert users == ["10001:10001"]
    assert users[0] == SERVICES["web"]["user"]
    assert not re.search(r"\b(gcc|build-essential|pip|git|make|\S+-dev)\b", last)
    assert "--require-hashes" in IMAGE


def test_the_image_has_the_whole_site_and_no_folder_that_may_hold_secrets() -> None:
    copied = {value.split()[0] for name, value in instructions(IMAGE) if name == "COPY"}
    assert "." not in copied
    for name in copied - {"--from=built"}:
        assert (ROOT / name).exists(), name
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    used = packages | {"docs/editors", "templates", "locale", "locale_overrides", "manage.py", "bin"}
    assert used <= copied
    # What compose.yaml binds, and the guide lets one write, is beside the image's files, in no folder that it takes.
    bound = {secret["file"] for secret in COMPOSE["secrets"].values()} | {
        SERVICES["web"]["env_file"],
        "./tls",
    }
    ignored = [(ROOT / name).read_text(encoding="utf-8").split() for name in (".gitignore", ".dockerignore")]
    for path in bound:
        place = (FOLDER / path).relative_to(ROOT)
        assert not copied & {str(each) for each in (place, *place.parents)}, place
        for lines in ignored:
            assert {f"{place}", f"{place}/", f"{place.parent}/"} & set(lines), place


def test_no_secret_stands_in_them() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            is_secret = re.search("PASSWORD|SECRET|DATABASE_URL|KEY|TOKEN", variable)
            assert not is_secret or value == "" or str(value).startswith("/run/secrets/"), (name, variable)
    assert set(COMPOSE["secrets"]) == {"secret_key", "database_url", "database_password"}
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())


def test_our_containers_write_only_where_they_must_and_may_do_little() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True, name
        assert service["user"].partition(":")[0] != "0", name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
    assert set(SERVICES) == {*OURS, "database", "search"}
    assert SERVICES["search"]["profiles"] == ["search"]


def test_what_they_run_and_ask_is_there() -> None:
    web = json.loads(next(value for name, value in instructions(IMAGE) if name == "CMD"))
    assert web[:3] == ["python", "-m", "gunicorn"]
    assert (ROOT / web[web.index("--config") + 1]).is_file()
    for name in ("prepare", "worker"):
        assert SERVICES[name]["command"][:2] == ["python", "manage.py"]
        assert SERVICES[name]["command"][2] in get_commands()
    assert "/health/ready" in SERVICES["web"]["healthcheck"]["test"][-1]
    assert "/health/live" in SERVICES["proxy"]["healthcheck"]["test"][-1]
    for volume in SERVICES["proxy"]["volumes"]:
        if isinstance(volume, str) and not volume.startswith("./tls"):
            assert (FOLDER / Path(volume.partition(":")[0])).is_file(), volume
