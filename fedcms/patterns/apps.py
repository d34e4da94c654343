"""The pattern library: every component with its samples. Only in the development settings."""

from django.apps import AppConfig


class PatternsConfig(AppConfig):
    """The app's configuration; the app has the library's own templates and style sheet."""

    name = "fedcms.patterns"
    label = "patterns"
