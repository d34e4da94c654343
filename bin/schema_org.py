"""Writes tests/data/schema_org.json: schema.org's types that the site uses, with their parents and properties.

Usage: python bin/schema_org.py path/to/schema-dts/dist/schema.d.ts     (the npm package schema-dts, Apache-2.0)
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fedcms.core.seo import schema_org  # noqa: E402  # after the path

TARGET = ROOT / "tests" / "data" / "schema_org.json"
_INTERFACE = re.compile(r"interface (\w+?)(Base|Leaf) extends ([^{]+)\{(.*?)\n\}", re.DOTALL)
_PROPERTY = re.compile(r'^\s+"([\w-]+)"\??: SchemaValue<(.*?), "', re.MULTILINE)


def read(text: str) -> dict[str, dict[str, object]]:
    """Returns parents and own properties (with types of values) of every type in schema-dts's declarations."""
    types: dict[str, dict[str, object]] = {}
    for name, form, parents, body in _INTERFACE.findall(text):
        own = {
            prop: sorted(set(re.findall(r"\w+", values)) - {"IdReference"})
            for prop, values in _PROPERTY.findall(body)
        }
        ancestors = [parent for parent in re.findall(r"(\w+?)Base\b", parents) if parent != name]
        # A type that has neither subtypes nor properties of its own only has a "Leaf" interface.
        if form == "Base" or name not in types:
            types[name] = {"parents": ancestors, "properties": own}
    return types


def main() -> None:
    """Writes the types of fedcms.core.seo.schema_org and all their ancestors."""
    known = read(Path(sys.argv[1]).read_text(encoding="utf-8"))
    kept: dict[str, dict[str, object]] = {}
    waiting = [
        kind.__name__
        for kind in vars(schema_org).values()
        if isinstance(kind, type) and issubclass(kind, schema_org.Thing)
    ]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = known[name]
            waiting += [str(parent) for parent in known[name]["parents"]]  # type: ignore[attr-defined]  # a list
    TARGET.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(kept)} types in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
