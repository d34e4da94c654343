"""Says that a page is not public yet, and until when: above and below it, in its title and in names of files."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Accreditation
from clusters.press_access.readable_pages import ReadablePage
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone


@dataclass(frozen=True)
class AccessNotice:
    """What base.html shows around a page that somebody reads before publication."""

    title: str
    """Before the page's own title in the browser, and in print."""
    warning: str
    holder: str
    index_url: str
    """Where all is listed that the holder may read; "" if it is this page alone."""


def _title(readable: ReadablePage, *, is_guest: bool) -> str:
    moment = readable.moment
    if readable.is_held:
        return _("Parution retenue")
    if moment is None:
        return _("Brouillon")
    words = {"moment": moment_with_zone(moment)}
    if is_guest:
        return _("Brouillon, parution prévue le %(moment)s") % words
    return _("Sous embargo jusqu’au %(moment)s") % words


def notice_of(accreditation: Accreditation, readable: ReadablePage, index_url: str = "") -> AccessNotice:
    """Returns the notice of a page, in the active language."""
    if accreditation.is_guest:
        warning = _("Ce texte n’est pas public et peut encore changer : ne le diffusez pas.")
    elif readable.is_held:
        warning = _(
            "Le moment prévu est passé, mais ce contenu n’est pas public : ne publiez et ne diffusez rien avant qu’il "
            "le soit."
        )
    else:
        warning = _("Ne publiez et ne diffusez rien avant ce moment.")
    return AccessNotice(
        title=_title(readable, is_guest=accreditation.is_guest),
        warning=warning,
        holder=_("Accès personnel de %(name)s") % {"name": isolated(str(accreditation))},
        index_url=index_url,
    )


def marked_file_name(name: str, accreditation: Accreditation, moment: datetime | None) -> str:
    """Returns the name under which a file is saved that is not public yet, in the active language."""
    mark = _("brouillon") if accreditation.is_guest else _("sous-embargo")
    if moment is not None and not accreditation.is_guest:
        mark += timezone.localtime(moment).strftime("-%Y-%m-%d-%Hh%M")
    return f"{mark}-{name}"
