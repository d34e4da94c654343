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
    """Several images side by side; each opens large, in place where there is JavaScript."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    images = blocks.ListBlock(IllustrationBlock(), label=_("Images"), min_num=2, max_num=24)

    class Meta:
        icon = "grip"
        label = _("Galerie")
        template = "blocks/gallery.html"
        preview_template = "blocks/previews/gallery.html"
        description = _("De deux à vingt-quatre images, à voir en grand l’une après l’autre.")


class HasRights(Protocol):
    """A file whose rights may have run out (fedcms.media.models)."""

    def rights_run(self) -> bool:
        """Whether it may be shown today."""


class DownloadsValue(blocks.StructValue):
    """The documents of a block that may be shown."""

    @property
    def shown(self) -> list[HasRights]:
        """Those that still exist and whose rights run: the others would be titles that lead nowhere."""
        documents: list[HasRights | None] = list(self.get("documents") or [])
        return [document for document in documents if document is not None and document.rights_run()]


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
    """What the facade says before the reader agrees to load anything, and what is loaded then."""

    @property
    def host(self) -> str:
        """The host that the link leads to."""
        return urlsplit(str(self.get("url") or "")).hostname or ""

    @property
    def player(self) -> Player | None:
        """The player to load in place once the reader agrees; `None` = a link is all there is."""
        return find_player(str(self.get("url") or ""))


class EmbedLinkBlock(blocks.StructBlock):
    """A video or post of another site: a facade of ours, and nothing is loaded from there before the reader agrees."""

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
