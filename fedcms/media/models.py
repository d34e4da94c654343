"""Images and documents: alternative text, credit, licence, and rights that expire."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import ClassVar, Self

import willow
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError

from fedcms.core.i18n.translated_text import TranslatedTextField
from fedcms.core.shown_tags import image_tag, note_tags, table_tag
from fedcms.core.site_clock import site_today
from fedcms.media.pixel_bound import has_too_many_pixels


class Licence(models.TextChoices):
    """The terms under which a file may be reused."""

    ALL_RIGHTS = "all-rights", _("Tous droits réservés")
    PRESS = "press", _("Libre pour la presse, avec le crédit")
    CC_BY = "cc-by", _("Creative Commons BY 4.0")
    CC_BY_SA = "cc-by-sa", _("Creative Commons BY-SA 4.0")
    CC0 = "cc0", _("Domaine public (CC0)")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Where the terms of a licence stand that has an address."""


class Reuse(models.TextChoices):
    """Who may take a file up, as far as its licence lets anybody."""

    EVERYONE = "everyone", _("Tout le monde")
    PRESS = "press", _("La presse seulement")


class Consent(models.TextChoices):
    """Whether the people who can be recognised in a file have agreed."""

    NOBODY = "nobody", _("Personne n’est reconnaissable")
    RECORDED = "recorded", _("Accords recueillis par écrit")
    MISSING = "missing", _("Accord à recueillir : ne pas publier")


class RightsMixin(models.Model):
    """The rights of a file: who made it, how, where and by whom it may be used, and until when."""

    credit = models.CharField(
        _("crédit"), max_length=200, blank=True, help_text=_("Qui a fait l’image ou le document.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.ALL_RIGHTS)
    rights_until = models.DateField(
        _("droits jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Dernier jour d’utilisation permis. Après, le fichier n’est plus montré à personne."),
    )

    reuse = models.CharField(_("réutilisable par"), max_length=10, choices=Reuse, default=Reuse.EVERYONE)
    territory = models.CharField(
        _("territoire"),
        max_length=200,
        blank=True,
        help_text=_("Où le fichier peut paraître. Vide : le monde entier."),
    )
    consent = models.CharField(
        _("accord des personnes montrées"),
        max_length=10,
        choices=Consent,
        blank=True,
        help_text=_(
            "Pour un mineur, celui de ses parents. Tant qu’il manque, aucune page ne paraît avec ce fichier."
        ),
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("D’où vient le fichier : une adresse, une agence."),
    )
    # The last day of which the owner was warned by mail (fedcms.media.ending_rights).
    warned_of = models.DateField(null=True, editable=False)

    # Columns that no page shows (fedcms.core.changes.content_digest).
    unseen_fields: ClassVar[tuple[str, ...]] = ("warned_of",)

    class Meta:
        abstract = True

    @property
    def reuse_limit(self) -> str:
        """What limits reuse beyond the words of the licence; "" when they say all."""
        is_limited = self.reuse == Reuse.PRESS and self.licence != Licence.PRESS
        return str(Reuse.PRESS.label) if is_limited else ""

    @property
    def open_licence_address(self) -> str:
        """The terms under which everybody may reuse the file everywhere; "" unless its licence and limits say so."""
        is_limited = self.reuse != Reuse.EVERYONE or bool(self.territory.strip())
        return "" if is_limited else LICENCE_ADDRESSES.get(Licence(self.licence), "")

    def may_be_shown(self, today: date | None = None) -> bool:
        """Returns whether the site may show the file on `today` (default: today in the site's time zone).

        Its rights have not ended, and no consent is known to be missing. In a query: `showable_q`.
        """
        has_ended = self.rights_until is not None and self.rights_until < (today or site_today())
        return not has_ended and self.consent != Consent.MISSING


def showable_q(prefix: str = "") -> models.Q:
    """Returns the condition of `RightsMixin.may_be_shown` today, for files that are reached by `prefix`."""
    running = models.Q(**{f"{prefix}rights_until": None}) | models.Q(
        **{f"{prefix}rights_until__gte": site_today()}
    )
    return running & ~models.Q(**{f"{prefix}consent": Consent.MISSING})


RIGHTS_FIELDS = ("credit", "source", "licence", "reuse", "territory", "rights_until", "consent")
# Without Wagtail's description, which would repeat the alternative texts.
IMAGE_FIELDS = tuple(name for name in Image.admin_form_fields if name != "description")


class FederationImage(RightsMixin, AbstractImage):
    """An image with its alternative text in every language."""

    alt_texts = TranslatedTextField(
        _("texte alternatif"),
        text_max_length=250,
        blank=True,
        help_text=_("Ce que montre l’image, pour qui ne la voit pas. Une phrase, sans « image de »."),
    )

    # Keywords written in the file that is uploaded, which become tags when the row is saved for the first time.
    embedded_keywords: tuple[str, ...] = ()

    admin_form_fields: ClassVar = (*IMAGE_FIELDS, "alt_texts", *RIGHTS_FIELDS)

    class Meta(AbstractImage.Meta):
        # For look-ups by file name.
        indexes: ClassVar = [models.Index(fields=["file"], name="image_by_file")]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", "Can choose image")]

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[object]) -> Self:  # type: ignore[override]  # stubs of Django 6.1
        """Returns the image of a row, and notes that it is shown by what is being made."""
        image = super().from_db(db, field_names, values)
        note_tags(image_tag(image.pk), table_tag(cls._meta.db_table))
        return image

    @property
    def default_alt_text(self) -> str:
        """The alternative text in the active language, or the nearest that has one."""
        return str(self.alt_texts)

    @contextmanager
    def get_willow_image(self) -> Iterator[willow.Image]:
        """Opens the file for a rendition. Raises `SourceImageIOError` for one that would take too much memory."""
        if has_too_many_pixels(self.width, self.height):
            raise SourceImageIOError(f"Image {self.pk} has too many pixels.")
        with super().get_willow_image() as opened:
            yield opened


class FederationRendition(AbstractRendition):
    """An image file in one size and format."""

    image = models.ForeignKey(FederationImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar = (("image", "filter_spec", "focal_point_key"),)
        indexes: ClassVar = [models.Index(fields=["file"], name="rendition_by_file")]
        verbose_name = _("rendu d’image")
        verbose_name_plural = _("rendus d’images")


class FederationDocument(RightsMixin, AbstractDocument):
    """A file to download."""

    language = models.CharField(
        _("langue du fichier"),
        max_length=12,
        blank=True,
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        help_text=_("Montrée à qui le télécharge. Vide : un fichier sans texte, ou en plusieurs langues."),
    )

    admin_form_fields: ClassVar = (*Document.admin_form_fields, "language", *RIGHTS_FIELDS)

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", "Can choose document")]


File = FederationImage | FederationDocument
FileModel = type[FederationImage] | type[FederationDocument]
