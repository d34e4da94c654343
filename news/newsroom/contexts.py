"""Template contexts of the newsroom and of a press release."""

from django.http import HttpRequest

from clusters.content.listings import ListingForm
from clusters.models import Cluster, Federation
from news.models import NewsroomPage, PressReleasePage
from news.newsroom.latest_downloads import latest_downloads
from news.newsroom.press_kit import press_kit


def newsroom_context(page: NewsroomPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context of the newsroom: releases, latest downloads and press contacts."""
    return {
        "listing": ListingForm(request.GET, kinds=("release",), locale_id=page.locale_id).listing(),
        "downloads": latest_downloads(page.locale_id),
        "clusters": Cluster.objects.all(),
        "federation": Federation.objects.first(),
    }


def release_context(page: PressReleasePage, request: HttpRequest) -> dict[str, object]:
    """Returns the context of a release: its press kit, without files that may not be shown."""
    documents = [item.document for item in page.attachments.select_related("document")]
    shown = [document for document in documents if document.may_be_shown()]
    return {"attachments": press_kit(shown, page.lead_image, page.lead_image_text)}
