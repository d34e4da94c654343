"""Describes a job's progress in words, and page titles as the reader may know them."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from clusters.access.own_pages import own_pages
from clusters.translation.models import TranslationJob
from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.formatting import number
from fedcms.users.models import User


def describe_progress(job: TranslationJob) -> str:
    """Returns the progress of a job as a sentence. No query; `steps` is not read."""
    if job.is_silent:
        return _("Arrêté à %(done)s sur %(total)s depuis le %(day)s : signalez-le à la fédération.") % {
            "done": number(job.done),
            "total": number(job.total),
            "day": formatted_day(localtime(job.heard_at), "DATE_FORMAT"),
        }
    if job.finished_at is None:
        return _("%(done)s sur %(total)s") % {"done": number(job.done), "total": number(job.total)}
    done = ngettext("%(count)s traduction faite", "%(count)s traductions faites", job.succeeded) % {
        "count": number(job.succeeded)
    }
    if not job.left_out:
        return _("Terminé : %(done)s.") % {"done": done}
    left = ngettext("%(count)s non faite", "%(count)s non faites", job.left_out) % {
        "count": number(job.left_out)
    }
    return _("Terminé : %(done)s, %(left)s.") % {"done": done, "left": left}


def title_for(user: User, page: Page) -> str:
    """Returns the title of a page that the person may read: of another team's page the public one, or "…"."""
    if own_pages(user).holds(page.path):
        return str(page.get_admin_display_title())
    return str(page.title) if page.live else "…"
