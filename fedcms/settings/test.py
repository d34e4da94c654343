"""Settings of the tests: quick password hashing, mail in memory, tasks at once, throw-away media."""

import gc
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STORAGES, TASKS

# Start-up makes a million objects that stay: looking for garbage among them is a fifth of its time.
gc.set_threshold(100_000, 20, 20)

INSTALLED_APPS = [*INSTALLED_APPS, "tests.quality"]
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
# Gone with the process.
_media = tempfile.TemporaryDirectory(prefix="fedcms-media-", ignore_cleanup_errors=True)
MEDIA_ROOT = Path(_media.name)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = TASKS | {
    "background": {**TASKS["background"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}
# Drawn where a test is about them; elsewhere each published page would cost a tenth of a second.
FEDCMS_SOCIAL_CARDS = False
# Counts of searches are written where a test asks for it.
FEDCMS_SEARCH_STATISTICS_SECONDS = 0.0
# One process asks for all the visitors of all tests.
FEDCMS_API_RATE = FEDCMS_SUGGESTION_RATE = "100000/m"
