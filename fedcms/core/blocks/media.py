"""Blocks for files: images, downloads, and embeds that wait for consent."""

from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from fedcms.core.blocks.players import Player, find_player


class IllustrationBlock(blocks.StructBlock):
    """An image with its caption; Wagtail's image block asks for alternative text or "decorative"."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        preview_template = "blocks/previews/image.html"
        description = _("Une image dans le texte, avec texte alternatif et légende.")


class GalleryBlock(blocks.StructBlock):
    """Several images side by side. Each can be opened large; with JavaScript, without leaving the page."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    images = blocks.ListBlock(IllustrationBlock(), label=_("Images"), min_num=2, max_num=24)

    class Meta:
        icon = "grip"
        label = _("Galerie")
        template = "blocks/gallery.html"
        preview_template = "blocks/previews/gallery.html"
        description = _("De deux à vingt-quatre images, à voir en grand l’une après l’autre.")


class HasRights(Protocol):
    """A file that the site may show or not, by its rights (fedcms.media.models)."""

    def may_be_shown(self) -> bool:
        """Returns whether the file may be shown today."""


class DownloadsValue(blocks.StructValue):
    """The value of a block of documents."""

    @property
    def shown(self) -> list[HasRights]:
        """The documents that exist and may be shown; the others would be links that fail."""
        documents: list[HasRights | None] = list(self.get("documents") or [])
        return [document for document in documents if document is not None and document.may_be_shown()]


class DownloadsBlock(blocks.StructBlock):
    """Documents to download."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        icon = "download"
        label = _("Documents à télécharger")
        value_class = DownloadsValue
        template = "blocks/documents.html"
        preview_template = "blocks/previews/documents.html"
        description = _("Une liste de fichiers avec format et taille.")


class EmbedValue(blocks.StructValue):
    """The value of an embed block: the host named before the reader agrees, and the player loaded after that."""

    @property
    def host(self) -> str:
        """The host that the link leads to."""
        return urlsplit(str(self.get("url") or "")).hostname or ""

    @property
    def player(self) -> Player | None:
        """The player to load in place once the reader agrees; None when there is only a link."""
        return find_player(str(self.get("url") or ""))


class EmbedLinkBlock(blocks.StructBlock):
    """A video or post of another site. Nothing is loaded from there before the reader agrees."""

    url = blocks.URLBlock(
        label=_("Adresse"),
        help_text=_("L’adresse de la page de la vidéo ou du message, telle que le navigateur la montre."),
    )
    title = blocks.CharBlock(label=_("Titre"), max_length=150)

    class Meta:
        icon = "media"
        label = _("Vidéo ou contenu externe")
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("Rien n’est chargé d’un autre site avant le choix du lecteur.")
        preview_value: ClassVar = {"url": "https://video.example/42", "title": "Visite d’un atelier"}
