"""With which objects of B the arguments of an address are filled."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Revision, Site, UploadedFile
from wagtail_localize.models import OverridableSegment, StringSegment

from clusters.models import Charter, Invitation, Organisation
from clusters.translation.models import GlossaryTerm, TranslationImport, TranslationJob
from fedcms.core.models import Topic
from fedcms.media.models import FederationDocument, FederationImage
from search.harvest.actions import ACTIONS
from search.models import HarvestSource, PromotedResult, ThesaurusConcept
from tests.admin_walk.stage import LANGUAGES, SECRET, Stage

Arguments = dict[str, object]
Filler = Callable[[Stage], list[Arguments]]


def _pages(argument: str) -> Filler:
    return lambda stage: [{argument: page.pk} for page in stage.b_pages()]


def _parents(argument: str) -> Filler:
    return lambda stage: [{argument: stage.parent(stage.b, language).pk} for language in LANGUAGES]


def _rows(argument: str, *models: Callable[[Stage], object]) -> Filler:
    return lambda stage: [{argument: get(stage)} for get in models]


def _moves(stage: Stage) -> list[Arguments]:
    home, theirs = stage.parent(stage.a).pk, stage.parent(stage.b).pk
    mine = stage.a_pages["live"].pk
    return [
        *({"page_to_move_id": page.pk, "destination_id": home} for page in stage.b_pages()),
        {"page_to_move_id": mine, "destination_id": theirs},
        {"page_to_move_id": stage.pages["fr"]["draft"].pk, "destination_id": theirs},
    ]


def _reviews(stage: Stage) -> list[Arguments]:
    """Each page's own review, and one's own review at the address of a page of B and the other way round."""
    found: list[Arguments] = []
    mine, my_state = stage.a_pages["in_review"], stage.task_state(stage.a_pages["in_review"])
    for action in ("approve", "reject"):
        for language in LANGUAGES:
            page = stage.pages[language]["in_review"]
            state = stage.task_state(page)
            found += [
                {"page_id": page.pk, "action_name": action, "task_state_id": state.pk},
                {"page_id": page.pk, "action_name": action, "task_state_id": my_state.pk},
                {"page_id": mine.pk, "action_name": action, "task_state_id": state.pk},
                # Not in review: Wagtail says so, with the title.
                {
                    "page_id": stage.pages[language]["draft"].pk,
                    "action_name": action,
                    "task_state_id": my_state.pk,
                },
            ]
    return found


def _task_previews(stage: Stage) -> list[Arguments]:
    return [
        {"page_id": stage.pages[language][state].pk, "task_id": task}
        for language in LANGUAGES
        for state in ("draft", "in_review")
        for task in (
            stage.task_state(stage.pages[language]["in_review"]).task_id,
            stage.task_state(stage.a_pages["in_review"]).task_id,
        )
    ]


def _revisions(stage: Stage) -> list[Arguments]:
    found: list[Arguments] = []
    for page in stage.b_pages():
        revision = Revision.objects.for_instance(page.specific).order_by("-pk").first()
        if revision is not None:
            found.append({"page_id": page.pk, "revision_id": revision.pk})
            found.append({"page_id": stage.a_pages["live"].pk, "revision_id": revision.pk})
    return found


def _comparisons(stage: Stage) -> list[Arguments]:
    return [
        {"pk": page.pk, "revision_id_a": a, "revision_id_b": b}
        for page in stage.b_pages()
        for a, b in (("earliest", "latest"), ("live", "latest"))
    ]


def _adds(stage: Stage) -> list[Arguments]:
    return [
        {
            "content_type_app_name": "news",
            "content_type_model_name": "articlepage",
            "parent_page_id": parent.pk,
        }
        for parent in (stage.parent(stage.b, language) for language in LANGUAGES)
    ]


def _api_actions(stage: Stage) -> list[Arguments]:
    return [
        {"pk": stage.pages[language][state].pk, "action_name": action}
        for action in PagesAdminAPIViewSet.actions
        for language in LANGUAGES
        for state in ("draft", "edited")
    ]


def _bulk(stage: Stage) -> list[Arguments]:
    return [
        {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "action": each.action_type}
        for model in (Page, FederationImage, FederationDocument)
        # Asked so, the registry reads the hooks first: its dictionary is empty until somebody did.
        for each in bulk_action_registry.get_bulk_actions_for_model(
            model._meta.app_label, model._meta.model_name
        )
    ]


def _kinds(app: str, model: str) -> Filler:
    named = [("news", "articlepage"), ("events", "eventpage"), ("wagtailcore", "groupapprovaltask"),
             ("clusters", "organisation"), ("media", "federationimage")]  # fmt: skip
    return lambda stage: [{app: label, model: name} for label, name in named]


def _of_kind(stage: Stage) -> list[Arguments]:
    return [
        {
            "app_label": "clusters",
            "model_name": "organisation",
            "pk": Organisation.objects.get(cluster=stage.b).pk,
        },
        {"app_label": "news", "model_name": "articlepage", "pk": stage.pages["fr"]["draft"].pk},
    ]


def _pings(stage: Stage) -> list[Arguments]:
    session = EditingSession.objects.get()
    return [
        {"app_label": app, "model_name": model, "object_id": page.pk, "session_id": session.pk}
        for app, model in (("news", "articlepage"), ("wagtailcore", "page"), ("clusters", "contentpage"))
        for page in (stage.pages["fr"]["draft"], stage.pages["ar"]["edited"])
    ]


def _translation(stage: Stage) -> object:
    return stage.translations()[0].pk


def _translation_and(argument: str, model: type) -> Filler:
    def fill(stage: Stage) -> list[Arguments]:
        translation = stage.translations()[0]
        rows = model.objects.filter(source=translation.source).order_by("pk").values_list("pk", flat=True)
        return [{"translation_id": translation.pk, argument: pk} for pk in rows[:2]]

    return fill


def _jobs(stage: Stage) -> list[Arguments]:
    """A work that B's editor started, with a page's title among what was not done."""
    title = stage.pages["fr"]["draft"].title
    job, _made = TranslationJob.objects.get_or_create(
        user=stage.people["b_editor"],
        action=TranslationJob.Action.TRANSLATE,
        defaults={
            "steps": [[stage.pages["fr"]["draft"].pk, 2]],
            "done": 1,
            "refused": [[title, "English", title]],
        },
    )
    return [{"job_id": job.pk}]


def _imports(stage: Stage) -> list[Arguments]:
    """The report of a file that B's editor imported, with a page's title."""
    title = stage.pages["fr"]["draft"].title
    made, _new = TranslationImport.objects.get_or_create(
        user=stage.people["b_editor"],
        name=title,
        defaults={"counts": dict.fromkeys(("refused", "taken", "unchanged", "empty", "warnings"), 0)},
    )
    return [{"import_id": made.pk}]


def _files(stage: Stage) -> list[Arguments]:
    return [
        {"translation_id": translation.pk, "kind": kind}
        for translation in stage.translations()
        for kind in ("xliff", "po")
    ]


def _invitations(stage: Stage) -> list[Arguments]:
    """An invitation into B's team, also at the address of A's."""
    owner = stage.people["b_publisher"]
    made, is_new = Invitation.objects.get_or_create(
        email=f"{SECRET}@people.example",
        defaults={
            "role": "editor",
            "language": "fr",
            "invited_by": owner,
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )
    if is_new:
        made.clusters.add(stage.b)
    return [{"team": team, "invitation_id": made.pk} for team in (stage.b.pk, stage.a.pk)]


def _members(stage: Stage) -> list[Arguments]:
    """B's people, also as if they were A's, and the federation's."""
    people = [stage.people[name].pk for name in ("b_editor", "b_publisher")]
    return [{"team": team, "user_id": pk} for team in (stage.b.pk, stage.a.pk, 0) for pk in people]


PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "page_pk")

# By arguments, whatever the name.
BY_ARGUMENTS: dict[tuple[str, ...], Filler] = {
    **{(argument,): _pages(argument) for argument in PAGE_ARGUMENTS},
    ("parent_page_id",): lambda stage: (
        _parents("parent_page_id")(stage) + _pages("parent_page_id")(stage)[:6]
    ),
    ("destination_id", "page_to_move_id"): _moves,
    ("action_name", "page_id", "task_state_id"): _reviews,
    ("page_id", "task_id"): _task_previews,
    ("page_id", "revision_id"): _revisions,
    ("pk", "revision_id_a", "revision_id_b"): _comparisons,
    ("page_id", "workflow_state_id"): lambda stage: [
        {"page_id": page.pk, "workflow_state_id": stage.workflow_state(stage.pages["fr"]["in_review"]).pk}
        for page in (stage.pages["fr"]["in_review"], stage.a_pages["in_review"])
    ],
    ("content_type_app_name", "content_type_model_name", "parent_page_id"): _adds,
    ("content_type_app_name", "content_type_model_name"): _kinds(
        "content_type_app_name", "content_type_model_name"
    ),
    ("action_name", "pk"): _api_actions,
    ("action", "app_label", "model_name"): _bulk,
    ("action", "pk"): lambda stage: [
        {"pk": source.pk, "action": action}
        for source in HarvestSource.objects.filter(cluster=stage.b)
        for action in ACTIONS
    ],
    ("app_label", "model_name"): _kinds("app_label", "model_name"),
    ("app_name", "model_name"): _kinds("app_name", "model_name"),
    ("app_label", "model_name", "pk"): _of_kind,
    ("app_label", "model_name", "object_id", "session_id"): _pings,
    ("cluster_id",): lambda stage: [{"cluster_id": stage.b.pk}],
    ("team",): lambda stage: [{"team": team} for team in (stage.b.pk, 0)],
    ("invitation_id", "team"): _invitations,
    ("team", "user_id"): _members,
    ("session_id",): lambda stage: [{"session_id": EditingSession.objects.get().pk}],
    ("collection_id",): lambda stage: [{"collection_id": stage.b.collection_id}],
    ("page_pk", "workflow_pk"): lambda stage: [
        {"page_pk": section.pk, "workflow_pk": stage.b.workflow_id} for section in stage.b.pages.all()
    ],
    ("task_id",): lambda stage: [{"task_id": stage.task_state(stage.pages["fr"]["in_review"]).task_id}],
    ("translation_source_id",): _rows(
        "translation_source_id", lambda stage: stage.translations()[0].source_id
    ),
    ("translation_id",): lambda stage: [
        {"translation_id": translation.pk} for translation in stage.translations()
    ],
    ("mode", "translation_id"): lambda stage: [{"translation_id": _translation(stage), "mode": "default"}],
    ("string_segment_id", "translation_id"): _translation_and("string_segment_id", StringSegment),
    ("overridable_segment_id", "translation_id"): _translation_and(
        "overridable_segment_id", OverridableSegment
    ),
    ("job_id",): _jobs,
    ("import_id",): _imports,
    ("kind", "page_id"): lambda stage: [
        {"page_id": page.pk, "kind": kind} for page in stage.b_pages() for kind in ("svg", "png")
    ],
    ("kind", "translation_id"): _files,
    ("redirect_id",): _rows("redirect_id", lambda stage: Redirect.objects.get().pk),
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
    "charters": lambda stage: [Charter.objects.get().pk],
    "glossary": lambda stage: [GlossaryTerm.objects.get().pk],
    "topics": lambda stage: [Topic.objects.get().pk],
    "promoted_results": lambda stage: [PromotedResult.objects.get().pk],
    "thesaurus": lambda stage: [ThesaurusConcept.objects.get(key="lms").pk],
    "federation": lambda stage: [1],
    "wagtaillocales": lambda stage: [Locale.objects.get(language_code="en").pk],
    "wagtailsites": lambda stage: [Site.objects.get().pk],
    "wagtailusers_users": lambda stage: [stage.people["b_editor"].pk],
    "wagtailusers_groups": lambda stage: [stage.b.editors_group_id],
    "wagtaildocs_chooser": lambda stage: [stage.document.pk],  # type: ignore[union-attr]
    "wagtailimages_chooser": lambda stage: [stage.image.pk],  # type: ignore[union-attr]
}
