"""Checks that templates are indented as djhtml indents them, and says which are not.

Usage: python bin/templates.py [--fix]
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def templates() -> list[str]:
    """Returns the project's HTML templates."""
    folders = [ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("fedcms/*/templates")]
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*.html"))


if __name__ == "__main__":
    check = [] if "--fix" in sys.argv[1:] else ["--check"]
    djhtml = str(Path(sys.executable).parent / "djhtml")
    done = subprocess.run([djhtml, "--tabwidth", "2", *check, *templates()], cwd=ROOT, check=False)
    sys.exit(0 if not check else done.returncode)
