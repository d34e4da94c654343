"""`make audit`: known vulnerabilities and licences of the locked packages, and a bill of materials of what is shipped.

Usage: python bin/audit.py [--advisories FILE] [--sbom FILE] [--today DAY]
       python bin/audit.py --save-from FOLDER  a checkout of https://github.com/pypa/advisory-database (CC-BY-4.0)

Advisories are records of OSV (https://ossf.github.io/osv-schema/). Those of locked packages are kept in
requirements/advisories.json, so that the check needs no network; their age is said each time. What is accepted, and
why, is in requirements/audit.toml. Exits with 1 when a package is vulnerable or has a licence that nobody has read,
with 2 when a file cannot be read.
"""

import argparse
import itertools
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from advisories import Advisory, affected_versions, affects
from bill import Bill, Component, bill_of_materials, fits, licences_of
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
ADVISORIES = REQUIREMENTS / "advisories.json"
DECISIONS = REQUIREMENTS / "audit.toml"
SHIPPED = "base.txt"
# Advisories older than this are said to be old: packages are younger.
OLD_AFTER_DAYS = 90


@dataclass(frozen=True)
class Finding:
    """What somebody has to look at: a package and what is wrong with it."""

    package: str
    says: str


@dataclass(frozen=True)
class Pin:
    """One version of a list: a list has two of a package where Python's versions need different ones."""

    name: str
    version: Version
    is_for_this_python: bool = True


@dataclass(frozen=True)
class Decisions:
    """What requirements/audit.toml says: licences that fit or that people have read, advisories that are accepted."""

    licences: frozenset[str]
    read: dict[str, str]
    accepted: dict[str, date]

    @classmethod
    def of(cls, path: Path) -> "Decisions":
        """Reads the file. Raises `KeyError`, `TypeError` or `tomllib.TOMLDecodeError` for one that lacks something."""
        told = tomllib.loads(path.read_text())
        accepted = {}
        for each in told.get("accepted", []):
            if not each["why"]:
                raise KeyError(f"{each['id']}: why")
            accepted[each["id"]] = date.fromisoformat(str(each["until"]))
        read: dict[str, str] = {
            canonicalize_name(each["package"]): each["licence"] for each in told.get("read", [])
        }
        return cls(frozenset(told["licences"]), read, accepted)


def locked(path: Path) -> list[Pin]:
    """Returns the pins of a list that `make lock` wrote. Raises `InvalidRequirement` for a line that is none."""
    lines = (line.rstrip(" \\") for line in path.read_text().splitlines())
    wanted = [Requirement(line) for line in lines if line and not line.startswith((" ", "#", "-"))]
    return [
        Pin(
            canonicalize_name(each.name),
            Version(next(iter(each.specifier)).version),
            each.marker is None or each.marker.evaluate(),
        )
        for each in wanted
    ]


def vulnerable(
    pins: Iterable[Pin], records: list[Advisory], accepted: dict[str, date], today: date
) -> Iterator[Finding]:
    """Yields a finding for each advisory that names a locked version, but for those accepted until a day to come."""
    for pin, record in itertools.product(pins, records):
        until = accepted.get(record["id"])
        if (until and today <= until) or not affects(record, pin.name, pin.version):
            continue
        names = ", ".join([record["id"], *record.get("aliases", [])])
        over = f" (accepted until {until})" if until else ""
        yield Finding(pin.name, f"{pin.version} is vulnerable: {names}{over}. `make lock` takes a newer one.")


def unread(bill: Bill, pins: Iterable[Pin], decisions: Decisions) -> Iterator[Finding]:
    """Yields a finding for each shipped package that is missing here, or whose licence does not fit or is not said."""
    components: dict[str, Component] = {canonicalize_name(each["name"]): each for each in bill["components"]}
    for pin in pins:
        component = components.get(pin.name)
        if component is None or Version(component["version"]) != pin.version:
            yield Finding(pin.name, f"{pin.version} is not installed here: `make tools` installs it.")
            continue
        said = [decisions.read[pin.name]] if pin.name in decisions.read else licences_of(component)
        if not any(fits(each, decisions.licences) for each in said):
            words = ", ".join(said) or "none"
            yield Finding(pin.name, f"licence {words}: read it, then name it in requirements/audit.toml.")


def save_advisories(folder: Path) -> None:
    """Writes the advisories of packages that are locked here from a checkout of PyPA's: facts, no texts."""
    names = {pin.name for path in REQUIREMENTS.glob("*.txt") for pin in locked(path)}
    kept, newest = [], ""
    for path in sorted((folder / "vulns").glob("*/*.yaml")):
        record = yaml.safe_load(path.read_text())
        newest = max(newest, str(record["modified"]))
        if record.get("withdrawn") or canonicalize_name(path.parent.name) not in names:
            continue
        affected = [affected_versions(each) for each in record["affected"]]
        kept.append({"id": record["id"], "aliases": record.get("aliases", []), "affected": affected})
    told = {
        "source": "https://github.com/pypa/advisory-database",
        "licence": "CC-BY-4.0",
        "modified": newest,
        "records": kept,
    }
    ADVISORIES.write_text(json.dumps(told, indent=0, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{len(kept)} advisories of {len(names)} packages, the newest of all of {newest}.\n")


def age(modified: str, today: date) -> str:
    """Says how old the advisories are."""
    days = (today - datetime.fromisoformat(modified).astimezone(UTC).date()).days
    old = " They are old: save newer ones (docs/dependencies.md)." if days > OLD_AFTER_DAYS else ""
    return f"Advisories of {modified[:10]}, {days} days old.{old}\n"


def main(arguments: list[str]) -> int:
    """Looks at all lists, says what is to be looked at; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make audit")
    parser.add_argument("--advisories", type=Path, default=ADVISORIES)
    parser.add_argument("--decisions", type=Path, default=DECISIONS)
    parser.add_argument("--requirements", type=Path, default=REQUIREMENTS)
    parser.add_argument("--sbom", type=Path)
    parser.add_argument(
        "--today", type=date.fromisoformat, default=datetime.now(tz=UTC).date(), metavar="DAY"
    )
    parser.add_argument("--save-from", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if options.save_from:
        if not (options.save_from / "vulns").is_dir():
            parser.error(
                f"{options.save_from} has no folder `vulns`: it is no checkout of PyPA's advisory database"
            )
        save_advisories(options.save_from)
        return 0
    try:
        decisions = Decisions.of(options.decisions)
        told = json.loads(options.advisories.read_text())
        records, said = told["records"], age(told["modified"], options.today)
        lists = sorted(options.requirements.glob("*.txt"))
        everything = {(pin.name, pin.version): pin for path in lists for pin in locked(path)}
        shipped = [pin for pin in locked(options.requirements / SHIPPED) if pin.is_for_this_python]
    except (OSError, ValueError, KeyError, TypeError) as error:
        parser.error(f"cannot read the lists: {error}")
    bill = bill_of_materials({pin.name for pin in shipped})
    if options.sbom:
        options.sbom.write_text(json.dumps(bill, indent=2) + "\n")
    sys.stdout.write(said)
    findings = [
        *vulnerable(everything.values(), records, decisions.accepted, options.today),
        *unread(bill, shipped, decisions),
    ]
    for finding in findings:
        sys.stdout.write(f"{finding.package}: {finding.says}\n")
    sys.stdout.write(
        f"{len(everything)} locked packages, {len(records)} advisories, {len(findings)} to look at.\n"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
