"""The settings of the tests, with one kind of content more."""

from fedcms.settings.test import *  # noqa: F403
from fedcms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy_kind"]
