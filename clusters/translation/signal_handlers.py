"""Refuses aliases and tree synchronisation everywhere; updates translations when their source changes.

An alias copies what is live, follows its source without review, and is put live at once when its source is only
scheduled (wagtail #11344). wagtail-localize would make an alias of each ancestor of a page whose parent is not
translated. Translations take over schedule and shared fields of their source
(clusters.translation.drafts.source_schedule). The reasons to refuse the publication of a translation are registered as
policies (clusters.publishing.policy_registry).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.signals import page_published
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import LocaleSynchronization, Translation

from clusters.models import StructuralPage
from clusters.publishing.policy_registry import Stage, register_policy
from clusters.publishing.schedule_move import register_schedule_owner
from clusters.translation.drafts import source_schedule
from clusters.translation.drafts.shared_fields import CLOCKS
from clusters.translation.editor.submit_forms import RefusedSynchronisationForm, synchronisation_refused
from clusters.translation.locks import (
    lock_before_deletion,
    lock_before_save,
    lock_before_write,
    lock_branches,
    lock_pages,
)
from clusters.translation.models import TranslatorGroup
from clusters.translation.review.completeness import refuse_half_translated
from clusters.translation.review.segments import remember
from fedcms.core.pages.write_locks import register_deletion_lock, register_lock, register_save_lock


class AliasRefused(ValidationError, PermissionDenied):
    """The refusal of an alias.

    Forms and APIs show it as a validation error, other admin views as a missing permission.
    """


def alias_refused() -> str:
    """Returns the sentence that tells an editor why there are no aliases."""
    return _("Ce site ne fait pas d’alias de pages : copiez la page, ou traduisez-la.")


def refuse_alias(sender: type, instance: object, raw: bool, **kwargs: object) -> None:
    """Receives `pre_save`: raises `AliasRefused` when a page is about to become an alias.

    A page that is an alias already may be saved.
    """
    if raw or not isinstance(instance, Page) or instance.alias_of_id is None:
        return
    if not Page.objects.filter(pk=instance.pk, alias_of__isnull=False).exists():
        raise AliasRefused({"alias_of": alias_refused()})


def refuse_synchronisation(sender: type, instance: LocaleSynchronization, **kwargs: object) -> None:
    """Receives `pre_save`: raises `ValidationError` whenever a tree synchronisation is saved, by a fixture too."""
    raise ValidationError({"sync_from": synchronisation_refused()})


def translations_follow(
    sender: type,
    instance: object,
    created: bool,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Receives `post_save` of a page: updates schedule and shared fields of its translations, in the same transaction.

    Saves with `update_fields` are skipped unless they write a date of the schedule: `save_revision`, for example,
    writes the number of the newest revision with an instance that holds the draft.
    """
    if raw or created or not isinstance(instance, Page):
        return
    if update_fields is None or set(CLOCKS) & update_fields:
        translations = source_schedule.translations_of(instance)
        if translations:
            source_schedule.move_clocks(instance, translations)
            # After a full save the instance equals the row. Read the shared fields from the instance: the row's topics
            # are written a moment later.
            if instance.live and update_fields is None:
                source_schedule.copy_shared_fields(instance.specific, translations)


def schedules_end_with_source(sender: type, instance: Page, **kwargs: object) -> None:
    """Receives `pre_delete` of a page: cancels the schedules of its translations while they are still linked to it."""
    source_schedule.forget_schedules(instance)


def group_goes_with_its_purpose(sender: type, instance: TranslatorGroup, **kwargs: object) -> None:
    """Receives `post_delete` of a `TranslatorGroup`: deletes Django's group, too.

    Such a row is deleted with its language or its cluster.
    """
    instance.group.delete()


def approved_texts_are_kept(
    sender: type, instance: Page, revision: Revision | None = None, **kwargs: object
) -> None:
    """Receives `page_published`: stores the approved texts of a translation, whatever button approved it.

    Wagtail sends the same signal when a page is scheduled.
    """
    # Structural pages are no translations, and provisioning publishes many.
    if revision is None or isinstance(instance, StructuralPage):
        return
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )
    if translation is not None:
        remember(translation, revision)


def connect_locks() -> None:
    """Connects the locks (clusters.translation.locks). AppConfig.ready calls it before any handler that writes."""
    register_lock(lock_pages)
    register_save_lock(lock_before_save)
    register_deletion_lock(lock_branches)
    pre_save.connect(lock_before_write, dispatch_uid="clusters.translation.lock")
    pre_delete.connect(lock_before_deletion, sender=Page, dispatch_uid="clusters.translation.lock_deletion")


def connect() -> None:
    """Connects all other handlers of this module. AppConfig.ready calls it once."""
    page_published.connect(approved_texts_are_kept, dispatch_uid="clusters.translation.approved")
    register_schedule_owner(source_schedule.original_of)
    register_policy(source_schedule.refuse_before_source, Stage.TRANSLATION)
    register_policy(refuse_half_translated, Stage.TRANSLATION)
    post_save.connect(translations_follow, dispatch_uid="clusters.translation.follow")
    post_delete.connect(
        group_goes_with_its_purpose, sender=TranslatorGroup, dispatch_uid="clusters.translation.group"
    )
    # Each kind of page also has a row in `Page`: connected to that sender alone, the handler runs once a page.
    pre_delete.connect(schedules_end_with_source, sender=Page, dispatch_uid="clusters.translation.deleted")
    pre_save.connect(refuse_alias, dispatch_uid="clusters.translation.alias")
    pre_save.connect(
        refuse_synchronisation, sender=LocaleSynchronization, dispatch_uid="clusters.translation.sync"
    )
    LocaleSynchronization.base_form_class = RefusedSynchronisationForm
    for component in get_locale_components():
        if component["model"] is LocaleSynchronization:
            component["help_text"] = None
