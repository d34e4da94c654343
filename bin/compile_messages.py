"""Compiles the message catalogues of the site, for code that its user may not write to; no setting is needed.

Usage: .venv/bin/python bin/compile_messages.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fedcms.core.i18n.message_catalogues import compile_catalogues  # noqa: E402  # after the path

if __name__ == "__main__":
    for folder in ("locale", "locale_overrides"):
        for path in compile_catalogues(ROOT / folder):
            print(path.relative_to(ROOT))
