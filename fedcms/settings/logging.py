"""Logs go to standard error, one line an event; the process manager keeps them. No secret of a link is in them."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"format": "%(message)s"},
    },
    "filters": {"mask_links": {"()": "clusters.press_access.log_filter.MaskLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask_links"]},
        "events": {"class": "logging.StreamHandler", "formatter": "json"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "fedcms": {"level": "INFO"},
        # One line of JSON a security event (fedcms.sign_in.security_log).
        "fedcms.security": {"handlers": ["events"], "propagate": False},
        # Here, too, so that handlers of others (a monitor, Django's mails to administrators) get no secret either.
        "django.request": {"filters": ["mask_links"]},
        "django.security.csrf": {"filters": ["mask_links"]},
        "django_tasks": {"level": "WARNING"},
    },
}
