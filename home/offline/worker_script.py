"""Makes the service worker: what it is told of the site, and its script; or the one that removes it."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.translation import get_language_info, gettext, override

from fedcms.core.http.public_answers import PUBLIC
from home.offline.copies_to_erase import longest

_FOLDER = Path(settings.BASE_DIR) / "fedcms" / "static" / "offline"
REMOVER = "remover.js"
WORKER = "worker.js"


def _words() -> dict[str, str]:
    """Returns what the worker says, in the language that is active. `{moment}` is filled by the worker."""
    return {
        "notice": gettext("Hors connexion. Cette page est la copie gardée sur votre appareil, du {moment}."),
        "title": gettext("Hors connexion"),
        "missing": gettext("La page demandée n’est pas gardée sur cet appareil."),
        "retry": gettext("Réessayer"),
        "pages": gettext("Gardées sur cet appareil"),
    }


def _languages() -> dict[str, dict[str, str]]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
            found[code] = {"dir": direction, "offline": reverse("offline"), **_words()}
    return found


@cache
def _script(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


@cache
def worker_script() -> bytes:
    """Returns the worker of this release. Its version is a digest of itself, its words and the site's static files."""
    script = _script(WORKER)
    site = {
        "languages": _languages(),
        "mark": PUBLIC,
        "check": reverse("offline_check"),
        "static": settings.STATIC_URL,
        "lifetime": int(longest().total_seconds() * 1000),
    }
    told = json.dumps(site, ensure_ascii=False, sort_keys=True)
    files = str(getattr(staticfiles_storage, "manifest_hash", ""))
    version = sha256(script + told.encode() + files.encode()).hexdigest()[:12]
    return f'const VERSION = "{version}";\nconst SITE = {told};\n'.encode() + script


def remover_script() -> bytes:
    """Returns the worker that erases what was kept, and itself."""
    return _script(REMOVER)
