"""Settings of the worker: how often it looks for work, retries, and how long it keeps records. Times in seconds."""

from environs import Env

env = Env()

# A page that is due must be public within a minute: looked up three times a minute.
FEDCMS_PUBLISH_INTERVAL = env.float("FEDCMS_PUBLISH_INTERVAL", 20.0)
FEDCMS_TASK_POLL_INTERVAL = env.float("FEDCMS_TASK_POLL_INTERVAL", 1.0)
# False: no cards are drawn (a tenth of a second of CPU a page), and every page shows the site's one card.
FEDCMS_SOCIAL_CARDS = env.bool("FEDCMS_SOCIAL_CARDS", True)
# 30 s, 90 s, 4 min 30 … 6 h: eight tries span some nine hours, so that a mail server may be down for a night.
FEDCMS_TASK_TRIES = env.int("FEDCMS_TASK_TRIES", 8)
FEDCMS_TASK_BACKOFF = env.float("FEDCMS_TASK_BACKOFF", 30.0)
FEDCMS_TASK_KEEP_DAYS = env.int("FEDCMS_TASK_KEEP_DAYS", 14)
FEDCMS_TASK_KEEP_FAILED_DAYS = env.int("FEDCMS_TASK_KEEP_FAILED_DAYS", 90)
# How long the report on translations keeps what people started.
FEDCMS_TRANSLATION_WORK_KEEP_DAYS = env.int("FEDCMS_TRANSLATION_WORK_KEEP_DAYS", 90)
