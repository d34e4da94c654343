"""What was written of changes, as the tests compare it."""

from wagtail.models import Page

from fedcms.core.models import PublicChange, Reason


def told() -> list[tuple[str, str]]:
    """Subject and reason of what was written since the last look, in order."""
    events = [
        (f"{event.subject}-{event.object_id}", event.reason) for event in PublicChange.objects.order_by("pk")
    ]
    PublicChange.objects.all().delete()
    return events


def of(page: Page, reason: Reason) -> tuple[str, str]:
    """An event of a page as `told` has it."""
    return f"page-{page.pk}", reason
