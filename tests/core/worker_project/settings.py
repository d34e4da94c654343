"""The site's settings with the real queue, for workers that run as processes of their own."""

import os

if os.environ.get("MUTANT_PATH"):
    # `make mutation`: the workers too load the module that was changed.
    import tests.mutation.cold  # noqa: F401  # changes how modules are loaded
from fedcms.settings.base import INSTALLED_APPS as SITE_APPS
from fedcms.settings.base import MEDIA_ROOT as SITE_MEDIA
from fedcms.settings.base import STORAGES as SITE_STORAGES
from fedcms.settings.base import TASKS as REAL_TASKS
from fedcms.settings.test import *  # noqa: F403

INSTALLED_APPS = [*SITE_APPS, "tests.core.worker_project", "tests.quality"]
TASKS = REAL_TASKS  # fedcms.settings.test replaces them
FEDCMS_TASK_POLL_INTERVAL = 0.05
FEDCMS_TASK_BACKOFF = 0.05
FEDCMS_TASK_TRIES = 3
FEDCMS_PUBLISH_INTERVAL = 0.5
if os.environ.get("WORKER_TEST_FILES"):
    # Files stay where the site's own settings put them, for several processes.
    MEDIA_ROOT = SITE_MEDIA
    STORAGES = {**SITE_STORAGES, "staticfiles": STORAGES["staticfiles"]}  # noqa: F405  # of the tests
if os.environ.get("WORKER_TEST_SMTP_PORT"):
    FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = "127.0.0.1"
    EMAIL_PORT = int(os.environ["WORKER_TEST_SMTP_PORT"])
    EMAIL_USE_TLS = False
if os.environ.get("WORKER_TEST_OPEN_NETWORKS"):
    FEDCMS_HARVEST_OPEN_NETWORKS = [os.environ["WORKER_TEST_OPEN_NETWORKS"]]
    FEDCMS_OUTGOING_SECONDS = float(os.environ["WORKER_TEST_OUTGOING_SECONDS"])
