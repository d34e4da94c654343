"""The pattern library: every component with its samples. In the development settings alone."""

from django.apps import AppConfig


class PatternsConfig(AppConfig):
    """Brings the library's own templates and style sheet."""

    name = "fedcms.patterns"
    label = "patterns"
