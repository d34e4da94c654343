"""All who write the rows of a set of translations, each as a person, a program or the worker does it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from clusters.translation.drafts.resync import resync
from clusters.translation.exchange.export_contents import contents_of
from clusters.translation.exchange.file_import import import_contents
from clusters.translation.exchange.po import read_po, write_po
from clusters.translation.exchange.selection import select
from clusters.translation.review import moderation
from clusters.translation.state.consistency import repair
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.translation_set.moves import move_together
from fedcms.core.changes.page_batches import written_together
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from news.models import ArticlePage
from search.entries.building import sync_pages
from tests.clusters.publishing.world import World
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


def make_public_again(world: World) -> None:
    """Each pair starts from a source that is public."""
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
]
