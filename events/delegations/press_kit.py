"""The press kit of a delegation: its mission, what all do together, what each organisation says, press contacts."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.press_access.kits.contents import PressKitContents, kit_of_page
from clusters.press_access.kits.sections import KitLink, KitRow, KitSection
from events.details import euros
from events.ical.wording import mission_place
from events.models import DelegateProfile, ProgrammeItem, TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import language_name
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.pages.addresses import absolute

ARCHIVE, FACT_SHEET = "delegation-press-kit.zip", "delegation-fact-sheet.pdf"
"""Names of their own: those of other kits stand below pages (`clusters.press_access.kits.urls`), which answer first.

Robots stay away from the archive by its ending.
"""


def kit_of_delegation(mission: TradeMissionPage) -> PressKitContents:
    """Returns the kit of the delegation of a visible mission as it is now, in the language of its page.

    What everybody reads on the delegation's page is in it, and what the mission's page gives the press; it is stored
    nowhere. Raises `Http404` while no organisation is shown. A bounded number of queries.
    """
    shown = list(DelegateProfile.objects.shown_for(mission.translation_key))
    if not shown:
        raise Http404("Nobody is shown in this delegation.")
    items = list(ProgrammeItem.objects.for_everybody().filter(call__translation_key=mission.translation_key))
    contents = kit_of_page(mission)
    language = contents.language
    with override(language):
        sections = (
            _about_mission(mission, language),
            _programme(items, language),
            *(_delegate(profile, language) for profile in shown),
            *contents.sections,
        )
        title = _("La délégation : %(title)s") % {"title": mission.title}
    kept = tuple(section for section in sections if not section.is_empty)
    return replace(contents, title=title, sections=kept, is_stored=False)


def _about_mission(mission: TradeMissionPage, language: str) -> KitSection:
    """Returns what is to be known of the mission, without what is empty."""
    page = absolute(reverse("delegation", args=[mission.translation_key]))
    rows = [
        KitRow(_("Destination"), mission_place(mission)),
        KitRow(_("Dates"), days_in_words(mission.starts_on, mission.ends_on)),
        KitRow(_("Salon"), mission.fair),
        KitRow(_("Coût par participant"), str(euros(mission.cost_euros))),
        KitRow(_("Partenaires"), mission.partners_text),
        KitRow(_("Contact"), mission.contact),
        KitRow(_("En ligne"), links=(KitLink(page, page),)),
    ]
    shown = tuple(row for row in rows if row.value or row.links)
    return KitSection("mission", _("La mission"), language, rows=shown)


def _programme(items: Sequence[ProgrammeItem], language: str) -> KitSection:
    """Returns what the whole delegation does; meetings are nobody else's to know."""
    rows = [_row(item.shown_start, item.title, language, item.place) for item in items]
    return KitSection("programme", _("Programme"), language, rows=tuple(row for row in rows if row))


def _delegate(profile: DelegateProfile, language: str) -> KitSection:
    """Returns what an organisation says of itself, each text in the language or the nearest that has one."""
    application = profile.application
    labels = {
        "profile": _("Qui nous sommes"),
        "offer": _("Ce que nous proposons"),
        "sought": _("Ce que nous cherchons là-bas"),
    }
    rows = [_row(label, profile.shown(name), language) for name, label in labels.items()]
    if application.website:
        rows.append(KitRow(_("Site web"), links=(KitLink(application.website, application.website),)))
    cluster = (in_line(str(application.cluster)),) if application.cluster is not None else ()
    key, title = f"delegate-{application.pk}", in_line(application.organisation)
    return KitSection(key, title, language, paragraphs=cluster, rows=tuple(row for row in rows if row))


def _row(label: str, text: TranslatedText, language: str, note: str = "") -> KitRow | None:
    """Returns a text in one line, as rows have no paragraphs, marked when it is in another language."""
    code = text.language_for(language)
    if code is None:
        return None
    notes = [note, language_name(code) if code != language else ""]
    words = " ".join(text[code].split())
    return KitRow(label, words, note=" · ".join(filter(None, notes)), value_language=code)
