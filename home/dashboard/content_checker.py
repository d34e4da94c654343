"""The content checker of the admin with the project's own rules (static/editors/checks.js).

It runs in the editor's preview ("Checks") and in the bar of a viewed draft. It only checks `<main>`: the frame around
it is the site's, not the editor's.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

from home.head.text_length import TITLE_LENGTH

Message = dict[str, str | Promise]

VAGUE_LINKS = (
    # Compared without case, accents and punctuation. A link that also says where it leads ("lire le règlement") is
    # fine.
    *("cliquez ici", "cliquer ici", "ici", "par ici", "lien", "ce lien", "voir", "voir plus", "plus"),
    *("en savoir plus", "plus d’infos", "plus d’informations", "lire la suite", "lire plus", "suite"),
    *("click here", "here", "link", "this link", "more", "more info", "read more", "learn more", "see more"),
    *(
        "haz clic aquí",
        "haga clic aquí",
        "clic aquí",
        "pulse aquí",
        "pincha aquí",
        "aquí",
        "enlace",
        "este enlace",
    ),
    *("más", "ver más", "leer más", "saber más", "más información"),
    *(
        "اضغط هنا",
        "انقر هنا",
        "هنا",
        "من هنا",
        "رابط",
        "الرابط",
        "هذا الرابط",
        "المزيد",
        "اقرأ المزيد",
        "للمزيد",
    ),
)
OWN_RULES = ("missing-alt-text", "vague-link-text", "title-too-long")
# Never fails here: home.head.head_metadata always makes a description.
_NOT_OURS = {"empty-meta-description"}


def _rule(name: str, selector: str, impact: str) -> dict[str, object]:
    return {
        "id": name,
        "impact": impact,
        "selector": selector,
        "tags": ["best-practice"],
        "any": [f"check-{name}"],
        "enabled": True,
    }


class FederationChecker(ContentCheckerItem):
    """Wagtail's content checker with more rules, and with messages in the project's own words."""

    axe_include: ClassVar = ["main"]
    axe_run_only: ClassVar = [
        *(rule for rule in ContentCheckerItem.axe_run_only if rule not in _NOT_OURS),
        *OWN_RULES,
    ]
    axe_custom_rules: ClassVar = [
        *(rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] not in _NOT_OURS),
        # Only in text by editors: a short bold line in a listing is not meant as a heading.
        {"id": "p-as-heading", "selector": ".body p", "enabled": True},
        # An image in the text may be marked decorative; the cover and images of a gallery never are.
        _rule("missing-alt-text", "main img:not([alt]), .article__cover img, .gallery__link img", "critical"),
        _rule("vague-link-text", ".body a[href]", "serious"),
        _rule("title-too-long", "main h1", "minor"),
    ]
    axe_custom_checks: ClassVar = [
        *ContentCheckerItem.axe_custom_checks,
        {"id": "check-missing-alt-text"},
        {"id": "check-vague-link-text", "options": {"vague": VAGUE_LINKS}},
        {"id": "check-title-too-long", "options": {"most": TITLE_LENGTH}},
    ]
    axe_messages: ClassVar[dict[str, Message]] = {
        "missing-alt-text": {
            "error_name": _("Image sans texte alternatif"),
            "help_text": _(
                "Dites ce qu’elle montre, en une phrase : dans « Texte alternatif dans cette page », ou sur l’image "
                "elle-même."
            ),
        },
        "alt-text-quality": {
            "error_name": _("Le texte alternatif est un nom de fichier"),
            "help_text": _("Remplacez-le par une phrase qui dit ce que l’image montre."),
        },
        "heading-order": {
            "error_name": _("Un niveau de titre est sauté"),
            "help_text": _("Placez un intertitre avant ce bloc, ou retirez le titre du bloc."),
        },
        "empty-heading": {
            "error_name": _("Titre vide"),
            "help_text": _("Écrivez l’intertitre, ou retirez le bloc."),
        },
        "p-as-heading": {
            "error_name": _("Paragraphe en guise d’intertitre"),
            "help_text": _("Un paragraphe tout en gras n’est pas un titre : prenez un bloc Intertitre."),
        },
        "vague-link-text": {
            "error_name": _("Ce lien ne dit pas où il mène"),
            "help_text": _(
                "Lu seul, il doit se comprendre : « le règlement de l’appel », pas « ici » ni une adresse."
            ),
        },
        "link-name": {
            "error_name": _("Lien sans texte"),
            "help_text": _("Écrivez où il mène, ou retirez-le."),
        },
        "title-too-long": {
            "error_name": _("Titre trop long pour les moteurs de recherche"),
            "help_text": _(
                "Au-delà de 65 signes, il est coupé. Raccourcissez-le, ou donnez-en un plus court dans l’onglet "
                "Promotion."
            ),
        },
        "empty-table-header": {
            "error_name": _("En-tête de tableau vide"),
            "help_text": _("Dites ce que contient chaque colonne."),
        },
        "button-name": {
            "error_name": _("Bouton sans texte"),
            "help_text": _("Écrivez ce qu’il fait."),
        },
        "input-button-name": {
            "error_name": _("Bouton de formulaire sans texte"),
            "help_text": _("Écrivez ce qu’il fait."),
        },
        "frame-title": {
            "error_name": _("Contenu externe sans titre"),
            "help_text": _("Donnez un titre à la vidéo ou au contenu."),
        },
    }

    class Media:
        js = ("editors/checks.js",)
