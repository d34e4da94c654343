"""The listings of images and documents in the admin, with filters by what their rights and texts lack.

They stand at Wagtail's own addresses (clusters.admin_urls).
"""

from collections.abc import Callable
from datetime import timedelta

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.models import ReferenceIndex

from fedcms.core.site_clock import site_today
from fedcms.media.file_tags import popular_tags
from fedcms.media.models import Consent, FederationDocument, FederationImage, Licence

SOON = timedelta(days=30)


def _credit(value: str, _model: type[models.Model]) -> Q:
    return Q(credit="") if value == "missing" else ~Q(credit="")


def _rights(value: str, _model: type[models.Model]) -> Q:
    today = site_today()
    if value == "ended":
        return Q(rights_until__lt=today)
    return Q(rights_until__range=(today, today + SOON))


def _use(value: str, model: type[models.Model]) -> Q:
    used = Exists(
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id=Cast(OuterRef("pk"), CharField()),
        )
    )
    return ~Q(used) if value == "unused" else Q(used)


def _without_text(value: str, _model: type[models.Model]) -> Q:
    return ~Q(alt_texts__has_key=value) | Q(**{f"alt_texts__{value}": ""})


class ConditionFilter(django_filters.ChoiceFilter):
    """Filters by a condition that a function returns for the chosen value.

    It filters by key: Wagtail's search, which may follow, accepts no other condition.
    """

    def __init__(self, condition: Callable[[str, type[models.Model]], Q], **kwargs: object) -> None:
        super().__init__(widget=forms.RadioSelect, empty_label=_("Tous"), **kwargs)
        self.condition = condition

    def filter(self, qs: "QuerySet[models.Model]", value: str) -> "QuerySet[models.Model]":
        """Keeps the files that meet the condition."""
        if not value:
            return qs
        found = qs.model._default_manager.filter(self.condition(value, qs.model))
        return qs.filter(pk__in=found.values("pk"))


class RightsFilterMixin(django_filters.FilterSet):
    """The filters that images and documents share, and that by tag with the tags of files that the person sees."""

    licence = ConditionFilter(
        lambda value, _model: Q(licence=value), label=_("Licence"), choices=Licence.choices
    )
    credit = ConditionFilter(
        _credit, label=_("Crédit"), choices=[("missing", _("Sans crédit")), ("given", _("Avec un crédit"))]
    )
    rights = ConditionFilter(
        _rights,
        label=_("Fin des droits"),
        choices=[("soon", _("Dans les 30 jours")), ("ended", _("Droits terminés"))],
    )
    consent = ConditionFilter(
        lambda value, _model: Q(consent="" if value == "unknown" else value),
        label=_("Accord des personnes montrées"),
        choices=[*Consent.choices, ("unknown", _("Non précisé"))],
    )
    use = ConditionFilter(
        _use,
        label=_("Utilisation"),
        choices=[("unused", _("Utilisé nulle part")), ("used", _("Utilisé"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "tag" not in self.filters:
            return
        names = [tag.name for tag in popular_tags(self.request.user, self._meta.model)]
        if names:
            self.filters["tag"].extra["choices"] = [(name, name) for name in names]
        else:
            del self.filters["tag"]


class ImageFilterSet(RightsFilterMixin, images.ImagesFilterSet):
    """The filters of images, with the language in which the alternative text is missing."""

    alt_text = ConditionFilter(
        _without_text, label=_("Texte alternatif manquant en"), choices=settings.WAGTAIL_CONTENT_LANGUAGES
    )

    class Meta(images.ImagesFilterSet.Meta):
        model = FederationImage


class DocumentFilterSet(RightsFilterMixin, documents.DocumentsFilterSet):
    """The filters of documents."""

    class Meta(documents.DocumentsFilterSet.Meta):
        model = FederationDocument


class ImageIndexView(images.IndexView):
    """The listing of images."""

    filterset_class = ImageFilterSet


class DocumentIndexView(documents.IndexView):
    """The listing of documents."""

    filterset_class = DocumentFilterSet
