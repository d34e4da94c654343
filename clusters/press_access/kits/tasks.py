"""Prepares press kits: the files of images for print, and the fact sheet; deletes sheets. Safe to repeat."""

import logging
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Page, ReferenceIndex, Revision

from clusters.content.registry import content_types
from clusters.models import Cluster, ContentPage, PressKit, PressKitImage
from clusters.models.cluster import FEDERATION_SLUG
from clusters.press_access.kits.contents import PressKitContents, kit_of_owner, kit_of_page
from clusters.press_access.kits.fact_sheet import SheetNotMade
from clusters.press_access.kits.files import Folder, may_be_taken
from clusters.press_access.kits.owners import open_languages, slug_of
from clusters.press_access.kits.stored_sheets import FOLDER, fact_sheet, forget_sheets
from clusters.press_access.page_files import file_keys
from fedcms.core.changes.outbox import Change
from fedcms.core.lanes import Lane
from fedcms.core.models import Reason
from fedcms.media.models import FederationImage
from fedcms.media.print_files import make_print_files
from fedcms.media.visibility import MOST_REFERENCES

LATER = -10
"""The priority: mails, renditions and cards go first."""
LATEST_PAGES = 200
"""So many of the latest pages are looked at each day for what they lack."""

logger = logging.getLogger("fedcms.press_kits")


def _make_print_files(images: Sequence[FederationImage]) -> int:
    return sum(make_print_files(image) for image in images if may_be_taken(image))


def _make_sheet(contents: PressKitContents) -> None:
    """Makes a fact sheet, unless Typst refuses its texts, which another try would not change."""
    try:
        fact_sheet(contents)
    except SheetNotMade:
        logger.exception("The fact sheet of %s (%s) cannot be made.", contents.title, contents.language)


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def prepare_kit_of_page(page_id: int) -> int:
    """Makes what the kit of a page lacks, public and scheduled; returns how many files it has for print.

    Does nothing for a deleted page, or a kind without a press kit.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return 0
    versions = [page.specific] if page.live else []
    scheduled: Revision | None = page.scheduled_revision
    if scheduled is not None:
        versions.append(scheduled.as_object())
    made = 0
    for version in versions:
        if isinstance(version, ContentPage) and version.has_press_kit:
            keys = [key for model, key in file_keys(version) if model is FederationImage]
            made += _make_print_files(list(FederationImage.objects.filter(pk__in=keys)))
            _make_sheet(kit_of_page(version))
    return made


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def prepare_own_kit(press_kit_id: int) -> int:
    """Makes what the kit of an owner lacks, in every language in which it is open.

    Returns how many files it has for print: of chosen images, of those that its sections bring (portraits), and of the
    latest releases'.
    """
    press_kit = PressKit.objects.select_related("cluster__logo").filter(pk=press_kit_id).first()
    if press_kit is None:
        return 0
    owner = press_kit.owner
    images: dict[int, FederationImage] = {
        row.image_id: row.image
        for row in PressKitImage.objects.filter(press_kit=press_kit).select_related("image")
    }
    slug = slug_of(owner)
    for language in open_languages(slug).get(slug, ()):
        with override(language):
            contents = kit_of_owner(owner, language)
            images |= {file.image.pk: file.image for file in contents.of(Folder.PHOTOGRAPHS) if file.image}
            _make_sheet(contents)
    return _make_print_files(list(images.values()))


def prepare_missing() -> int:
    """Makes what kits lack that nobody publishes or saves: those of before they were prepared, portraits.

    Returns how many kits were looked at: all owners', and those of the latest public pages. A recurring task, safe to
    repeat and to be killed; what one kit lacks stops no other.
    """
    kinds = [model for model in content_types().values() if model.has_press_kit]
    latest = ContentPage.objects.visible().type(*kinds).order_by("-last_published_at", "-pk")
    kits = list(PressKit.objects.order_by("pk").values_list("pk", flat=True))
    pages = list(latest.values_list("pk", flat=True)[:LATEST_PAGES])
    for prepare, keys in ((prepare_own_kit, kits), (prepare_kit_of_page, pages)):
        for key in keys:
            try:
                prepare.call(key)
            except Exception:  # whatever it is, the other kits are prepared
                logger.exception("%s: %s failed; tried again the next time.", prepare.name, key)
    return len(kits) + len(pages)


@task(backend="background", queue_name=Lane.FOLLOWERS)
def forget_sheets_of(slug: str) -> int:
    """Deletes all stored fact sheets of an owner and its pages: somebody named in them changed. Returns how many."""
    return forget_sheets(f"{FOLDER}/{slug}")


def forget_sheets_later(cluster: Cluster | None) -> None:
    """Has the fact sheets of an owner (`None`: the federation) deleted, once the present transaction is committed.

    For apps whose sections name people: call it when one of them changes or goes.
    """
    forget_sheets_of.enqueue(slug=cluster.slug if cluster else FEDERATION_SLUG)


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def prepare_image(image_id: int) -> int:
    """Makes the files for print that a changed image lacks, if a kit offers it; returns how many it has."""
    image = FederationImage.objects.filter(pk=image_id).first()
    return _make_print_files([image]) if image is not None and _is_offered(image) else 0


def _is_offered(image: FederationImage) -> bool:
    """Returns whether an owner's kit or a page with a kit uses an image, as they are stored. Three queries at most."""
    uses = ReferenceIndex.get_references_to(image).values_list("base_content_type_id", "object_id")
    own = ContentType.objects.get_for_model(PressKit).pk
    page_type = ContentType.objects.get_for_model(Page).pk
    pages: list[str] = []
    for base_type, key in uses[:MOST_REFERENCES]:
        if base_type == own:
            return True
        # Rows of other models have keys that pages have, too.
        if base_type == page_type:
            pages.append(key)
    kinds = [model for model in content_types().values() if model.has_press_kit]
    return bool(ContentPage.objects.type(*kinds).filter(pk__in=pages).exists())


def prepare_kits(changes: Sequence[Change]) -> None:
    """Prepares the kits of pages and clusters that were published or changed. A subscriber of the outbox."""
    for change in changes:
        if change.subject == "page" and change.reason in (Reason.PUBLISHED, Reason.CHANGED):
            prepare_kit_of_page.call(page_id=change.object_id)
        elif change.subject == "cluster" and change.reason is not Reason.DELETED:
            for key in PressKit.objects.filter(cluster=change.object_id).values_list("pk", flat=True):
                prepare_own_kit.call(press_kit_id=key)
