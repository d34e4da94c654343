"""Puts together what a press kit contains now: of a cluster or the federation, of a release or an event."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.content.registry import kinds_where
from clusters.models import ContentPage, PressKit, PressKitDocument, PressKitImage
from clusters.models.owner import SectionOwner
from clusters.press_access.embargo_notice import AccessNotice
from clusters.press_access.kits.addresses import VECTOR_LOGO, owner_url
from clusters.press_access.kits.files import Folder, KitFile, document_files, image_files, size_of
from clusters.press_access.kits.own_sections import boilerplate_of, name_of
from clusters.press_access.kits.owners import open_languages, press_kit_of, slug_of
from clusters.press_access.kits.sections import KitPicture, KitSection, sections_of
from clusters.press_access.page_files import file_keys
from clusters.press_access.rights import owner_of_page
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.media.models import FederationDocument, FederationImage, Licence, showable_q

MOST_LATEST = 12
"""So many images of the latest releases complete an owner's kit."""
MOST_CHOSEN = 2000
"""So many rows of a kit are looked at: far more than go into an archive, which names the others."""


@dataclass(frozen=True)
class PressKitContents:
    """A press kit in one language. `page` is the release or event that it is for, `None` for the owner's own."""

    owner: SectionOwner
    language: str
    title: str
    files: tuple[KitFile, ...]
    sections: tuple[KitSection, ...]
    boilerplate: TranslatedText
    page: ContentPage | None = None
    left_out: tuple[str, ...] = ()
    """The names of files that are more than one kit may have."""
    reserved: tuple[str, ...] = ()
    """The names of files that may be read and not taken up, which are in no archive."""
    notice: AccessNotice | None = field(default=None, compare=False)
    """What is said of its embargo to whom reads before publication; `None` when it is public."""
    is_stored: bool = True
    """Whether its fact sheet may be stored. One of what people may take back at any moment is made at each request."""

    @property
    def owner_name(self) -> str:
        """The owner's name, in the kit's language or the nearest."""
        return name_of(self.owner, self.language)

    def of(self, *folders: Folder) -> list[KitFile]:
        """Returns the files of some folders."""
        return [file for file in self.files if file.folder in folders]


def _bounded(files: Iterable[KitFile]) -> tuple[tuple[KitFile, ...], tuple[str, ...]]:
    """Returns as many files as a kit may have by number and size, and the names of those that are left out."""
    most, largest = settings.FEDCMS_KIT_MOST_FILES, settings.FEDCMS_KIT_LARGEST_MB * 1_000_000
    kept: list[KitFile] = []
    left_out: list[str] = []
    total = 0
    for file in files:
        size = file.size or 0
        if len(kept) == most or total + size > largest:
            left_out.append(file.name)
        else:
            total += size
            kept.append(file)
    return tuple(kept), tuple(left_out)


def _vector_logo(owner: SectionOwner, press_kit: PressKit, language: str) -> list[KitFile]:
    if not press_kit.vector_logo:
        return []
    stored = str(press_kit.vector_logo.name)
    name = _("Logo de %(owner)s") % {"owner": name_of(owner, language)}
    return [
        KitFile(
            folder=Folder.LOGOS,
            name=name,
            title=_("%(name)s, vectoriel") % {"name": name},
            stored=stored,
            url=owner_url(owner, language, VECTOR_LOGO),
            size=size_of(stored),
            credit=name_of(owner, language),
            get_licence_display=str(Licence.PRESS.label),
            digest=stored,
        )
    ]


def _logo_files(owner: SectionOwner, language: str, *, is_archive: bool) -> list[KitFile]:
    """Returns the logo of the library, which every page of its owner shows."""
    logo: FederationImage | None = getattr(owner, "logo", None)
    if logo is None:
        return []
    owner_name = name_of(owner, language)
    picture = KitPicture(logo, str(logo.alt_texts) or _("Logo de %(owner)s") % {"owner": owner_name})
    pictures = _with_tags([picture]) if is_archive else [picture]
    return image_files(pictures, owner_name, Folder.LOGOS, for_print=False)


def _with_tags(pictures: Sequence[KitPicture]) -> list[KitPicture]:
    """Returns pictures with the tags of their images, which are written into an archive's copies. One query.

    The images are copies: others share those that were remembered.
    """
    found = [replace(picture, image=copy(picture.image)) for picture in pictures]
    prefetch_related_objects([picture.image for picture in found], "tags")
    return found


def _chosen_images(press_kit: PressKit) -> list[KitPicture]:
    if press_kit.pk is None:
        return []
    rows = PressKitImage.objects.filter(press_kit=press_kit).select_related("image")
    return [KitPicture(row.image) for row in rows.order_by("sort_order", "pk")[:MOST_CHOSEN]]


def _chosen_documents(press_kit: PressKit, language: str) -> list[FederationDocument]:
    if press_kit.pk is None:
        return []
    rows = PressKitDocument.objects.filter(Q(language="") | Q(language=language), press_kit=press_kit)
    rows = rows.select_related("document__collection").order_by("sort_order", "pk")
    chosen: list[FederationDocument] = []
    for row in rows[:MOST_CHOSEN]:
        # Who offers it in one language says so: in memory, if the library does not.
        row.document.language = row.document.language or row.language
        chosen.append(row.document)
    return chosen


def _latest_images(owner_id: int | None, language: str) -> list[KitPicture]:
    """Returns images of the owner's latest public releases that the press may take. One or two queries."""
    usable = showable_q("lead_image__") & ~Q(lead_image__licence=Licence.ALL_RIGHTS)
    releases = (
        ContentPage.objects.visible()
        .of_kinds(*kinds_where(lambda kind: kind.requires_credits))
        .filter(usable, lead_image__isnull=False, cluster=owner_id, locale__language_code=language)
    )
    keys = list(releases.latest_first().values_list("lead_image_id", flat=True)[: 2 * MOST_LATEST])
    found = FederationImage.objects.in_bulk(keys)
    return [KitPicture(found[key]) for key in dict.fromkeys(keys) if key in found][:MOST_LATEST]


def _once(pictures: Iterable[KitPicture]) -> list[KitPicture]:
    """Returns each image once, where it stands first, with the name that anybody gives it."""
    found: dict[int, KitPicture] = {}
    for picture in pictures:
        known = found.setdefault(picture.image.pk, picture)
        if picture.name and not known.name:
            found[picture.image.pk] = replace(known, name=picture.name)
    return list(found.values())


def kit_of_owner(owner: SectionOwner, language: str, *, is_archive: bool = False) -> PressKitContents:
    """Returns the kit of a cluster or of the federation in a language. A bounded number of queries.

    `is_archive` says that copies of its images are made, which need their tags.
    """
    press_kit = press_kit_of(owner)
    with override(language):
        owner_name = name_of(owner, language)
        sections = sections_of(owner, language)
        pictures = [
            *_chosen_images(press_kit),
            *(picture for section in sections for picture in section.pictures),
        ]
        if press_kit.completes:
            pictures += _latest_images(press_kit.cluster_id, language)
        pictures = _once(pictures)
        files, left_out = _bounded(
            [
                *_vector_logo(owner, press_kit, language),
                *_logo_files(owner, language, is_archive=is_archive),
                *image_files(_with_tags(pictures) if is_archive else pictures, owner_name),
                *document_files(_chosen_documents(press_kit, language)),
            ]
        )
    return PressKitContents(
        owner,
        language,
        owner_name,
        files,
        tuple(sections),
        boilerplate_of(owner),
        left_out=left_out,
    )


def _files_of_page(page: ContentPage, *, is_archive: bool) -> list[KitFile]:
    """Returns the images and documents of a page as it is in memory, in the order of the library's titles."""
    keys = sorted(file_keys(page), key=lambda pair: pair[1])
    images = [key for model, key in keys if model is FederationImage]
    documents = [key for model, key in keys if model is FederationDocument]
    # A page that is shown has read its own.
    lead: FederationImage | None = None if is_archive else page.lead_image
    found_images = {lead.pk: lead} if lead is not None and lead.pk in images else {}
    if wanted := [key for key in images if key not in found_images]:
        found_images |= FederationImage.objects.in_bulk(wanted)
    found_documents = (
        FederationDocument.objects.select_related("collection").in_bulk(documents) if documents else {}
    )
    # What the page opens with comes first.
    first = [page.lead_image_id] if page.lead_image_id in found_images else []
    in_order = [*first, *(key for key in images if key not in first)]
    own_words = {page.lead_image_id: page.lead_image_text}
    pictures = [
        KitPicture(found_images[key], own_words.get(key, "")) for key in in_order if key in found_images
    ]
    return [
        *document_files(
            [found_documents[key] for key in documents if key in found_documents], reserved_too=True
        ),
        *image_files(_with_tags(pictures) if is_archive else pictures, page.title),
    ]


def files_of_page(page: ContentPage) -> list[KitFile]:
    """Returns the files of a release or an event itself, in its language. At most six queries.

    Documents with all rights reserved are among them: they are attached to be read.
    """
    with override(page.locale.language_code):
        return _files_of_page(page, is_archive=False)


def kit_of_page(page: ContentPage, notice: AccessNotice | None = None) -> PressKitContents:
    """Returns the kit of a release or an event as it is in memory: its files, and what its owner says of itself.

    What its owner says stays out of a public kit while the owner's own is not open. With a `notice`, the kit is for
    somebody who reads before publication.
    """
    owner, language = owner_of_page(page), page.locale.language_code
    slug = slug_of(owner)
    is_open = notice is not None or language in open_languages(slug).get(slug, ())
    with override(language):
        found = _files_of_page(page, is_archive=True)
        free = [file for file in found if not file.is_reserved]
        vector_logo = _vector_logo(owner, press_kit_of(owner), language) if is_open else []
        files, left_out = _bounded([*free, *vector_logo, *_logo_files(owner, language, is_archive=True)])
        sections = tuple(sections_of(owner, language)) if is_open else ()
    return PressKitContents(
        owner,
        language,
        page.title,
        files,
        sections,
        boilerplate_of(owner) if is_open else TranslatedText(),
        page=page,
        left_out=left_out,
        reserved=tuple(file.name for file in found if file.is_reserved),
        notice=notice,
    )
