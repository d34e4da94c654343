"""Mails to subscribers: the hour of digests, the grace of an announcement, how long a silent subscriber is kept."""

from environs import Env, validate

env = Env()

# Daily digests leave at this hour, weekly ones on this day (0 is Monday) at the same hour, by the clocks of this zone
# (unset: TIME_ZONE). Readers are told so.
FEDCMS_DIGEST_HOUR = env.int("FEDCMS_DIGEST_HOUR", 7, validate=validate.Range(min=0, max=23))
FEDCMS_DIGEST_WEEKDAY = env.int("FEDCMS_DIGEST_WEEKDAY", 0, validate=validate.Range(min=0, max=6))
FEDCMS_DIGEST_ZONE = env.str("FEDCMS_DIGEST_ZONE", "")
# So long after a page appeared, subscribers are told of it: another language may appear that they prefer.
FEDCMS_SUBSCRIPTION_GRACE_MINUTES = env.int("FEDCMS_SUBSCRIPTION_GRACE_MINUTES", 10)
# After so many months without a sign, a subscriber is asked whether they stay, and erased a month later without answer.
FEDCMS_SUBSCRIPTION_MONTHS = env.int("FEDCMS_SUBSCRIPTION_MONTHS", 24)
# How often one address on the network may send the form. Each web process counts by itself, in memory.
FEDCMS_SUBSCRIPTION_RATE = env.str("FEDCMS_SUBSCRIPTION_RATE", "20/h")
