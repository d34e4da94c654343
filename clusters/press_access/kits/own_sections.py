"""The sections of a press kit that clusters themselves give: the paragraph on the owner, and its contacts."""

from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.sections import KitLink, KitRow, KitSection, register_kit_section
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.telephone import dialled_number
from fedcms.core.i18n.translated_text import TranslatedText

ABOUT, CONTACTS = "about", "contacts"
ABOUT_ORDER, CONTACTS_ORDER = 10, 90


def boilerplate_of(owner: SectionOwner) -> TranslatedText:
    """Returns what an owner says of itself, by language."""
    text = getattr(owner, "boilerplate", None)
    return text if isinstance(text, TranslatedText) else TranslatedText()


def name_of(owner: SectionOwner, language: str) -> str:
    """Returns an owner's name in a language, or in the nearest that has one."""
    name = getattr(owner, "name", None)
    return name.text_for(language) if isinstance(name, TranslatedText) else str(owner)


def about(owner: SectionOwner, language: str) -> KitSection | None:
    """Returns the paragraph on an owner, in the language or the nearest that has one."""
    text = boilerplate_of(owner)
    shown = text.language_for(language)
    if shown is None:
        return None
    with override(language):
        title = _("À propos")
    return KitSection(ABOUT, title, shown, paragraphs=tuple(text[shown].splitlines()))


def contacts(owner: SectionOwner, language: str) -> KitSection:
    """Returns how the press reaches an owner."""
    with override(language):
        mail = KitLink(owner.press_address, f"mailto:{quote(owner.press_address, '@')}")
        rows = [KitRow(_("Courriel presse"), links=(mail,))]
        if isinstance(owner, Cluster):
            if owner.phone:
                dialled = dialled_number(owner.phone, str(owner.country))
                rows.append(KitRow(_("Téléphone"), links=(KitLink(owner.phone, f"tel:{dialled}"),)))
            if owner.website:
                rows.append(KitRow(_("Site web"), links=(KitLink(owner.website, owner.website),)))
            if owner.city:
                rows.append(
                    KitRow(
                        _("Siège"),
                        f"{in_line(owner.city)} ({owner.country.name})" if owner.country else owner.city,
                    )
                )
        return KitSection(CONTACTS, _("Contacts presse"), language, rows=tuple(rows))


def register() -> None:
    """Registers both; called once, from `AppConfig.ready`."""
    register_kit_section(ABOUT, about, order=ABOUT_ORDER)
    register_kit_section(CONTACTS, contacts, order=CONTACTS_ORDER)
