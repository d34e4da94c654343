"""The policies of pictures and files: people who are shown have agreed, and the press is told whose a file is."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from clusters.models import ContentPage
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal, Refusals
from fedcms.core.i18n.bidi import isolated
from fedcms.media.models import Consent, FederationDocument, FederationImage

File = FederationImage | FederationDocument
FileModel = type[FederationImage] | type[FederationDocument]
MODELS: tuple[FileModel, ...] = (FederationImage, FederationDocument)


def _keys_by_type(page: Page) -> dict[int, set[int]]:
    """Returns the keys of what a page as it is in memory refers to, by content type."""
    found: dict[int, set[int]] = {}
    references = ReferenceIndex._extract_references_from_object(page)  # noqa: SLF001  # the index has the stored page
    for type_id, key, _model_path, _content_path in references:
        if key.isdecimal():
            found.setdefault(type_id, set()).add(int(key))
    return found


def _public_keys(page: Page, type_id: int) -> set[int]:
    """Returns the keys of the files that the stored page uses."""
    stored = ReferenceIndex.get_references_for_object(page).filter(to_content_type_id=type_id)
    return {int(key) for key in stored.values_list("to_object_id", flat=True) if key.isdecimal()}


def _files(publication: Publication) -> Iterator[tuple[File, bool]]:
    """Yields each image and document of a page, and whether its public version has it already."""
    used = _keys_by_type(publication.content)
    for model in MODELS:
        type_id = ContentType.objects.get_for_model(model).pk
        keys = used.get(type_id)
        if keys:
            public = _public_keys(publication.page, type_id) if publication.is_public else set()
            for file in model.objects.filter(pk__in=keys).order_by("title", "pk"):
                yield file, file.pk in public


def refuse_without_rights(publication: Publication) -> Refusal | None:
    """Refuses a page with a file whose people have not agreed, or a release with a file that nobody is credited for.

    What a public release has already keeps it from no correction.
    """
    page = publication.content
    requires_credits = isinstance(page, ContentPage) and page.requires_credits
    refusals: list[Refusal] = []
    for file, is_public in _files(publication):
        title = isolated(str(file))
        if file.consent == Consent.MISSING:
            words = _(
                "« %(file)s » montre des personnes dont l’accord manque : recueillez-le et notez-le dans la "
                "bibliothèque, ou retirez ce fichier."
            )
            refusals.append(Refusal(words % {"file": title}, reason="consent_missing"))
        if requires_credits and not file.credit and not is_public:
            words = _(
                "« %(file)s » n’a pas de crédit : la presse doit savoir qui citer. Donnez-le dans la bibliothèque."
            )
            refusals.append(Refusal(words % {"file": title}, reason="credit_missing"))
    return Refusals(refusals) if refusals else None
