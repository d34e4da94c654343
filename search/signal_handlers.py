"""Updates entries when pages and organisations change, in the same transaction.

Pages, and branches that are moved, closed or opened: as a follower of fedcms.core.changes, which knows when the public
sees a difference. Clusters, topics, and pages that name organisations: by search.entries.shared_labels.
"""

from collections.abc import Sequence

from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete

from clusters.content.registry import searchable_classes
from clusters.models import Cluster, Organisation, OrganisationIndexPage
from clusters.models.organisation import organisation_written
from fedcms.core.changes.followers import BranchChanged, Order, PageWritten, register_follower
from fedcms.core.models import Topic
from fedcms.core.models.base_page import BasePage
from search.entries import building, indexing, shared_labels, subtrees
from search.entries.page_batches import sync_rows
from search.harvest.deduplication import page_entry_written
from search.harvest.signal_handlers import connect as connect_harvest
from search.maintenance import rebuilding
from search.models import SearchEntry, ThesaurusConcept, ThesaurusVersion


def follow_page(written: PageWritten) -> None:
    """Updates the entry of a page that was written, if the public sees a difference or may not see the page."""
    if written.differs or not written.is_public:
        building.sync_page(written.page)


def follow_pages(written: Sequence[PageWritten]) -> None:
    """Updates the entries of pages that were written together, and those of organisations with their directory."""
    by_type: dict[type[BasePage], list[int]] = {}
    searchable = searchable_classes()
    changed = [each.page for each in written if each.differs or not each.is_public]
    for page in changed:
        if isinstance(page, BasePage) and isinstance(page, searchable):
            by_type.setdefault(type(page), []).append(page.pk)
    if any(isinstance(page, OrganisationIndexPage) for page in changed):
        building.sync_organisations()
    if by_type:
        for entry in sync_rows(by_type):
            page_entry_written(entry)


def follow_branch(branch: BranchChanged) -> None:
    """Updates the entries of a branch that was moved, closed or opened: a subtree or a whole language."""
    if branch.page_id is not None:
        subtrees.follow_subtree(branch.page_id)
    if branch.locale_id is not None:
        subtrees.follow_locale(branch.locale_id)


def organisation_saved(sender: type, instance: Organisation, **kwargs: object) -> None:
    """Updates the entries of an organisation that was saved with its topics and offerings."""
    building.sync_organisations(instance.pk)


def organisation_deleted(sender: type, instance: Organisation, **kwargs: object) -> None:
    """Removes the entries of an organisation that was deleted."""
    building.forget(building.organisation_keys(instance.pk))


def directory_deleted(sender: type, **kwargs: object) -> None:
    """Updates the entries of all organisations, which have no address any more in the deleted directory's language."""
    building.sync_organisations()


def entry_deleted(sender: type, instance: SearchEntry, **kwargs: object) -> None:
    """Removes an entry from the engines that was deleted, for example together with its page."""
    indexing.remove_entries([instance.key])


def concept_changed(sender: type, **kwargs: object) -> None:
    """Marks the thesaurus as changed, so that every process gives it to its engine before the next search."""
    ThesaurusVersion.mark_changed()


def storage_made(sender: type, using: str, **kwargs: object) -> None:
    """Creates the tables of the database's index after migrations, and fills them when their layout has changed."""
    if using == "default":
        rebuilding.prepare_storage()


def connect(config: object) -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
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
    register_follower(
        "search entries",
        Order.SEARCH_ENTRIES,
        on_page=follow_page,
        on_pages=follow_pages,
        on_branch=follow_branch,
    )
    organisation_written.connect(organisation_saved, dispatch_uid="search.organisation_saved")
    post_delete.connect(organisation_deleted, sender=Organisation, dispatch_uid="search.organisation_deleted")
    post_delete.connect(
        directory_deleted, sender=OrganisationIndexPage, dispatch_uid="search.directory_deleted"
    )
    post_delete.connect(entry_deleted, sender=SearchEntry, dispatch_uid="search.entry_deleted")
    for signal in (post_save, post_delete):
        signal.connect(concept_changed, sender=ThesaurusConcept, dispatch_uid=f"search.concept.{id(signal)}")
    connect_harvest()
    post_migrate.connect(storage_made, sender=config, dispatch_uid="search.storage")
