"""Media coverage: what others wrote or broadcast about a cluster, with a link to it."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from fedcms.core.i18n.language_list import LanguageNamesField
from news.models.owned_row import OwnedRow, OwnedRowQuerySet

MOST_QUOTED = 300
"""The right of quotation covers a short passage, in words of the article itself."""


class ArticleLanguageField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs alone
    """The code of one language, typed and read by its name. The same column as a `CharField`."""

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """Returns a `CharField` for migrations: how a form shows it is no part of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), dict(kwargs)

    def formfield(self, **kwargs: object) -> LanguageNamesField:
        """Returns a field of a language's name."""
        options = {"form_class": LanguageNamesField, **kwargs, "max_length": None}
        field: LanguageNamesField = super().formfield(**options)  # type: ignore[arg-type, assignment]  # forwarded
        return field


class MediaCoverage(OwnedRow):
    """An article or a broadcast about a cluster or the federation: title and quotation in its own language."""

    title = models.CharField(
        _("titre de l’article"), max_length=250, help_text=_("Tel qu’il a paru, dans sa langue.")
    )
    medium = models.CharField(_("média"), max_length=120)
    language = ArticleLanguageField(
        _("langue de l’article"), max_length=12, default="fr", help_text=_("Par exemple « allemand ».")
    )
    published_on = models.DateField(_("paru le"))
    link = models.URLField(
        _("lien"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("L’adresse de l’article, ou de l’émission : https://…"),
    )
    quote = models.TextField(
        _("citation"),
        blank=True,
        max_length=MOST_QUOTED,
        validators=[MaxLengthValidator(MOST_QUOTED)],
        help_text=_(
            "Une ou deux phrases de l’article, mot pour mot : le droit de citation n’en permet pas davantage."
        ),
    )
    topics = models.ManyToManyField("core.Topic", blank=True, related_name="+", verbose_name=_("thèmes"))
    about = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page dont il parle"),
        help_text=_(
            "Facultatif : votre communiqué, votre réussite. Le lien paraît quand la page est publique."
        ),
    )

    objects: ClassVar[OwnedRowQuerySet["MediaCoverage"]] = OwnedRowQuerySet.as_manager()  # type: ignore[assignment]
    seen_relations: ClassVar[tuple[str, ...]] = ("topics",)

    class Meta:
        verbose_name = _("retombée presse")
        verbose_name_plural = _("retombées presse")
        ordering: ClassVar = ["-published_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["cluster", "-published_on"], name="coverage_by_date")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises `ValidationError` for several languages, and a day that is to come."""
        super().clean()
        if "," in self.language:
            raise ValidationError({"language": _("Une seule langue : celle de l’article.")})
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": _("Ce jour est à venir.")})
