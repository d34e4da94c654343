"""Promoted results: shown first for some searches in one language."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from fedcms.core.compiled_queries import Parameter
from fedcms.core.visibility import visible_q
from search.language import compounds, fold, forms, is_stop_word

MAX_SEARCHES = 30


def languages() -> list[tuple[str, str]]:
    """Returns the languages that can be searched. A function, so that no migration repeats them."""
    return list(settings.LANGUAGES)


def promotion_key(search: str, language: str) -> str:
    """Returns the stems of a search's words, by which searches are compared; "" for a search without words.

    Stop words are left out if there are others: "Les formations au numérique" equals "formation numérique".
    """
    parts = [part.text for compound in compounds(search, language) for part in compound.parts]
    telling = [part for part in parts if not is_stop_word(fold(part), language)]
    return " ".join(found.stem for part in telling or parts if (found := forms(part, language)))


def promotion_line(search: str, language: str) -> str:
    """Returns the key of a search as a line of the column `keys`; "" for a search without words."""
    key = promotion_key(search, language)
    return f"\n{key}\n" if key else ""


class PromotedResultQuerySet(models.QuerySet["PromotedResult"]):
    """Queries of promoted results."""

    def running(self, now: datetime | Parameter) -> Self:
        """Returns those whose period contains `now` (aware)."""
        return self.filter(Q(starts_at=None) | Q(starts_at__lte=now), Q(ends_at=None) | Q(ends_at__gt=now))

    def visible(self, now: datetime | Parameter) -> Self:
        """Returns running ones that link to another site, or to a page that anybody may see at `now`."""
        return self.running(now).filter(Q(page=None) | visible_q(now, "page__"))

    def for_key(self, line: str | Parameter, language: str | Parameter) -> Self:
        """Returns those that editors chose for a search, by its `promotion_line`."""
        return self.filter(language=language, keys__contains=line)

    def resync_keys(self) -> int:
        """Computes `keys` again, since stems may have changed; returns how many rows had others."""
        changed = []
        for row in self.only("language", "searches", "keys"):
            if (keys := row.searches_compared()) != row.keys:
                row.keys = keys
                changed.append(row)
        return self.bulk_update(changed, ["keys"], batch_size=200)


class PromotedResult(models.Model):
    """A page of the site or an address elsewhere that is shown first for certain searches."""

    language = models.CharField(_("langue"), max_length=12, choices=languages)
    searches = models.TextField(
        _("recherches"),
        max_length=2000,
        help_text=_(
            "Une recherche par ligne, telle qu’on la tape. Accents, majuscules, pluriels et petits mots ne comptent "
            "pas : « formation enseignant » vaut aussi pour « Les formations des enseignants »."
        ),
    )
    keys = models.TextField(
        editable=False, default="", help_text="The searches as they are compared, a line each."
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    link_url = models.URLField(
        _("adresse"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    link_title = models.CharField(_("titre"), max_length=120, blank=True)
    link_text = models.CharField(_("présentation"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("à partir de"), null=True, blank=True)
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Pour l’équipe : pourquoi ce choix. Non publiée.")
    )

    objects: ClassVar[models.Manager["PromotedResult"]] = PromotedResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat mis en avant")
        verbose_name_plural = _("résultats mis en avant")
        ordering: ClassVar = ["language", "pk"]

    def __str__(self) -> str:
        return self.page.title if self.page else self.link_title

    def searches_listed(self) -> list[str]:
        """Returns the searches as editors typed them, with single spaces."""
        return [search for line in self.searches.splitlines() if (search := " ".join(line.split()))]

    def searches_compared(self) -> str:
        """Returns the searches as they are compared: a line each, with a line break at either end."""
        keys = dict.fromkeys(promotion_key(search, self.language) for search in self.searches_listed())
        return "\n".join(["", *keys, ""])

    def clean(self) -> None:
        """Raises `ValidationError` unless there are searches with words and one target.

        The target is either a page in the language of the searches, or an address with a title.
        """
        super().clean()
        errors: dict[str, ValidationError] = {}
        self.searches = "\n".join(dict.fromkeys(self.searches_listed()))
        listed = self.searches_listed()
        if self.language and (empty := [s for s in listed if not promotion_key(s, self.language)]):
            message = _("« %(search)s » ne contient aucun mot.")
            errors["searches"] = ValidationError(message, params={"search": empty[0]})
        elif len(listed) > MAX_SEARCHES:
            errors["searches"] = ValidationError(
                _("%(count)d recherches au plus."), params={"count": MAX_SEARCHES}
            )
        if bool(self.page_id) == bool(self.link_url):
            errors["page"] = ValidationError(_("Choisissez une page, ou donnez une adresse ; pas les deux."))
        elif self.page and self.page.locale.language_code != self.language:
            message = _("Cette page est en %(language)s : choisissez sa traduction, ou l’autre langue.")
            errors["page"] = ValidationError(message, params={"language": str(self.page.locale).lower()})
        if self.link_url and not self.link_title:
            errors["link_title"] = ValidationError(_("Donnez un titre à cette adresse."))
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = ValidationError(_("La fin précède le début."))
        if errors:
            raise ValidationError(errors)

    def save(self, *args: object, **kwargs: object) -> None:
        """Computes `keys` from the searches, and saves."""
        self.keys = self.searches_compared()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came

    @property
    def is_running(self) -> bool:
        """Whether its period contains this moment."""
        now = timezone.now()
        return (self.starts_at is None or self.starts_at <= now) and (
            self.ends_at is None or self.ends_at > now
        )
