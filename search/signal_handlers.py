"""Updates entries when pages and organisations change, in the same transaction.

Saves and deletions; moves, new slugs, restrictions and locales by search.entries.subtrees; clusters, topics and what
names organisations by search.entries.shared_labels.

Not `page_published`: it is sent outside the save's transaction, and at once for a scheduled page that is not live
(docs/dependencies.md, traps 4 and 16).
"""

from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from clusters.models import Cluster, Organisation, OrganisationIndexPage
from fedcms.core.models import LocaleState, Topic
from search.entries import building, indexing, shared_labels, subtrees
from search.harvest.signal_handlers import connect as connect_harvest
from search.maintenance import rebuilding
from search.models import SearchEntry, ThesaurusConcept, ThesaurusVersion


def page_saved(
    sender: type, instance: object, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    """A page was written: its entry follows.

    A save of some columns alone (`save_revision` writes the newest revision's number) comes with an instance that holds
    the draft: what is public is then read from the row, never from the instance. After a full save the instance is the
    row, and only it knows its topics and children, which are written a moment later.
    """
    if not isinstance(instance, Page) or raw or instance.depth <= 1:
        return
    if update_fields is None:
        building.sync_page(instance.specific)
    else:
        building.sync_page(Page.objects.get(pk=instance.pk).specific)


def organisation_saved(sender: type, instance: Organisation, raw: bool, **kwargs: object) -> None:
    """An organisation of the directory was written: its entries follow."""
    if not raw:
        building.sync_organisations(instance.pk)


def organisation_deleted(sender: type, instance: Organisation, **kwargs: object) -> None:
    """An organisation is gone: so are its entries."""
    building.forget(building.organisation_keys(instance.pk))


def directory_deleted(sender: type, **kwargs: object) -> None:
    """A language has no directory any more, and no organisation an address in it."""
    building.sync_organisations()


def entry_deleted(sender: type, instance: SearchEntry, **kwargs: object) -> None:
    """An entry goes with its page (cascade): the engines forget it too."""
    indexing.remove_entries([instance.key])


def subtree_moved(
    sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: object
) -> None:
    """A subtree stands elsewhere: addresses, clusters and restrictions changed."""
    if url_path_before != url_path_after:
        subtrees.follow_subtree(instance.pk)


def slug_changed(sender: type, instance: Page, **kwargs: object) -> None:
    """All addresses below changed; sent after the commit (see SearchEntry.address)."""
    subtrees.follow_subtree(instance.pk)


def restriction_changed(sender: type, instance: PageViewRestriction, **kwargs: object) -> None:
    """A subtree was closed or opened; not where it goes with its page, whose entry goes by itself."""
    origin = kwargs.get("origin")
    if issubclass(getattr(origin, "model", type(origin)), Page):
        return
    subtrees.follow_subtree(instance.page_id)


def locale_changed(sender: type, instance: LocaleState, **kwargs: object) -> None:
    """A locale was closed or opened."""
    subtrees.follow_locale(instance.locale_id)


def concept_changed(sender: type, **kwargs: object) -> None:
    """A concept of the thesaurus was written or is gone: every process tells its engine before the next search."""
    ThesaurusVersion.mark_changed()


def storage_made(sender: type, using: str, **kwargs: object) -> None:
    """After migrations, the database engine's own storage is there, and filled again where its layout had to change."""
    if using == "default":
        rebuilding.prepare_storage()


def connect(config: object) -> None:
    """Called once, from AppConfig.ready."""
    post_save.connect(shared_labels.cluster_saved, sender=Cluster, dispatch_uid="search.cluster_saved")
    for model in (Topic, Organisation):
        name = model.__name__
        post_save.connect(
            shared_labels.shared_row_saved, sender=model, dispatch_uid=f"search.shared_saved.{name}"
        )
        pre_delete.connect(
            shared_labels.shared_row_will_go, sender=model, dispatch_uid=f"search.shared_will_go.{name}"
        )
        post_delete.connect(
            shared_labels.shared_row_gone, sender=model, dispatch_uid=f"search.shared_gone.{name}"
        )
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    post_save.connect(organisation_saved, sender=Organisation, dispatch_uid="search.organisation_saved")
    post_delete.connect(organisation_deleted, sender=Organisation, dispatch_uid="search.organisation_deleted")
    post_delete.connect(
        directory_deleted, sender=OrganisationIndexPage, dispatch_uid="search.directory_deleted"
    )
    post_delete.connect(entry_deleted, sender=SearchEntry, dispatch_uid="search.entry_deleted")
    post_page_move.connect(subtree_moved, dispatch_uid="search.moved")
    page_slug_changed.connect(slug_changed, dispatch_uid="search.slug")
    for signal in (post_save, post_delete):
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid=f"search.restriction.{id(signal)}"
        )
        signal.connect(concept_changed, sender=ThesaurusConcept, dispatch_uid=f"search.concept.{id(signal)}")
        signal.connect(locale_changed, sender=LocaleState, dispatch_uid=f"search.locale.{id(signal)}")
    connect_harvest()
    post_migrate.connect(storage_made, sender=config, dispatch_uid="search.storage")
