"""Registers the commands that measure the site."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Commands alone: no model, no signal."""

    name = "tests.quality"
    label = "quality"
