"""Settings of what is sent to others' servers: pings of WebSub hubs, and webhooks of partners."""

from environs import Env

env = Env()

# Addresses of WebSub hubs, with commas between. Without any, feeds name no hub and nothing is pinged.
FEDCMS_WEBSUB_HUBS: list[str] = env.list("FEDCMS_WEBSUB_HUBS", [])
# How many seconds a partner's server or a hub may take to answer, in all.
FEDCMS_OUTGOING_SECONDS = env.float("FEDCMS_OUTGOING_SECONDS", 10.0)
# A delivery that fails is tried again for so many days; a webhook of which each has failed for so many is switched off;
# records of deliveries are kept for so many.
FEDCMS_WEBHOOK_RETRY_DAYS = env.float("FEDCMS_WEBHOOK_RETRY_DAYS", 3.0)
FEDCMS_WEBHOOK_OFF_DAYS = env.float("FEDCMS_WEBHOOK_OFF_DAYS", 5.0)
FEDCMS_WEBHOOK_KEEP_DAYS = env.int("FEDCMS_WEBHOOK_KEEP_DAYS", 30)
