"""The link "translate" after a publication (clusters.publishing.next_steps), for people who may translate the page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from clusters.models.section import StructuralPage
from clusters.publishing.next_steps import Link
from clusters.translation.access.guards import may_have_translated
from clusters.translation.access.translators import is_followed
from fedcms.users.models import User


def lacks_a_language(page: Page) -> bool:
    """Returns whether the page does not exist in some language.

    Rows of the explorer carry the answer (clusters.explorer.views), so that they need no query.
    """
    if hasattr(page, "known_untranslated"):
        return bool(page.known_untranslated)
    done = page.get_translations(inclusive=True).values("locale_id")
    return bool(Locale.objects.exclude(pk__in=done).exists())


def translate(page: Page, user: User) -> Link | None:
    """Returns the link to the screen on which the translation of an original into further languages begins."""
    if issubclass(page.specific_class or Page, StructuralPage) or is_followed(page):
        return None
    if not lacks_a_language(page) or not may_have_translated(user, page):
        return None
    return _("Traduire"), reverse("wagtail_localize:submit_page_translation", args=[page.pk])
