"""The template context of a press release."""

from django.http import HttpRequest

from news.models import PressReleasePage
from news.newsroom.press_kit import press_kit


def release_context(page: PressReleasePage, request: HttpRequest) -> dict[str, object]:
    """Returns the context of a release: its press kit, without files that may not be shown."""
    documents = [item.document for item in page.attachments.select_related("document")]
    shown = [document for document in documents if document.may_be_shown()]
    return {"attachments": press_kit(shown, page.lead_image, page.lead_image_text)}
