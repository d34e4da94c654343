"""The site as in production, with an address that publishes, and answers that say whether they were kept."""

from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import MIDDLEWARE as SITES_OWN

MIDDLEWARE = ["tests.replay.kept.says_kept", *SITES_OWN]
