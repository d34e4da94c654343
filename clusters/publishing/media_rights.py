"""The policies of pictures and files: people who are shown have agreed, and the press is told whose a file is."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from clusters.access.file_forms import owner_of
from clusters.models import ContentPage
from clusters.publishing.file_references import file_references
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal, Refusals
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.publication import Way
from fedcms.media.models import Consent, FederationDocument, FederationImage, File, FileModel
from fedcms.users.models import User

CONSENT_MISSING = "consent_missing"
"""The reason of the refusals that name a file without consent."""

VIEWS: dict[FileModel, str] = {FederationImage: "wagtailimages:edit", FederationDocument: "wagtaildocs:edit"}
"""The names of the views in which people change a file."""


def _public_keys(page: Page, model: FileModel) -> set[int]:
    """Returns the keys of the files of a model that the stored page uses."""
    file_type = ContentType.objects.get_for_model(model)
    stored = ReferenceIndex.get_references_for_object(page).filter(to_content_type=file_type)
    return {int(key) for key in stored.values_list("to_object_id", flat=True) if key.isdecimal()}


def _files(publication: Publication) -> Iterator[tuple[File, bool]]:
    """Yields each image and document of a page, and whether its public version has it already."""
    for model, keys in file_references(publication.content).items():
        if keys:
            public = (
                _public_keys(publication.page, model)
                if publication.is_public and publication.way is not Way.WITHDRAWAL
                else set()
            )
            for file in model.objects.filter(pk__in=keys).order_by("title", "pk"):
                yield file, file.pk in public


def files_without_consent(publication: Publication) -> list[File]:
    """Returns the files that the page would newly show although people in them have not agreed.

    What is public with a file already may be corrected: the site shows such a file on no page (`may_be_shown`).
    """
    return [file for file, is_public in _files(publication) if _lacks_consent(file, is_public=is_public)]


def _lacks_consent(file: File, *, is_public: bool) -> bool:
    return file.consent == Consent.MISSING and not is_public


def may_change(actor: User | None, file: File) -> bool:
    """Returns whether a person changes the file in the library; nobody in particular does, as far as is known."""
    if actor is None:
        return False
    policy = policy_registry.get(file)
    return bool(policy.user_has_permission_for_instance(actor, "change", file))


def consent_refusal(file: File, actor: User | None) -> Refusal:
    """Returns the refusal of a file for which consent is missing, with what the person can do about it."""
    words = {"file": isolated(str(file))}
    if may_change(actor, file):
        text = _(
            "« %(file)s » montre des personnes dont l’accord manque : recueillez-le et notez-le dans la "
            "bibliothèque, ou retirez ce fichier."
        )
    else:
        words["owner"] = isolated(str(owner_of(file.collection)))
        text = _(
            "« %(file)s » montre des personnes dont l’accord manque : demandez à « %(owner)s », dont c’est le "
            "fichier, de le recueillir et de le noter, ou retirez ce fichier."
        )
    return Refusal(text % words, reason=CONSENT_MISSING)


def _credit_refusal(file: File, actor: User | None) -> Refusal:
    words = {"file": isolated(str(file))}
    if may_change(actor, file):
        text = _(
            "« %(file)s » n’a pas de crédit : la presse doit savoir qui citer. Donnez-le dans la bibliothèque."
        )
    else:
        words["owner"] = isolated(str(owner_of(file.collection)))
        text = _(
            "« %(file)s » n’a pas de crédit : la presse doit savoir qui citer. Demandez-le à « %(owner)s », dont "
            "c’est le fichier."
        )
    return Refusal(text % words, reason="credit_missing")


def refuse_without_rights(publication: Publication) -> Refusal | None:
    """Refuses a page with a file whose people have not agreed, or a release with a file that nobody is credited for.

    What a public page has already keeps it from no correction; after a withdrawal, consent is asked for anew. When its
    moment has come, credit is not asked for again: who approved the schedule decided, and nobody is there to complete
    it.
    """
    page, actor = publication.content, publication.actor
    requires_credits = (
        isinstance(page, ContentPage)
        and page.requires_credits
        and publication.way not in (Way.CLOCK, Way.WITHDRAWAL)
    )
    refusals: list[Refusal] = []
    for file, is_public in _files(publication):
        if _lacks_consent(file, is_public=is_public):
            refusals.append(consent_refusal(file, actor))
        if requires_credits and not file.credit and not is_public:
            refusals.append(_credit_refusal(file, actor))
    return Refusals(refusals) if refusals else None
