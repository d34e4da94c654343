"""Refuses aliases and tree synchronisation everywhere; updates translations when their source changes.

An alias copies what is live, follows its source without review, and is put live at once when its source is
only scheduled (wagtail #11344). wagtail-localize makes them of all ancestors of a page whose parent is not
translated. What a source does, its translations follow (clusters.translation.drafts.source_schedule). What stands
against the publication of a translation is registered as policies (clusters.publishing.policies).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.signals import page_published
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import LocaleSynchronization, Translation

from clusters.publishing.policies import Stage, register_policy
from clusters.translation.drafts import source_schedule
from clusters.translation.drafts.shared_fields import CLOCKS
from clusters.translation.editor.submit_forms import RefusedSynchronisationForm, synchronisation_refused
from clusters.translation.locks import lock_before_deletion, lock_before_write, lock_pages
from clusters.translation.models import TranslatorGroup
from clusters.translation.review.completeness import refuse_half_translated
from clusters.translation.review.segments import remember
from fedcms.core.pages.publication import register_lock


class AliasRefused(ValidationError, PermissionDenied):
    """A validation error for a form or API that can show it; for any other admin view, a missing right."""


def alias_refused() -> str:
    """Why there are no aliases."""
    return _("Ce site ne fait pas d’alias de pages : copiez la page, ou traduisez-la.")


def refuse_alias(sender: type, instance: object, raw: bool, **kwargs: object) -> None:
    """Raises `AliasRefused` when a page is about to become an alias; one that exists may be repaired."""
    if raw or not isinstance(instance, Page) or instance.alias_of_id is None:
        return
    if not Page.objects.filter(pk=instance.pk, alias_of__isnull=False).exists():
        raise AliasRefused({"alias_of": alias_refused()})


def refuse_synchronisation(sender: type, instance: LocaleSynchronization, **kwargs: object) -> None:
    """Raises `ValidationError`, for fixtures too."""
    raise ValidationError({"sync_from": synchronisation_refused()})


def translations_follow(
    sender: type,
    instance: object,
    created: bool,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """After a page's row was written, in its transaction.

    A save of some columns alone (`save_revision` writes the newest revision's number) comes with an instance that holds
    the draft, and changes neither clocks nor shared fields.
    """
    if raw or created or not isinstance(instance, Page):
        return
    if update_fields is None or set(CLOCKS) & update_fields:
        translations = source_schedule.translations_of(instance)
        if translations:
            source_schedule.move_clocks(instance, translations)
            # After a full save the instance is the row, and only it knows its topics, which are written a moment later.
            if instance.live and update_fields is None:
                source_schedule.copy_shared_fields(instance.specific, translations)


def schedules_end_with_source(sender: type, instance: Page, **kwargs: object) -> None:
    """Before a page is deleted, and with it what ties its translations to it."""
    source_schedule.forget_schedules(instance)


def group_goes_with_its_purpose(sender: type, instance: TranslatorGroup, **kwargs: object) -> None:
    """After a language or a cluster was removed: a group that translates nothing is nobody's."""
    instance.group.delete()


def approved_texts_are_kept(
    sender: type, instance: Page, revision: Revision | None = None, **kwargs: object
) -> None:
    """After a translation was published or scheduled (Wagtail sends the same signal), whatever button approved it."""
    if revision is None:
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
    """Called once, from AppConfig.ready, before all that writes (clusters.translation.locks)."""
    register_lock(lock_pages)
    pre_save.connect(lock_before_write, dispatch_uid="clusters.translation.lock")
    pre_delete.connect(lock_before_deletion, sender=Page, dispatch_uid="clusters.translation.lock_deletion")


def connect() -> None:
    """Called once, from AppConfig.ready."""
    page_published.connect(approved_texts_are_kept, dispatch_uid="clusters.translation.approved")
    register_policy(source_schedule.refuse_before_source, Stage.TRANSLATION)
    register_policy(refuse_half_translated, Stage.TRANSLATION)
    post_save.connect(translations_follow, dispatch_uid="clusters.translation.follow")
    post_delete.connect(
        group_goes_with_its_purpose, sender=TranslatorGroup, dispatch_uid="clusters.translation.group"
    )
    # Every kind of page has a row there, too: asked once a page.
    pre_delete.connect(schedules_end_with_source, sender=Page, dispatch_uid="clusters.translation.deleted")
    pre_save.connect(refuse_alias, dispatch_uid="clusters.translation.alias")
    pre_save.connect(
        refuse_synchronisation, sender=LocaleSynchronization, dispatch_uid="clusters.translation.sync"
    )
    LocaleSynchronization.base_form_class = RefusedSynchronisationForm
    for component in get_locale_components():
        if component["model"] is LocaleSynchronization:
            component["help_text"] = None
