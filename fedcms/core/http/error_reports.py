"""Hides what is secret from Django's reports of errors: the page of a developer's site, and mails."""

import re

from django.views.debug import SafeExceptionReporterFilter


class SecretsFilter(SafeExceptionReporterFilter):
    """Hides the settings of the project that have secrets in them, too."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|IDENTITY_PROVIDERS|DSN", flags=re.IGNORECASE
    )
