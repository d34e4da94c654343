"""Finds the objects of B with which arguments of an address are filled; tests/admin_walk/fills.py says which."""

from collections.abc import Callable

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Revision

from clusters.models import Organisation
from clusters.translation.models import TranslationImport, TranslationJob
from fedcms.media.models import FederationDocument, FederationImage
from tests.admin_walk.stage import LANGUAGES, Stage

Arguments = dict[str, object]
Filler = Callable[[Stage], list[Arguments]]


def pages(argument: str) -> Filler:
    return lambda stage: [{argument: page.pk} for page in stage.b_pages()]


def parents(argument: str) -> Filler:
    return lambda stage: [{argument: stage.parent(stage.b, language).pk} for language in LANGUAGES]


def rows(argument: str, *models: Callable[[Stage], object]) -> Filler:
    return lambda stage: [{argument: get(stage)} for get in models]


def moves(stage: Stage) -> list[Arguments]:
    home, theirs = stage.parent(stage.a).pk, stage.parent(stage.b).pk
    mine = stage.a_pages["live"].pk
    return [
        *({"page_to_move_id": page.pk, "destination_id": home} for page in stage.b_pages()),
        {"page_to_move_id": mine, "destination_id": theirs},
        {"page_to_move_id": stage.pages["fr"]["draft"].pk, "destination_id": theirs},
    ]


def reviews(stage: Stage) -> list[Arguments]:
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


def task_previews(stage: Stage) -> list[Arguments]:
    return [
        {"page_id": stage.pages[language][state].pk, "task_id": task}
        for language in LANGUAGES
        for state in ("draft", "in_review")
        for task in (
            stage.task_state(stage.pages[language]["in_review"]).task_id,
            stage.task_state(stage.a_pages["in_review"]).task_id,
        )
    ]


def revisions(stage: Stage) -> list[Arguments]:
    found: list[Arguments] = []
    for page in stage.b_pages():
        revision = Revision.objects.for_instance(page.specific).order_by("-pk").first()
        if revision is not None:
            found.append({"page_id": page.pk, "revision_id": revision.pk})
            found.append({"page_id": stage.a_pages["live"].pk, "revision_id": revision.pk})
    return found


def comparisons(stage: Stage) -> list[Arguments]:
    return [
        {"pk": page.pk, "revision_id_a": a, "revision_id_b": b}
        for page in stage.b_pages()
        for a, b in (("earliest", "latest"), ("live", "latest"))
    ]


def adds(stage: Stage) -> list[Arguments]:
    return [
        {
            "content_type_app_name": "news",
            "content_type_model_name": "articlepage",
            "parent_page_id": parent.pk,
        }
        for parent in (stage.parent(stage.b, language) for language in LANGUAGES)
    ]


def api_actions(stage: Stage) -> list[Arguments]:
    return [
        {"pk": stage.pages[language][state].pk, "action_name": action}
        for action in PagesAdminAPIViewSet.actions
        for language in LANGUAGES
        for state in ("draft", "edited")
    ]


def bulk(stage: Stage) -> list[Arguments]:
    return [
        {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "action": each.action_type}
        for model in (Page, FederationImage, FederationDocument)
        # Asked so, the registry reads the hooks first: its dictionary is empty until somebody did.
        for each in bulk_action_registry.get_bulk_actions_for_model(
            model._meta.app_label, model._meta.model_name
        )
    ]


def kinds(app: str, model: str) -> Filler:
    named = [("news", "articlepage"), ("events", "eventpage"), ("wagtailcore", "groupapprovaltask"),
             ("clusters", "organisation"), ("media", "federationimage")]  # fmt: skip
    return lambda stage: [{app: label, model: name} for label, name in named]


def of_kind(stage: Stage) -> list[Arguments]:
    return [
        {
            "app_label": "clusters",
            "model_name": "organisation",
            "pk": Organisation.objects.get(cluster=stage.b).pk,
        },
        {"app_label": "news", "model_name": "articlepage", "pk": stage.pages["fr"]["draft"].pk},
    ]


def pings(stage: Stage) -> list[Arguments]:
    session = EditingSession.objects.latest("pk")
    return [
        {"app_label": app, "model_name": model, "object_id": page.pk, "session_id": session.pk}
        for app, model in (("news", "articlepage"), ("wagtailcore", "page"), ("clusters", "contentpage"))
        for page in (stage.pages["fr"]["draft"], stage.pages["ar"]["edited"])
    ]


def translation(stage: Stage) -> object:
    return stage.translations()[0].pk


def translation_and(argument: str, model: type) -> Filler:
    def fill(stage: Stage) -> list[Arguments]:
        translation = stage.translations()[0]
        rows = model.objects.filter(source=translation.source).order_by("pk").values_list("pk", flat=True)
        return [{"translation_id": translation.pk, argument: pk} for pk in rows[:2]]

    return fill


def jobs(stage: Stage) -> list[Arguments]:
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


def imports(stage: Stage) -> list[Arguments]:
    """The report of a file that B's editor imported, with a page's title."""
    title = stage.pages["fr"]["draft"].title
    made, _new = TranslationImport.objects.get_or_create(
        user=stage.people["b_editor"],
        name=title,
        defaults={"counts": dict.fromkeys(("refused", "taken", "unchanged", "empty", "warnings"), 0)},
    )
    return [{"import_id": made.pk}]


def files(stage: Stage) -> list[Arguments]:
    return [
        {"translation_id": translation.pk, "kind": kind}
        for translation in stage.translations()
        for kind in ("xliff", "po")
    ]
