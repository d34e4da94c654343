"""The table of screens and the headings of the guide that tell of them, by language.

A screen is the name of its URL, a namespace for all URLs in it, or what a view calls itself (fedcms.core.http.screens).
A system check (home.guide.checks) finds what does not exist.
"""

from clusters.translation.editor.screen import TRANSLATION_EDITOR

# Screens that are no URL's name.
NAMED_BY_VIEWS = (TRANSLATION_EDITOR,)

HelpTopic = dict[str, str]


def _topic(fr: str, en: str) -> HelpTopic:
    return {"fr": fr, "en": en}


_ACCOUNT = _topic("8-equipe-et-cluster#votre-compte", "8-people-and-cluster#your-account")
_ADDING_IMAGES = _topic("2-ecrire#ajouter-une-image", "2-writing#adding-an-image")
_COMPARING = _topic(
    "4-traduire#soumettre-et-relire-une-traduction", "4-translating#submitting-and-reviewing-a-translation"
)
_CORRECTING = _topic("3-publier#corriger-après-coup", "3-publishing#correcting-afterwards")
_FILES = _topic("4-traduire#traduire-par-fichier", "4-translating#translating-by-file")
_FILLING_IN = _topic("2-ecrire#remplir-la-page", "2-writing#filling-in-the-page")
_FOLLOWING = _topic("4-traduire#quand-loriginal-change", "4-translating#when-the-original-changes")
_GLOSSARY = _topic("4-traduire#le-glossaire", "4-translating#the-glossary")
_OTHER_SITES = _topic("7-sites-du-cluster#ajouter-un-site", "7-other-sites#adding-a-site")
_PROGRESS = _topic(
    "4-traduire#savoir-où-en-sont-les-traductions", "4-translating#knowing-where-translations-stand"
)
_EARLY_READERS = _topic(
    "3-publier#faire-lire-avant-la-publication", "3-publishing#letting-others-read-before-publication"
)
_RECORD = _topic("8-equipe-et-cluster#la-fiche-du-cluster", "8-people-and-cluster#the-clusters-record")
_REVIEWING = _topic("3-publier#relire-publication", "3-publishing#reviewing-publishers")
_RIGHTS = _topic("8-equipe-et-cluster#qui-a-le-droit-de-faire-quoi", "8-people-and-cluster#who-may-do-what")
_SECTION = _topic("1-se-reperer#votre-section", "1-finding-your-way#your-section")
_VIEWS = _topic("3-publier#savoir-ce-qui-est-lu", "3-publishing#knowing-what-is-read")
_TEAM = _topic("8-equipe-et-cluster#votre-équipe", "8-people-and-cluster#your-team")
_TYPES = _topic("2-ecrire#choisir-un-type", "2-writing#choosing-a-type")

TOPICS: dict[str, HelpTopic] = {
    "wagtailadmin_home": _topic("1-se-reperer#laccueil", "1-finding-your-way#the-dashboard"),
    "wagtailadmin_account": _ACCOUNT,
    **dict.fromkeys(
        ("change_email", "confirm_email_change"),
        _topic(
            "8-equipe-et-cluster#changer-dadresse-électronique",
            "8-people-and-cluster#changing-your-e-mail-address",
        ),
    ),
    "open_sessions": _topic(
        "8-equipe-et-cluster#où-votre-compte-est-ouvert", "8-people-and-cluster#where-your-account-is-open"
    ),
    # Pages.
    "wagtailadmin_explore": _SECTION,
    "wagtailadmin_explore_root": _SECTION,
    "wagtailadmin_pages:search": _SECTION,
    "wagtailadmin_pages:choose_parent": _TYPES,
    "wagtailadmin_pages:add_subpage": _TYPES,
    "wagtailadmin_pages:add": _FILLING_IN,
    "wagtailadmin_pages:edit": _FILLING_IN,
    "wagtailadmin_pages:copy": _FILLING_IN,
    "wagtailadmin_pages:move": _SECTION,
    "wagtailadmin_pages:move_confirm": _SECTION,
    "wagtailadmin_pages:history": _CORRECTING,
    "wagtailadmin_pages:revisions_compare": _CORRECTING,
    "wagtailadmin_pages:revisions_revert": _CORRECTING,
    "wagtailadmin_pages:unpublish": _CORRECTING,
    "wagtailadmin_pages:delete": _CORRECTING,
    "wagtailadmin_pages:workflow_history": _REVIEWING,
    "wagtailadmin_pages:workflow_history_detail": _REVIEWING,
    "wagtailadmin_pages:confirm_workflow_cancellation": _REVIEWING,
    "press_accreditations": _EARLY_READERS,
    "event_sign_ups": _topic(
        "3-publier#ouvrir-les-inscriptions-à-un-événement", "3-publishing#opening-the-sign-up-to-an-event"
    ),
    "mission_applications": _topic(
        "3-publier#ouvrir-les-candidatures-à-une-mission", "3-publishing#opening-applications-to-a-mission"
    ),
    "webhooks": _topic("3-publier#prévenir-un-partenaire", "3-publishing#telling-a-partner"),
    "sharing": _topic("3-publier#partager", "3-publishing#sharing"),
    "publication_schedule": _topic("3-publier#déplacer-annuler", "3-publishing#moving-cancelling"),
    **dict.fromkeys(
        ("co_signatures", "co_signed_text"),
        _topic("3-publier#signer-à-plusieurs", "3-publishing#signing-together"),
    ),
    "bundles": _topic("3-publier#faire-paraître-ensemble", "3-publishing#publishing-together"),
    "emergency_withdrawal": _topic("3-publier#retirer-durgence", "3-publishing#withdrawing-in-an-emergency"),
    "editorial_calendar": _topic("3-publier#le-calendrier-éditorial", "3-publishing#the-editorial-calendar"),
    "page_view_report": _VIEWS,
    "page_view_report_of_page": _VIEWS,
    "wagtailadmin_workflows:index": _REVIEWING,
    "wagtailadmin_workflows:edit": _REVIEWING,
    "wagtailadmin_reports:workflow": _REVIEWING,
    "wagtailadmin_reports:workflow_tasks": _REVIEWING,
    **dict.fromkeys(
        ("spokespeople", "press_contacts", "media_coverage", "key_figures"),
        _topic("3-publier#tenir-la-salle-de-presse", "3-publishing#keeping-the-newsroom"),
    ),
    # Files.
    "wagtailimages": _ADDING_IMAGES,
    "wagtaildocs": _ADDING_IMAGES,
    # Translations.
    TRANSLATION_EDITOR: _topic("4-traduire#traduire-les-textes", "4-translating#translating-the-texts"),
    "wagtail_localize:submit_page_translation": _topic(
        "4-traduire#commencer-une-traduction", "4-translating#beginning-a-translation"
    ),
    "wagtail_localize:update_translations": _FOLLOWING,
    "wagtail_localize:translations_report": _PROGRESS,
    "translation_work": _PROGRESS,
    "translation_review": _COMPARING,
    "translation_files": _FILES,
    "glossary": _GLOSSARY,
    # The search.
    "thesaurus": _topic("6-recherche#le-thésaurus", "6-search#the-thesaurus"),
    "concept_proposals": _topic("6-recherche#ce-que-lon-cherche", "6-search#what-people-look-for"),
    "promoted_results": _topic("6-recherche#les-résultats-mis-en-avant", "6-search#promoted-results"),
    "search_report": _topic("6-recherche#ce-que-lon-cherche", "6-search#what-people-look-for"),
    "harvest_sources": _OTHER_SITES,
    # People and clusters.
    "organisations": _topic("8-equipe-et-cluster#les-organisations", "8-people-and-cluster#organisations"),
    "clusters": _RECORD,
    "federation": _RECORD,
    "people": _TEAM,
    "people:invite": _topic("8-equipe-et-cluster#inviter-quelquun", "8-people-and-cluster#inviting-somebody"),
    "people:role": _topic("8-equipe-et-cluster#changer-un-rôle", "8-people-and-cluster#changing-a-role"),
    "people:leave": _topic(
        "8-equipe-et-cluster#quand-quelquun-sen-va", "8-people-and-cluster#when-somebody-leaves"
    ),
    "sections": _topic("8-equipe-et-cluster#ouvrir-la-section", "8-people-and-cluster#opening-the-section"),
    "wagtailusers_users": _RIGHTS,
    "wagtailusers_groups": _RIGHTS,
}


def help_for(screen: str) -> HelpTopic | None:
    """Returns the chapter and heading that tell of a screen, by language; `None` if none does."""
    namespace = screen.rpartition(":")[0]
    return TOPICS.get(screen) or TOPICS.get(namespace)
