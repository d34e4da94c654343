"""Everything of B as it is stored: two dumps that are equal mean that nothing of B changed.

What is read is put into SQL once: a request that writes is followed by a look at the tables that it wrote to, and
making the same forty statements again each time would cost more than the request.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
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

from clusters.models import (
    Accreditation,
    Bundle,
    BundleMember,
    BundleState,
    Charter,
    Cluster,
    ClusterPage,
    Commitment,
    ContentPage,
    Federation,
    Invitation,
    Organisation,
    PressKit,
    Subscriber,
)
from clusters.translation.models import GlossaryTerm
from events.models import (
    Application,
    ApplicationDocument,
    CallForApplications,
    DelegateProfile,
    DelegateStory,
    Delegation,
    DelegationOutcome,
    ProgrammeItem,
    SignUp,
    SignUpSheet,
)
from fedcms.core.models import LocaleState, Topic
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from home.models import Webhook, WebhookDelivery
from news.models import ArticlePage, ContactList, Mailing, MailingRecipient, MediaContact
from search.models import ConceptProposal, HarvestSource, PromotedResult, ThesaurusConcept
from tests.admin_walk.stage import SECRET, Stage
from tests.admin_walk.team_fillers import OWNED_ROWS
from tests.admin_walk.writes import Writes

Dump = dict[str, frozenset[str]]
_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@dataclass(frozen=True)
class Kind:
    """Rows that are compared: their name, the statement that reads them, and every table that it reads."""

    name: str
    sql: str
    parameters: tuple[object, ...]
    tables: frozenset[str]

    @classmethod
    def of(cls, name: str, rows: "QuerySet[Model]", columns: tuple[str, ...] = ()) -> "Kind":
        """What a query finds, whatever is found by it later."""
        try:
            sql, parameters = rows.order_by().values_list(*columns).query.sql_with_params()
        except EmptyResultSet:
            # By values that a database need not be asked about: there are no such rows.
            sql, parameters = "SELECT 1 WHERE 1 = 0", ()
        return cls(name, sql, tuple(parameters), frozenset(_TABLES.findall(sql)))

    def rows(self) -> frozenset[str]:
        """As the database has them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters)
            return frozenset(map(repr, cursor.fetchall()))


def _keys(pages: "QuerySet[Page]") -> "QuerySet[Page, str]":
    """As tables have them that point to rows of any kind."""
    return pages.annotate(key=Cast("pk", CharField())).values_list("key", flat=True)


def of_the_federation(model: type[Model]) -> str:
    """The name of a model's rows that are the federation's own."""
    return f"{model._meta.label} of the federation"


OF_A_CLUSTER: dict[str, type[Model]] = {
    "accreditations": Accreditation,
    "bundles": Bundle,
    "contact lists": ContactList,
    "mailings": Mailing,
    "media contacts": MediaContact,
    "press kits": PressKit,
    "webhooks": Webhook,
}
"""Rows that have one cluster each, by the name in the dump."""


def _applications(stage: Stage) -> Iterator[tuple[str, "QuerySet[Model]"]]:
    calls = CallForApplications.objects.of_cluster(stage.b.pk)
    yield "calls for applications", calls
    yield "applications", Application.objects.filter(call__in=calls)
    yield "documents of applications", ApplicationDocument.objects.filter(application__call__in=calls)
    yield "delegations", Delegation.objects.filter(call__in=calls)
    yield "profiles of delegates", DelegateProfile.objects.filter(application__call__in=calls)
    yield "programmes of delegations", ProgrammeItem.objects.filter(call__in=calls)
    yield "outcomes of missions", DelegationOutcome.objects.filter(call__in=calls)
    yield "stories of delegates", DelegateStory.objects.filter(application__call__in=calls)


def _of_b(stage: Stage) -> Iterator[tuple[str, "QuerySet[Model]"]]:
    roots = list(ClusterPage.objects.filter(cluster=stage.b).values_list("path", flat=True))
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root)
    own = Q(pk__in=[])
    for root in ClusterPage.objects.filter(cluster=stage.a).values_list("path", flat=True):
        own |= Q(path__startswith=root)
    pages = Page.objects.filter(below)
    ids, keys = pages.values("pk"), _keys(pages)
    groups = [stage.b.editors_group_id, stage.b.publishers_group_id]
    people = [stage.people["b_editor"].pk, stage.people["b_publisher"].pk]
    yield "pages", pages
    yield "content", ContentPage.objects.filter(below)
    yield "articles", ArticlePage.objects.filter(below)
    yield "revisions", Revision.objects.filter(base_content_type__model="page", object_id__in=keys)
    yield "log of pages", PageLogEntry.objects.filter(page_id__in=ids)
    yield "workflow states", WorkflowState.objects.filter(object_id__in=keys)
    yield "task states", TaskState.objects.filter(workflow_state__object_id__in=keys)
    yield "comments", Comment.objects.filter(page_id__in=ids)
    yield "restrictions", PageViewRestriction.objects.exclude(page__in=Page.objects.filter(own))
    yield "collection restrictions", CollectionViewRestriction.objects.all()
    yield "page rights", GroupPagePermission.objects.filter(Q(group_id__in=groups) | Q(page_id__in=ids))
    yield "collection rights", GroupCollectionPermission.objects.all()
    yield "images", FederationImage.objects.filter(collection=stage.b.collection)
    yield "documents", FederationDocument.objects.filter(collection=stage.b.collection)
    yield "uploads", UploadedFile.objects.filter(uploaded_by_user_id__in=people)
    # Of the walkers' own translations they may change what they like.
    theirs = Page.objects.filter(own).values("translation_key")
    yield "translation sources", TranslationSource.objects.exclude(object_id__in=theirs)
    yield "translations", Translation.objects.exclude(source__object_id__in=theirs)
    yield "strings", StringTranslation.objects.exclude(context__object_id__in=theirs)
    yield "overrides", SegmentOverride.objects.exclude(context__object_id__in=theirs)
    yield "overridable", OverridableSegment.objects.exclude(source__object_id__in=theirs)
    yield "people", User.objects.filter(pk__in=people)
    yield "memberships", User.groups.through.objects.filter(Q(group_id__in=groups) | Q(user_id__in=people))
    yield "invitations", Invitation.objects.filter(clusters=stage.b)
    for name, owned in OF_A_CLUSTER.items():
        yield name, owned._default_manager.filter(cluster=stage.b)
    yield "deliveries", WebhookDelivery.objects.filter(webhook__cluster=stage.b)
    yield "pages of bundles", BundleMember.objects.filter(bundle__cluster=stage.b)
    yield "recipients", MailingRecipient.objects.filter(mailing__cluster=stage.b)
    sheets = SignUpSheet.objects.of_cluster(stage.b.pk)
    yield "sign-up sheets", sheets
    yield "sign-ups", SignUp.objects.filter(sheet__in=sheets)
    yield from _applications(stage)
    yield "redirects", Redirect.objects.all()
    for model in (
        Organisation, Cluster, Federation, Charter, Topic, Subscriber, Collection, Group, Group.permissions.through,
        Commitment,
        Workflow, WorkflowPage, Task, Site, Locale, ThesaurusConcept, PromotedResult, GlossaryTerm, LocaleState,
        ConceptProposal,
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
    for model in OWNED_ROWS.values():
        yield model._meta.label, model._default_manager.filter(cluster=stage.b)
        yield of_the_federation(model), model._default_manager.filter(cluster=None)
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
    keys = _keys(pages)
    foreign = FederationImage.objects.filter(collection=side.a.collection).values_list("pk", flat=True)
    drafts = Revision.objects.filter(object_id__in=keys, content__lead_image__in=list(foreign))
    yield "own drafts with another's picture", drafts, ("object_id",)
    public = ("pk", "path", "title", "slug", "live", "live_revision", "expire_at", "locked", "locked_by")
    if person in ("editor", "translator"):
        yield "own public pages", pages.filter(live=True), public
        yield "own locks", pages.filter(locked=True), public
        due = Revision.objects.filter(object_id__in=keys, approved_go_live_at__isnull=False)
        yield "own schedules", due, ("pk", "approved_go_live_at")
        yield (
            "own approvals",
            TaskState.objects.filter(workflow_state__object_id__in=keys, status=TaskState.STATUS_APPROVED),
            ("pk", "status"),
        )
        yield "own sources", HarvestSource.objects.filter(cluster=side.b), ()
        first = Organisation.objects.filter(cluster=side.b).order_by("pk").values("pk")[:1]
        yield "own organisation", Organisation.objects.filter(pk__in=first), ("pk",)
        groups = (side.b.editors_group_id, side.b.publishers_group_id)
        yield "own rights", GroupPagePermission.objects.filter(group__in=groups), ()
        approved = Bundle.objects.filter(cluster=side.b, state=BundleState.APPROVED)
        yield "own approved bundles", approved, ("pk", "moment")
        yield "own members", User.groups.through.objects.filter(group_id__in=groups), ()
    if person == "translator":
        yield "own bundles", Bundle.objects.filter(cluster=side.b), ()
        yield (
            "own drafts",
            pages.exclude(locale__language_code="ar"),
            (*public, "draft_title", "latest_revision"),
        )
        yield "own list of pages", pages, ("pk", "path")
        yield "own organisations' texts", Organisation.objects.filter(cluster=side.b), ()
        yield "own files", FederationImage.objects.filter(collection=side.b.collection), ()
        yield "own papers", FederationDocument.objects.filter(collection=side.b.collection), ()


def kept(side: Stage, person: str) -> list[Kind]:
    """The same as `watched`, of one's own cluster and by person. Rows that come are a change, too."""
    return [Kind.of(name, rows, columns) for name, rows, columns in _kept(side, person)]


def watched(stage: Stage) -> list[Kind]:
    """Everything of B."""
    return [Kind.of(name, rows) for name, rows in _of_b(stage)]


def dump(kinds: Iterable[Kind]) -> Dump:
    """All rows, by kind."""
    return {kind.name: kind.rows() for kind in kinds}


def differences(before: Dump, kinds: Iterable[Kind], writes: Writes) -> Iterator[str]:
    """What changed, in a line a kind. What was written to no table of a kind has not changed it."""
    for kind in kinds:
        if not writes.reach(kind.tables):
            continue
        now = kind.rows()
        lost, new = before[kind.name] - now, now - before[kind.name]
        if lost or new:
            yield f"{kind.name}: {len(lost)} rows lost or changed, {len(new)} new or changed"
