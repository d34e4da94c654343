"""Creates what a team has in work: pages sent back, in review, scheduled, withdrawn, to be signed, and in a bundle."""

from datetime import datetime, time

from django.utils import timezone
from wagtail.models import TaskState

from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import Bundle, Cluster, ContentPage, CoSignature, CoSignatureState
from clusters.publishing.bundles.composition import add, create
from clusters.publishing.withdrawal.actions import withdraw
from fedcms.demo.dates import clock
from fedcms.demo.pages import Shelf, build, parent_of, publish, slug_for, source_language
from fedcms.demo.source import DraftSpec
from news.models import PressReleasePage


def make_draft(spec: DraftSpec, shelf: Shelf) -> ContentPage:
    """Creates a page in its own language, written by the team's editor, and brings it to its stage."""
    page = build(spec, source_language(spec), shelf)
    page.first_published_at = None
    page.owner = shelf.team.editor
    if spec["stage"] == "scheduled":
        page.go_live_at = _moment(spec, shelf)
    parent = parent_of(page, shelf.cluster)
    page.slug = slug_for(page.title, parent, otherwise=spec["key"])
    parent.add_child(instance=page)
    if spec["stage"] == "scheduled":
        return publish(page, shelf.team)
    if spec["stage"] == "withdrawn":
        public = publish(page, shelf.team)
        withdraw(public, shelf.team.publisher, spec["remark"])
        return public
    if spec["stage"] == "to_co_sign":
        return ask_to_co_sign(page, spec["co_signers"], shelf)
    if spec["stage"] == "in_bundle":
        return put_in_bundle(page, spec, shelf)
    page.save_revision(user=shelf.team.editor, log_action=True)
    state = page.get_workflow().start(page, shelf.team.editor)
    if spec["stage"] == "sent_back":
        review: TaskState = state.current_task_state
        review.task.specific.on_action(review, shelf.team.publisher, "reject", comment=spec["remark"])
    return page


def _moment(spec: DraftSpec, shelf: Shelf) -> datetime:
    """Returns when the page is to appear, by the cluster's clock."""
    day = shelf.calendar.day(spec["in_days"])
    return datetime.combine(day, clock(spec["at"]) or time.min, tzinfo=shelf.zone)


def put_in_bundle(page: ContentPage, spec: DraftSpec, shelf: Shelf) -> ContentPage:
    """Saves a page in the team's bundle of that name, which its publisher is asked to approve. No mail."""
    editor = shelf.team.editor
    page.save_revision(user=editor, log_action=True)
    bundle = Bundle.objects.filter(cluster=shelf.cluster, title=spec["bundle"]).first()
    if bundle is None:
        bundle = create(shelf.cluster, editor, spec["bundle"], _moment(spec, shelf))
        Bundle.objects.filter(pk=bundle.pk).update(asked_at=timezone.now(), asked_by=editor)
    add(bundle.pk, page, editor)
    return page


def ask_to_co_sign(page: ContentPage, codes: list[str], shelf: Shelf) -> ContentPage:
    """Saves a release that clusters of these codes sign, too: the first has approved, the others are asked. No mail."""
    clusters = [Cluster.objects.get(code=code) for code in codes]
    if not isinstance(page, PressReleasePage):
        raise TypeError(f"{page} is no release: other clusters sign releases alone.")
    page.co_signers.set(clusters)
    page.save_revision(user=shelf.team.editor, log_action=True)
    digest = digest_of_text(page.get_latest_revision_as_object())
    now = timezone.now()
    for cluster in clusters:
        CoSignature.objects.create(
            page=page, cluster=cluster, digest=digest, asked_at=now, asked_by=shelf.team.editor
        )
    CoSignature.objects.filter(page=page.pk, cluster=clusters[0]).update(
        state=CoSignatureState.APPROVED, decided_at=now
    )
    return page
