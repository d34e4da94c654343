"""Blocks for text: headings, paragraphs, lists, quotations, callouts, buttons."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import is_visible

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
PARAGRAPH_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the body: always an h2, since the page's title is the only h1."""

    class Meta:
        icon = "title"
        label = _("Intertitre")
        template = "blocks/heading.html"
        description = _("Annonce une partie du texte.")
        preview_value = "Une année de mesures dans douze collèges"


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text without headings."""

    class Meta:
        icon = "pilcrow"
        label = _("Paragraphe")
        template = "blocks/paragraph.html"
        description = _("Le texte courant, avec gras, italique, liens et listes.")
        preview_value = (
            "<p>Les classes volontaires ont comparé <b>deux manières</b> de corriger les brouillons.</p>"
        )


class ListBlock(blocks.ListBlock):
    """A list of short points."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.CharBlock(label=_("Point"), max_length=400), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Liste")
        template = "blocks/list.html"
        description = _("Des points courts, un par ligne.")
        preview_value: ClassVar = ["Un référent par établissement", "Deux réunions par trimestre"]


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label=_("Citation"))
    source = blocks.CharBlock(
        label=_("Qui parle"), required=False, help_text=_("Une équipe, une fonction, un service.")
    )

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "blocks/quote.html"
        description = _("Des paroles rapportées, avec leur source.")
        preview_value: ClassVar = {
            "text": "Nous avons gardé ce qui servait aux élèves.",
            "source": "L’équipe du lycée",
        }


class CalloutBlock(blocks.StructBlock):
    """A remark in a box apart from the text."""

    title = blocks.CharBlock(label=_("Titre"), max_length=120)
    text = blocks.TextBlock(label=_("Texte"))

    class Meta:
        icon = "info-circle"
        label = _("Encadré")
        template = "blocks/callout.html"
        description = _("Une remarque à part : pour participer, à retenir, méthode.")
        preview_value: ClassVar = {
            "title": "Pour participer",
            "text": "Écrivez à l’équipe avant la fin du mois.",
        }


class ButtonValue(blocks.StructValue):
    """The value of a button block."""

    @property
    def href(self) -> str:
        """The address of the chosen page, or else the typed one; "" when the page is not public.

        The address of an unpublished page would give its title away.
        """
        page = self.get("page")
        if page is None:
            return str(self.get("url") or "")
        return page_address(page) if is_visible(page) else ""


class ButtonBlock(blocks.StructBlock):
    """A link that asks for an action."""

    label = blocks.CharBlock(label=_("Libellé"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    url = blocks.URLBlock(label=_("ou adresse"), required=False)

    class Meta:
        icon = "link"
        label = _("Bouton")
        template = "blocks/button.html"
        value_class = ButtonValue
        description = _("Un lien mis en avant : s’inscrire, candidater, télécharger.")
        preview_value: ClassVar = {"label": "Candidater", "page": None, "url": "https://federation.example/"}
