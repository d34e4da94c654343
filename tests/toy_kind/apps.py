"""The app of a kind that the site does not know: interviews."""

from django.apps import AppConfig


class ToyKindConfig(AppConfig):
    """Registers the kind at start."""

    name = "tests.toy_kind"
    label = "toy_kind"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes interviews known to everybody who lists content."""
        from clusters.content.registry import register_content_type  # noqa: PLC0415
        from tests.toy_kind.models import InterviewPage  # noqa: PLC0415

        register_content_type(InterviewPage)
