"""The site as in production, with two addresses more by which the load writes."""

from fedcms.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.faults.urls"
