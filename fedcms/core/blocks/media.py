"""Blocks that show files: images, downloads, and embeds behind the reader's consent."""

from typing import ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """An image with its caption; Wagtail's image block asks for alternative text or "decorative"."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        preview_template = "blocks/previews/image.html"
        description = _("Une image dans le texte, avec texte alternatif et légende.")


class DownloadsBlock(blocks.StructBlock):
    """Documents to download."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        icon = "download"
        label = _("Documents à télécharger")
        template = "blocks/documents.html"
        preview_template = "blocks/previews/documents.html"
        description = _("Une liste de fichiers avec format et taille.")


class EmbedValue(blocks.StructValue):
    """What the facade says before the reader agrees to load anything."""

    @property
    def host(self) -> str:
        """The host that would be contacted."""
        return urlsplit(str(self.get("url") or "")).hostname or ""


class EmbedLinkBlock(blocks.StructBlock):
    """A video or post of another site: shown as a facade with a link, nothing is loaded from there."""

    url = blocks.URLBlock(label=_("Adresse"))
    title = blocks.CharBlock(label=_("Titre"), max_length=150)

    class Meta:
        icon = "media"
        label = _("Vidéo ou contenu externe")
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("Rien n’est chargé d’un autre site avant le choix du lecteur.")
        preview_value: ClassVar = {"url": "https://video.example/42", "title": "Visite d’un atelier"}
