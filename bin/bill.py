"""The bill of materials of what is shipped (CycloneDX), and what its packages say of their licences."""

import json
import subprocess
import sys
from typing import NotRequired, TypedDict

from license_expression import ExpressionError, get_spdx_licensing
from packaging.utils import canonicalize_name


class Choice(TypedDict):
    """One licence of a package: an expression of SPDX, or an id or name."""

    expression: NotRequired[str]
    license: NotRequired[dict[str, str]]


Component = TypedDict(
    "Component",
    {"bom-ref": str, "name": str, "version": str, "licenses": NotRequired[list[Choice]]},
)


class Dependency(TypedDict):
    """Which components one component needs."""

    ref: str
    dependsOn: NotRequired[list[str]]


class Bill(TypedDict):
    """What is read of the document."""

    components: list[Component]
    dependencies: list[Dependency]


def bill_of_materials(packages: set[str]) -> Bill:
    """Returns a CycloneDX document of the packages that are shipped, as they are installed here."""
    # To validate takes twenty times as long, and only a part of the document is kept.
    options = ["--of", "JSON", "--output-reproducible", "--no-validate"]
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, *options]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    bill: Bill = json.loads(made.stdout)
    bill["components"] = [each for each in bill["components"] if canonicalize_name(each["name"]) in packages]
    kept = {each["bom-ref"] for each in bill["components"]}
    bill["dependencies"] = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", []) if ref in kept]}
        for each in bill["dependencies"]
        if each["ref"] in kept
    ]
    return bill


def licences_of(component: Component) -> list[str]:
    """Returns what a component says of its licence: SPDX expressions, ids, or classifiers of Python packages."""
    said = []
    for each in component.get("licenses", []):
        named = each.get("license", {})
        said.append(each.get("expression") or named.get("id") or named.get("name", ""))
    return said


def fits(said: str, licences: frozenset[str]) -> bool:
    """Tells whether a licence is one that fits; of an SPDX expression, whether a choice that fits is left."""
    if said in licences:
        return True
    try:
        expression = get_spdx_licensing().parse(said, validate=True)
    except ExpressionError:
        return False
    if expression is None or expression.isliteral:
        return False
    parts = [fits(str(part), licences) for part in expression.args]
    return any(parts) if expression.operator.strip() == "OR" else all(parts)
