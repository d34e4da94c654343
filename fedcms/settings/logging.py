"""Logs go to standard error, one line an event; the process manager keeps them. No secret of a link is in them."""

from environs import Env, validate

env = Env()

# "line" for people, "json" for what collects logs.
FEDCMS_LOG_FORMAT = env.str("FEDCMS_LOG_FORMAT", "line", validate=validate.OneOf(("line", "json")))

# The id of a request, from the proxy or new, in each line of JSON and in the answer.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "fedcms.core.logs.json_lines.JsonLines"},
        "message": {"format": "%(message)s"},
    },
    "filters": {
        "mask_links": {"()": "clusters.press_access.log_filter.MaskLinks"},
        "repeated_lines": {"()": "fedcms.core.logs.repeated_lines.RepeatedLines"},
        "request_id": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": FEDCMS_LOG_FORMAT,
            "filters": ["repeated_lines", "request_id", "mask_links"],
        },
        "events": {"class": "logging.StreamHandler", "formatter": "message"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "fedcms": {"level": "INFO"},
        # One line of JSON a security event (fedcms.sign_in.security_log), none left out.
        "fedcms.security": {"handlers": ["events"], "propagate": False},
        # Here, too, so that handlers of others (a monitor, Django's mails to administrators) get no secret either.
        "django.request": {"filters": ["mask_links"]},
        "django.security.csrf": {"filters": ["mask_links"]},
        "django_guid": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
    },
}
