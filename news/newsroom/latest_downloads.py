"""Selects the latest files and images of releases that the press may use."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clusters.content.registry import A_DAY
from clusters.models import ContentPage
from fedcms.media.models import FederationDocument, Licence, showable_q
from news.models.release import PressReleasePage, ReleaseAttachment
from news.newsroom.press_kit import KitImage, press_image

MOST_DOCUMENTS, MOST_IMAGES = 6, 6
# A file may belong to several releases: for each one shown, so many are read.
_SPARE = 3


def _usable(field: str) -> Q:
    """Returns the condition that the press may use a file: it may be shown, and is not "all rights reserved".

    `press_image` applies the same to one image.
    """
    return showable_q(f"{field}__") & ~Q(**{f"{field}__licence": Licence.ALL_RIGHTS})


def latest_downloads(locale_id: int, cluster_id: int | None = None) -> list[FederationDocument | KitImage]:
    """Returns the latest files of visible releases in a language, then their images, each once. Two queries.

    Of a cluster's releases, or (`None`) of all.

    Releases are selected before anything is joined to them: of a hundred thousand, some eighteen are read.
    """
    visible = ContentPage.objects.visible().of_locale(locale_id).of_kinds(PressReleasePage.kind)
    visible = visible.out_by(timezone.now() + A_DAY)
    if cluster_id is not None:
        visible = visible.filter(cluster=cluster_id)
    usable = ReleaseAttachment.objects.filter(_usable("document"))
    latest = visible.filter(Exists(usable.filter(page_id=OuterRef("pk")))).latest_first()
    attachments = (
        # Each of these releases has at least one file, so the first files are among theirs.
        usable.filter(page_id__in=latest.values("pk")[: MOST_DOCUMENTS * _SPARE])
        .select_related("document")
        .order_by("-page__sort_at", "-page_id", "sort_order")[: MOST_DOCUMENTS * _SPARE]
    )
    documents = {each.document_id: each.document for each in attachments}
    releases = (
        visible.filter(_usable("lead_image"), lead_image__isnull=False)
        .select_related("lead_image")
        .defer("body")
        .latest_first()[: MOST_IMAGES * _SPARE]
    )
    images: dict[int, KitImage] = {}
    for release in releases:
        if release.lead_image_id not in images:
            image = press_image(release.lead_image, release.lead_image_text)
            if image is not None:
                images[release.lead_image_id] = image
    return [*list(documents.values())[:MOST_DOCUMENTS], *list(images.values())[:MOST_IMAGES]]
