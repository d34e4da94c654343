"""Everything of B as it is stored: two dumps that are equal mean that nothing of B changed."""

from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowState,
)
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from clusters.models import Charter, Cluster, ClusterPage, ContentPage, Federation, Organisation
from clusters.translation.models import GlossaryTerm
from fedcms.core.models import LocaleState, Topic
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from news.models import ArticlePage
from search.models import HarvestSource, PromotedResult, ThesaurusConcept
from tests.admin_walk.stage import SECRET, Stage


def _of_b(stage: Stage) -> Iterator[tuple[str, "QuerySet[Model]"]]:
    roots = list(ClusterPage.objects.filter(cluster=stage.b).values_list("path", flat=True))
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root)
    own = Q(pk__in=[])
    for root in ClusterPage.objects.filter(cluster=stage.a).values_list("path", flat=True):
        own |= Q(path__startswith=root)
    pages = Page.objects.filter(below)
    ids = [str(pk) for pk in pages.values_list("pk", flat=True)]
    groups = [stage.b.editors_group_id, stage.b.publishers_group_id]
    people = [stage.people["b_editor"].pk, stage.people["b_publisher"].pk]
    yield "pages", pages
    yield "content", ContentPage.objects.filter(below)
    yield "articles", ArticlePage.objects.filter(below)
    yield "revisions", Revision.objects.filter(base_content_type__model="page", object_id__in=ids)
    yield "log of pages", PageLogEntry.objects.filter(page_id__in=ids)
    yield "workflow states", WorkflowState.objects.filter(object_id__in=ids)
    yield "task states", TaskState.objects.filter(workflow_state__object_id__in=ids)
    yield "comments", Comment.objects.filter(page_id__in=ids)
    yield "restrictions", PageViewRestriction.objects.exclude(page__in=Page.objects.filter(own))
    yield "collection restrictions", CollectionViewRestriction.objects.all()
    yield "page rights", GroupPagePermission.objects.filter(Q(group_id__in=groups) | Q(page_id__in=ids))
    yield "collection rights", GroupCollectionPermission.objects.all()
    yield "images", FederationImage.objects.filter(collection=stage.b.collection)
    yield "documents", FederationDocument.objects.filter(collection=stage.b.collection)
    yield "uploads", UploadedFile.objects.filter(uploaded_by_user_id__in=people)
    # Of the walkers' own translations they may change what they like.
    theirs = list(Page.objects.filter(own).values_list("translation_key", flat=True))
    yield "translation sources", TranslationSource.objects.exclude(object_id__in=theirs)
    yield "translations", Translation.objects.exclude(source__object_id__in=theirs)
    yield "strings", StringTranslation.objects.exclude(context__object_id__in=theirs)
    yield "overrides", SegmentOverride.objects.exclude(context__object_id__in=theirs)
    yield "overridable", OverridableSegment.objects.exclude(source__object_id__in=theirs)
    yield "people", User.objects.filter(pk__in=people)
    yield "memberships", User.groups.through.objects.filter(Q(group_id__in=groups) | Q(user_id__in=people))
    yield "redirects", Redirect.objects.all()
    for model in (
        Organisation, Cluster, Federation, Charter, Topic, Collection, Group, Group.permissions.through,
        Workflow, WorkflowPage, Task, Site, Locale, ThesaurusConcept, PromotedResult, GlossaryTerm, LocaleState,
    ):  # fmt: skip
        rows = model._default_manager.all()
        yield model._meta.label, rows.filter(cluster=stage.b) if model is Organisation else rows
    # Taken elsewhere: a copy of B's words, or a page of others that shows B's file.
    yield (
        "secrets outside",
        Page.objects.filter(
            Q(title__icontains=SECRET) | Q(draft_title__icontains=SECRET) | Q(slug__icontains=SECRET)
        ).exclude(below),
    )
    yield "sources", HarvestSource.objects.filter(cluster=stage.b)
    for item in (stage.image, stage.document):
        yield (
            f"uses of {type(item).__name__}",
            ReferenceIndex.objects.filter(
                to_object_id=str(item.pk if item else 0),
                to_content_type=ContentType.objects.get_for_model(type(item)) if item else None,
            ),
        )


def _kept(side: Stage, person: str) -> Iterator[tuple[str, "QuerySet[Model]", tuple[str, ...]]]:
    """What of their own cluster is not for this person to change: rows and columns."""
    below = Q()
    for root in ClusterPage.objects.filter(cluster=side.b).values_list("path", flat=True):
        below |= Q(path__startswith=root)
    pages = Page.objects.filter(below)
    ids = [str(pk) for pk in pages.values_list("pk", flat=True)]
    foreign = FederationImage.objects.filter(collection=side.a.collection).values_list("pk", flat=True)
    drafts = Revision.objects.filter(object_id__in=ids, content__lead_image__in=list(foreign))
    yield "own drafts with another's picture", drafts, ("object_id",)
    public = ("pk", "path", "title", "slug", "live", "live_revision", "expire_at", "locked", "locked_by")
    if person in ("editor", "translator"):
        yield "own public pages", pages.filter(live=True), public
        yield "own locks", pages.filter(locked=True), public
        due = Revision.objects.filter(object_id__in=ids, approved_go_live_at__isnull=False)
        yield "own schedules", due, ("pk", "approved_go_live_at")
        yield (
            "own approvals",
            TaskState.objects.filter(workflow_state__object_id__in=ids, status=TaskState.STATUS_APPROVED),
            ("pk", "status"),
        )
        yield "own sources", HarvestSource.objects.filter(cluster=side.b), ()
        first = Organisation.objects.filter(cluster=side.b).order_by("pk").values("pk")[:1]
        yield "own organisation", Organisation.objects.filter(pk__in=first), ("pk",)
        groups = (side.b.editors_group_id, side.b.publishers_group_id)
        yield "own rights", GroupPagePermission.objects.filter(group__in=groups), ()
        yield "own members", User.groups.through.objects.filter(group_id__in=groups), ()
    if person == "translator":
        yield (
            "own drafts",
            pages.exclude(locale__language_code="ar"),
            (*public, "draft_title", "latest_revision"),
        )
        yield "own list of pages", pages, ("pk", "path")
        yield "own organisations' texts", Organisation.objects.filter(cluster=side.b), ()
        yield "own files", FederationImage.objects.filter(collection=side.b.collection), ()
        yield "own papers", FederationDocument.objects.filter(collection=side.b.collection), ()


def kept(side: Stage, person: str) -> dict[str, list[str]]:
    """The same as `dump`, of one's own cluster and by person. Rows that come are a change, too."""
    return {
        name: sorted(repr(tuple(row)) for row in rows.order_by().values_list(*columns))
        for name, rows, columns in _kept(side, person)
    }


def dump(stage: Stage) -> dict[str, list[str]]:
    """One line a row, by kind."""
    return {
        name: sorted(repr(tuple(row)) for row in rows.order_by().values_list()) for name, rows in _of_b(stage)
    }


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """What changed, in a line a kind."""
    found = []
    for name, rows in before.items():
        lost, new = set(rows) - set(after[name]), set(after[name]) - set(rows)
        if lost or new:
            found.append(f"{name}: {len(lost)} rows lost or changed, {len(new)} new or changed")
    return found
