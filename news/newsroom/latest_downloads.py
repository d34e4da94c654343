"""Selects the latest files and images of releases that the press may use."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clusters.content.listed_tags import tags_of_kinds
from clusters.content.registry import A_DAY
from clusters.models import ContentPage
from clusters.press_access.kits.download_rows import as_download_rows
from clusters.press_access.kits.files import KitFile, image_files
from clusters.press_access.kits.sections import KitPicture
from fedcms.core.shown_tags import declared
from fedcms.media.models import FederationDocument, Licence, showable_q
from news.models.release import PressReleasePage, ReleaseAttachment

MOST_DOCUMENTS, MOST_IMAGES = 6, 6
# A file may belong to several releases: for each one shown, so many are read.
_SPARE = 3


def _usable(field: str) -> Q:
    """Returns the condition that the press may use a file: it may be shown, and is not "all rights reserved".

    `may_be_taken` (clusters.press_access.kits.files) applies the same to one file.
    """
    return showable_q(f"{field}__") & ~Q(**{f"{field}__licence": Licence.ALL_RIGHTS})


def latest_downloads(locale_id: int, cluster_id: int | None = None) -> list[FederationDocument | KitFile]:
    """Returns the latest files of visible releases in a language, then their images, each once. Three queries.

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
    tags = tags_of_kinds((PressReleasePage.kind,), locale_id, cluster_id)
    with declared(*tags):
        documents = {each.document_id: each.document for each in attachments}
    releases = (
        visible.filter(_usable("lead_image"), lead_image__isnull=False)
        .select_related("lead_image")
        .defer("body")
        .latest_first()[: MOST_IMAGES * _SPARE]
    )
    pictures: dict[int, KitPicture] = {}
    with declared(*tags):
        for release in releases:
            pictures.setdefault(
                release.lead_image_id, KitPicture(release.lead_image, release.lead_image_text)
            )
    shown = [*pictures.values()][:MOST_IMAGES]
    # The caption of an image that nobody described: its release's title would claim too much.
    images = as_download_rows(image_files(shown, str(PressReleasePage.kind_label)))
    return [*list(documents.values())[:MOST_DOCUMENTS], *images]
