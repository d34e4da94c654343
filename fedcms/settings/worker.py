"""The worker: how often it looks and tries again, how long it keeps what is done. Times in seconds."""

from environs import Env

env = Env()

# A page due is public within a minute: look three times in it.
FEDCMS_PUBLISH_INTERVAL = env.float("FEDCMS_PUBLISH_INTERVAL", 20.0)
FEDCMS_TASK_POLL_INTERVAL = env.float("FEDCMS_TASK_POLL_INTERVAL", 1.0)
# False: every page shows the site's one social card, and none is drawn (a tenth of a second of CPU a page).
FEDCMS_SOCIAL_CARDS = env.bool("FEDCMS_SOCIAL_CARDS", True)
# 30 s, 90 s, 4 min 30 … 6 h: eight tries span some nine hours, so that a mail server may be down for a night.
FEDCMS_TASK_TRIES = env.int("FEDCMS_TASK_TRIES", 8)
FEDCMS_TASK_BACKOFF = env.float("FEDCMS_TASK_BACKOFF", 30.0)
FEDCMS_TASK_KEEP_DAYS = env.int("FEDCMS_TASK_KEEP_DAYS", 14)
FEDCMS_TASK_KEEP_FAILED_DAYS = env.int("FEDCMS_TASK_KEEP_FAILED_DAYS", 90)
# The account of what people started in the report on translations.
FEDCMS_TRANSLATION_WORK_KEEP_DAYS = env.int("FEDCMS_TRANSLATION_WORK_KEEP_DAYS", 90)
