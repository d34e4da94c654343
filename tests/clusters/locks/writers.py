"""All who write the rows of a set of translations, each as a person, a program or the worker does it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from clusters.co_signatures.requests import answer, ask
from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import Bundle
from clusters.publishing.bundles.approval import approve, change, reopen
from clusters.publishing.bundles.composition import add, create, delete
from clusters.publishing.bundles.locking import members_of, stamp_of
from clusters.translation.drafts.resync import resync
from clusters.translation.exchange.export_contents import contents_of
from clusters.translation.exchange.file_import import import_contents
from clusters.translation.exchange.po import read_po, write_po
from clusters.translation.exchange.selection import select
from clusters.translation.locks import lock_sets
from clusters.translation.review import moderation
from clusters.translation.state.consistency import repair
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.translation_set.moves import move_together
from events.models import CallForApplications
from fedcms.core.changes.page_batches import written_together
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from fedcms.users.models import User
from news.models import ArticlePage, PressReleasePage
from search.entries.building import sync_pages
from tests.clusters.locks.mission_writers import cancel_a_mission, publish_mission, save_call
from tests.clusters.publishing.world import World
from tests.factories import make_article, make_cluster, make_release, make_user
from tests.factories.content import section_of

Writer = Callable[[World], object]


def _source(world: World) -> ArticlePage:
    page: ArticlePage = ArticlePage.objects.get(pk=world.source.pk)
    return page


def _translation(world: World) -> Translation:
    return Translation.objects.select_related("source", "target_locale").get(pk=world.translation.pk)


def publish_source(world: World) -> None:
    """With another text, so that its translation is no longer fresh, and another place, which follows into it."""
    page = _source(world)
    page.summary = f"À {timezone.now():%H:%M:%S.%f}."
    page.dateline_place = f"Lille, {timezone.now():%H:%M:%S.%f}"
    page.save_revision().publish()


def publish_translation(world: World) -> None:
    """By the button of the translation editor."""
    moderation.publish(_translation(world), world.root)


def publish_both(world: World) -> None:
    """Ticked in the explorer."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    world.as_root().post(f"{url}?id={world.target().pk}&id={world.source.pk}")


def edit_and_publish(world: World) -> None:
    """By the editor, with another address."""
    page = _source(world)
    slug = "une-annee" if page.slug != "une-annee" else "une-autre-annee"
    form = world.form(page, slug=slug, **{"action-publish": "1"})
    world.as_root().post(world.edit_url(page), form)


def schedule_source(world: World) -> None:
    """Its next version is to appear in a moment, and the clock comes by."""
    page = _source(world)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    Revision.objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    publish_due()
    expire_due()


def unpublish_source(world: World) -> None:
    """Withdrawn."""
    _source(world).unpublish()


def save_draft(world: World) -> None:
    """What the editor's autosave writes."""
    _source(world).save_revision(clean=False)


def type_text(world: World) -> None:
    """One text in the translation editor."""
    translation = _translation(world)
    segment = translation.source.stringsegment_set.get(context__path="title")
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    client: Client = world.as_root()
    value = f"value=A year at {timezone.now():%H:%M:%S.%f}"
    client.put(url, value, content_type="application/x-www-form-urlencoded")


def take_file(world: World) -> None:
    """A translator's file comes in."""
    translation = _translation(world)
    pairs = select(world.root, [_source(world)], [translation.target_locale]).pairs
    import_contents(read_po(write_po(contents_of(pairs))), world.root)


def update_translations(world: World) -> None:
    """The source's words are taken again for all that follow it."""
    translation = _translation(world)
    with transaction.atomic(), states_once():
        resync(translation.source, [translation], world.root)


def review(world: World) -> None:
    """Submitted, and approved."""
    translation = _translation(world)
    moderation.submit(translation, world.root)
    state = world.target().current_workflow_task_state
    moderation.review(translation, world.root, "approve", seen=state.revision_id)


def repair_states(world: World) -> None:
    """What each start of the worker does."""
    repair()


def move(world: World) -> None:
    """To the federation's own news and back, with all translations."""
    page = Page.objects.get(pk=world.source.pk)
    ours, theirs = world.listing, section_of(None).get_children().type(type(world.listing)).first()
    destination = theirs if page.is_descendant_of(ours) else ours
    move_together(page, Page.objects.get(pk=destination.pk), world.root)


def write_entries(world: World) -> None:
    """The worker's part of a section that was closed or opened."""
    sync_pages(path__startswith=world.listing.path)


def write_together(world: World) -> None:
    """An import that writes a page and its translation in one transaction."""
    with transaction.atomic(), written_together():
        publish_source(world)
        target = world.target()
        target.summary = f"A year at {timezone.now():%H:%M:%S.%f}"
        target.save()


def _as_draft(world: World) -> Page:
    """The source, off the site with its translation, in no bundle: what may be put into one."""
    for page in Page.objects.filter(translation_key=world.source.translation_key).order_by("pk"):
        page.specific.unpublish()
    return _source(world)


def _bundle_of(world: World, page: Page) -> Bundle:
    moment = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    title = f"Lot de {timezone.now():%H:%M:%S.%f}"
    bundle = create(world.cluster, world.root, title, moment, page)
    # Another set goes with it: two are locked at once.
    other = make_article(world.cluster, live=False, title=title)
    add(bundle.pk, other, world.root)
    return bundle


def approve_bundle(world: World) -> None:
    """Two pages are put into a bundle, which is approved, moved, and taken back."""
    bundle = _bundle_of(world, _as_draft(world))
    approve(bundle.pk, world.root, stamp_of(bundle, members_of(bundle)))
    change(bundle.pk, world.root, bundle.title, bundle.moment + timedelta(hours=1))
    reopen(bundle.pk, world.root)
    delete(bundle.pk, world.root)


def publish_bundle(world: World) -> None:
    """A bundle is approved, and its moment comes at once."""
    bundle = _bundle_of(world, _as_draft(world))
    approve(bundle.pk, world.root, stamp_of(bundle, members_of(bundle)))
    now = timezone.now() - timedelta(minutes=1)
    with transaction.atomic():
        lock_sets([member.translation_key for member in bundle.members.all()])
        Bundle.objects.filter(pk=bundle.pk).update(moment=now)
        for member in bundle.members.all():
            revision = member.page.scheduled_revision
            if revision is not None:
                content = {**revision.content, "go_live_at": now.isoformat()}
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=now, content=content)
    publish_due()


SIGNED = "Un communiqué à deux"


def _signed(world: World) -> PressReleasePage:
    """A draft of a release that another cluster signs, too."""
    page: PressReleasePage = PressReleasePage.objects.get(title=SIGNED, cluster=world.cluster)
    return page


def make_signed_release(world: World) -> None:
    """The release that the two writers below ask and answer about, and who answers."""
    other = make_cluster("voisin", "VOI")
    make_user("vera", other, "publisher")
    page = make_release(world.cluster, live=False, title=SIGNED, owner=world.publisher)
    page.co_signers.set([other])
    page.save_revision(user=world.publisher)


def ask_to_sign(world: World) -> None:
    """The text is changed, and the other cluster is asked about it."""
    page = _signed(world)
    draft = page.get_latest_revision_as_object()
    draft.summary = f"À {timezone.now():%H:%M:%S.%f}."
    draft.save_revision(user=world.publisher)
    ask(page, world.publisher, digest=digest_of_text(_signed(world).get_latest_revision_as_object()))


def answer_to_sign(world: World) -> None:
    """The other cluster approves the text, and the release is published."""
    page = _signed(world)
    signer = User.objects.get(username="vera")
    (cluster,) = page.get_latest_revision_as_object().co_signing_clusters()
    digest = digest_of_text(page.get_latest_revision_as_object())
    answer(page, cluster.pk, signer, digest=digest, is_approved=True)
    _signed(world).get_latest_revision().publish(user=world.publisher)


def make_public_again(world: World) -> None:
    """Each pair starts from a source that is public, and in no bundle, and from a mission that takes place."""
    CallForApplications.objects.update(is_cancelled=False)
    Bundle.objects.all().delete()
    page = Page.objects.get(pk=world.source.pk)
    if not page.live:
        page.get_latest_revision().publish()


WRITERS: list[Writer] = [
    publish_source,
    publish_translation,
    publish_both,
    edit_and_publish,
    schedule_source,
    unpublish_source,
    save_draft,
    type_text,
    take_file,
    update_translations,
    review,
    repair_states,
    move,
    write_entries,
    write_together,
    approve_bundle,
    publish_bundle,
    ask_to_sign,
    answer_to_sign,
    save_call,
    cancel_a_mission,
    publish_mission,
]
