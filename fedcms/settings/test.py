"""Settings of the tests: fast password hashing, mail in memory, tasks run at once, temporary media."""

import gc
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STORAGES, TASKS

# Start-up creates a million objects that stay: collecting garbage among them would take a fifth of its time.
gc.set_threshold(100_000, 20, 20)

INSTALLED_APPS = [*INSTALLED_APPS, "tests.quality"]
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# "testserver" is nobody's address: no mail of the tests needs one that others reach.
SILENCED_SYSTEM_CHECKS = ["fedcms.E004"]
# Asked by the tests that are about it.
FEDCMS_SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
# Deleted with the process.
_media = tempfile.TemporaryDirectory(prefix="fedcms-media-", ignore_cleanup_errors=True)
MEDIA_ROOT = Path(_media.name)
_private = tempfile.TemporaryDirectory(prefix="fedcms-private-", ignore_cleanup_errors=True)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "fedcms.core.whole_files.WholeFileStorage",
        "OPTIONS": {"location": _private.name, "base_url": None},
    },
}
TASKS = TASKS | {
    "background": {**TASKS["background"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}
# Tests look at what is made; those of tests/page_cache at what is kept.
FEDCMS_PAGE_CACHE = False
FEDCMS_PAGE_CACHE_URL = ""
FEDCMS_PURGE_URLS = []
FEDCMS_PAGE_CACHE_LOOK_SECONDS = 0.0
FEDCMS_PAGE_CACHE_DIR = None
# Only tests of social cards draw them: elsewhere each published page would cost a tenth of a second.
FEDCMS_SOCIAL_CARDS = False
# Counts of searches and page views are only written when a test asks for it.
FEDCMS_SEARCH_STATISTICS_SECONDS = 0.0
FEDCMS_PAGE_VIEWS_SECONDS = 0.0
# All tests' visitors have the same address.
FEDCMS_MESSAGES_AN_HOUR = 100_000
FEDCMS_API_RATE = FEDCMS_SUGGESTION_RATE = FEDCMS_SIGN_UP_RATE = "100000/m"
