"""What no code path may do, whoever calls it: make an alias of a page, or synchronise the tree of a language.

An alias copies what is live, follows its source without review, and is put live at once when its source is
only scheduled (wagtail #11344). wagtail-localize makes them of all ancestors of a page whose parent is not
translated.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import LocaleSynchronization

from clusters.localize.forms import RefusedSynchronisationForm, synchronisation_refused


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


def connect() -> None:
    """Called once, from AppConfig.ready."""
    pre_save.connect(refuse_alias, dispatch_uid="clusters.localize.alias")
    pre_save.connect(
        refuse_synchronisation, sender=LocaleSynchronization, dispatch_uid="clusters.localize.sync"
    )
    LocaleSynchronization.base_form_class = RefusedSynchronisationForm
    for component in get_locale_components():
        if component["model"] is LocaleSynchronization:
            component["help_text"] = None
