"""With which objects of B the arguments of an address are filled."""

from collections.abc import Callable

from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site, UploadedFile
from wagtail_localize.models import OverridableSegment, StringSegment

from clusters.models import Bundle, BundleMember, Charter, Commitment, Organisation, PressKit
from clusters.translation.models import GlossaryTerm
from fedcms.core.models import Topic
from search.harvest.actions import ACTIONS
from search.models import ConceptProposal, HarvestSource, PromotedResult, ThesaurusConcept
from tests.admin_walk import fillers, mission_fillers, team_fillers
from tests.admin_walk.fillers import Filler
from tests.admin_walk.stage import Stage

PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "page_pk")

# By arguments, whatever the name.
BY_ARGUMENTS: dict[tuple[str, ...], Filler] = {
    **{(argument,): fillers.pages(argument) for argument in PAGE_ARGUMENTS},
    ("parent_page_id",): lambda stage: (
        fillers.parents("parent_page_id")(stage) + fillers.pages("parent_page_id")(stage)[:6]
    ),
    ("destination_id", "page_to_move_id"): fillers.moves,
    ("action_name", "page_id", "task_state_id"): fillers.reviews,
    ("page_id", "task_id"): fillers.task_previews,
    ("page_id", "revision_id"): fillers.revisions,
    ("pk", "revision_id_a", "revision_id_b"): fillers.comparisons,
    ("page_id", "workflow_state_id"): lambda stage: [
        {"page_id": page.pk, "workflow_state_id": stage.workflow_state(stage.pages["fr"]["in_review"]).pk}
        for page in (stage.pages["fr"]["in_review"], stage.a_pages["in_review"])
    ],
    ("content_type_app_name", "content_type_model_name", "parent_page_id"): fillers.adds,
    ("content_type_app_name", "content_type_model_name"): fillers.kinds(
        "content_type_app_name", "content_type_model_name"
    ),
    ("action_name", "pk"): fillers.api_actions,
    ("action", "app_label", "model_name"): fillers.bulk,
    ("action", "pk"): lambda stage: [
        {"pk": source.pk, "action": action}
        for source in HarvestSource.objects.filter(cluster=stage.b)
        for action in ACTIONS
    ],
    ("app_label", "model_name"): fillers.kinds("app_label", "model_name"),
    ("app_name", "model_name"): fillers.kinds("app_name", "model_name"),
    ("app_label", "model_name", "pk"): fillers.of_kind,
    ("app_label", "model_name", "object_id", "session_id"): fillers.pings,
    ("address", "page_id"): lambda stage: [
        {"page_id": page.pk, "address": f"media/{stage.image.file.name}"}  # type: ignore[union-attr]
        for page in stage.b_pages()
    ],
    ("bundle_id",): lambda stage: [
        {"bundle_id": pk} for pk in Bundle.objects.filter(cluster=stage.b).values_list("pk", flat=True)
    ],
    ("bundle_id", "member_id"): lambda stage: [
        {"bundle_id": member.bundle_id, "member_id": member.pk}
        for member in BundleMember.objects.filter(bundle__cluster=stage.b)
    ],
    ("cluster_id",): lambda stage: [{"cluster_id": stage.b.pk}],
    ("team",): lambda stage: [{"team": team} for team in (stage.b.pk, 0)],
    ("invitation_id", "team"): team_fillers.invitations,
    ("accreditation_id", "team"): team_fillers.accreditations,
    ("contact_id", "team"): team_fillers.contacts,
    ("list_id", "team"): team_fillers.contact_lists,
    ("mailing_id", "team"): team_fillers.mailings,
    ("sheet_id", "team"): team_fillers.sheets,
    ("sheet_id", "sign_up_id", "team"): team_fillers.sign_ups,
    ("call_id",): mission_fillers.juries,
    ("application_id", "call_id"): mission_fillers.evaluated,
    ("application_id", "call_id", "document_id"): mission_fillers.evaluated_documents,
    ("call_id", "team"): mission_fillers.calls,
    ("application_id", "call_id", "team"): mission_fillers.applications,
    ("application_id", "team"): mission_fillers.travelled,
    ("call_id", "item_id", "team"): mission_fillers.programme_items,
    ("application_id", "call_id", "document_id", "team"): mission_fillers.application_documents,
    ("team", "user_id"): team_fillers.members,
    ("team", "webhook_id"): team_fillers.webhooks,
    ("delivery_id", "team", "webhook_id"): team_fillers.deliveries,
    ("session_id",): lambda stage: [{"session_id": EditingSession.objects.latest("pk").pk}],
    ("collection_id",): lambda stage: [{"collection_id": stage.b.collection_id}],
    ("page_pk", "workflow_pk"): lambda stage: [
        {"page_pk": section.pk, "workflow_pk": stage.b.workflow_id} for section in stage.b.pages.all()
    ],
    ("task_id",): lambda stage: [{"task_id": stage.task_state(stage.pages["fr"]["in_review"]).task_id}],
    ("translation_source_id",): fillers.rows(
        "translation_source_id", lambda stage: stage.translations()[0].source_id
    ),
    ("translation_id",): lambda stage: [
        {"translation_id": translation.pk} for translation in stage.translations()
    ],
    ("mode", "translation_id"): lambda stage: [
        {"translation_id": fillers.translation(stage), "mode": "default"}
    ],
    ("string_segment_id", "translation_id"): fillers.translation_and("string_segment_id", StringSegment),
    ("overridable_segment_id", "translation_id"): fillers.translation_and(
        "overridable_segment_id", OverridableSegment
    ),
    ("job_id",): fillers.jobs,
    ("import_id",): fillers.imports,
    ("kind", "page_id"): lambda stage: [
        {"page_id": page.pk, "kind": kind} for page in stage.b_pages() for kind in ("svg", "png")
    ],
    ("kind", "translation_id"): fillers.files,
    ("redirect_id",): fillers.rows("redirect_id", lambda stage: Redirect.objects.earliest("pk").pk),
    ("document_id",): lambda stage: [{"document_id": stage.document.pk}],  # type: ignore[union-attr]
    ("doc_id",): lambda stage: [{"doc_id": stage.document.pk}],  # type: ignore[union-attr]
    ("image_id",): lambda stage: [{"image_id": stage.image.pk}],  # type: ignore[union-attr]
    ("filter_spec", "image_id"): lambda stage: [{"image_id": stage.image.pk, "filter_spec": "width-8"}],  # type: ignore[union-attr]
    ("language",): lambda stage: [{"language": language} for language in ("fr", "en")],
    ("language", "name"): lambda stage: [{"language": "fr", "name": "2-ecrire"}],
    ("uploaded_file_id",): lambda stage: [
        {"uploaded_file_id": pk} for pk in UploadedFile.objects.values_list("pk", flat=True)
    ],
}

# What `pk` means, by the beginning of the name.
PK: dict[str, Callable[[Stage], list[object]]] = {
    "wagtailadmin_api:pages": lambda stage: [page.pk for page in stage.b_pages()],
    "wagtailadmin_api:images": lambda stage: [stage.image.pk],  # type: ignore[union-attr]
    "wagtailadmin_api:documents": lambda stage: [stage.document.pk],  # type: ignore[union-attr]
    "wagtailadmin_collections": lambda stage: [stage.b.collection_id],
    "wagtailadmin_workflows:edit_task": lambda stage: [
        stage.task_state(stage.pages["fr"]["in_review"]).task_id
    ],
    "wagtailadmin_workflows:disable_task": lambda stage: [
        stage.task_state(stage.pages["fr"]["in_review"]).task_id
    ],
    "wagtailadmin_workflows:enable_task": lambda stage: [
        stage.task_state(stage.pages["fr"]["in_review"]).task_id
    ],
    "wagtailadmin_workflows": lambda stage: [stage.b.workflow_id],
    "harvest_sources": lambda stage: [HarvestSource.objects.get(cluster=stage.b).pk],
    "organisation": lambda stage: [Organisation.objects.get(cluster=stage.b).pk],
    "clusters": lambda stage: [stage.b.pk],
    "charters": lambda stage: [Charter.objects.latest("pk").pk],
    "commitments": lambda stage: [Commitment.objects.latest("pk").pk],
    "glossary": lambda stage: [GlossaryTerm.objects.latest("pk").pk],
    "press_kits": lambda stage: [PressKit.objects.get(cluster=stage.b).pk],
    "topics": lambda stage: [Topic.objects.latest("pk").pk],
    "promoted_results": lambda stage: [PromotedResult.objects.earliest("pk").pk],
    "concept_proposals": lambda stage: [ConceptProposal.objects.get(words="zorglub").pk],
    "thesaurus": lambda stage: [ThesaurusConcept.objects.get(key="lms").pk],
    "federation": lambda stage: [1],
    **{name: team_fillers.owned_rows(model) for name, model in team_fillers.OWNED_ROWS.items()},
    "wagtaillocales": lambda stage: [Locale.objects.get(language_code="en").pk],
    "wagtailsites": lambda stage: [Site.objects.get().pk],
    "wagtailusers_users": lambda stage: [stage.people["b_editor"].pk],
    "wagtailusers_groups": lambda stage: [stage.b.editors_group_id],
    "wagtaildocs_chooser": lambda stage: [stage.document.pk],  # type: ignore[union-attr]
    "wagtailimages_chooser": lambda stage: [stage.image.pk],  # type: ignore[union-attr]
}
