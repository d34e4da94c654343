"""Checks the value with which a translator overrides one of the source."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import OverridableSegment, Translation
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)

from clusters.publishing.refusal import Refusal
from fedcms.core.http.row_keys import is_key
from fedcms.core.visibility import is_visible
from fedcms.users.models import User

LINK_SCHEMES = {"http", "https", "mailto", "tel"}


def _kind(translation: Translation, segment: OverridableSegment) -> str:
    """Returns what kind of value a segment holds, as wagtail-localize's editor names it."""
    source = translation.source.get_source_instance()
    path, field_path = segment.context.path, segment.context.get_field_path(source)
    try:
        location = get_segment_location_info(source, TabHelper(source), path, field_path, widget=True)
    except FieldHasNoEditPanelError:
        return "unknown"
    return str(location["widget"]["type"])


def _is_link(value: str) -> bool:
    """Returns whether a value is an address that a link may have; `javascript:` and the like are refused."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in LINK_SCHEMES
    return not parts.netloc and value.startswith(("/", "#"))


def _check_file(user: User, model: type[Model], key: str) -> None:
    file = model._default_manager.filter(pk=key).first() if is_key(key) else None
    if file is None:
        raise Refusal(_("Ce fichier n’existe pas."))
    if not policy_registry.get_by_type(model).user_has_permission_for_instance(user, "choose", file):
        raise PermissionDenied


def check_override(user: User, translation: Translation, segment: OverridableSegment, value: str) -> None:
    """Raises `Refusal` for a value that is not valid, `PermissionDenied` for one that the person may not choose."""
    kind = _kind(translation, segment)
    if kind == "image_chooser":
        _check_file(user, get_image_model(), value)
    elif kind == "document_chooser":
        _check_file(user, get_document_model(), value)
    elif kind == "page_chooser":
        page = Page.objects.filter(pk=value).first() if is_key(value) else None
        if page is None:
            raise Refusal(_("Cette page n’existe pas."))
        if not (is_visible(page) or page.permissions_for_user(user).can_edit()):
            raise PermissionDenied
    elif kind != "text" or not _is_link(value):
        raise Refusal(_("Cette valeur ne peut pas remplacer celle de la page d’origine."))
