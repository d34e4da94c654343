"""Success stories: a need, an answer, results as key figures."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from clusters.models import ContentPage
from fedcms.core.pages.translatable_fields import same_everywhere, translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import Article
from news.structured_data import article


class SuccessStoryPage(ContentPage):
    """A success story: what an organisation of the cluster achieved, with measured results."""

    kind = "story"
    leads_on_organisation = True
    is_kept_in_process = True
    kind_label = _("Réussite")
    kind_label_plural = _("Réussites")
    search_relations: ClassVar = ("results",)

    need = models.TextField(_("le besoin"), help_text=_("Quel problème, pour qui, à quelle échelle."))
    answer = models.TextField(_("la réponse"), help_text=_("Ce qui a été fait."))
    partners = models.CharField(
        _("partenaires"), max_length=400, blank=True, help_text=_("Séparés par des virgules.")
    )
    territory = models.CharField(_("territoire"), max_length=150, blank=True)

    translatable_fields: ClassVar = [
        *ContentPage.translatable_fields,
        *translated("need", "answer", "partners", "territory", "results"),
    ]

    # A story must name its organisation.
    required_to_publish: ClassVar = ContentPage.required_to_publish | {
        "organisation": _("Une réussite est celle d’une organisation : choisissez-la.")
    }

    is_creatable = True
    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/success_story_page.html"
    page_description = _(
        "Un projet est terminé, une organisation de votre annuaire l’a mené, et vous pouvez dire le besoin, la réponse "
        "et des résultats mesurés, avec leur source."
    )
    take_instead = (
        _("Le projet commence, ou ses résultats ne sont pas encore mesurés : prenez une actualité."),
        _("Vous avez un témoignage mais aucun chiffre : prenez une actualité avec une citation."),
        _("Vous en faites une annonce à la presse : prenez un communiqué de presse."),
    )

    content_panels: ClassVar = [
        *ContentPage.content_panels,
        *ContentPage.organisation_panels,
        MultiFieldPanel([FieldPanel("need"), FieldPanel("answer")], heading=_("Le besoin et la réponse")),
        InlinePanel(
            "results",
            label=_("résultat"),
            heading=_("Résultats"),
            max_num=6,
            help_text=_(
                "Un chiffre, son unité, ce qu’il compte et qui l’a compté. Sans source, ne le mettez pas."
            ),
        ),
        *ContentPage.body_panels,
        FieldPanel("partners"),
        FieldPanel("territory", help_text=_("Où le projet a eu lieu : une ville, un bassin, une académie.")),
        FieldPanel("dateline_place"),
        *ContentPage.classification_panels,
    ]
    search_fields: ClassVar = [
        *ContentPage.search_fields,
        index.SearchField("need"),
        index.SearchField("answer"),
    ]

    class Meta:
        verbose_name = _("réussite")
        verbose_name_plural = _("réussites")

    def structured_data(self, head_context: HeadContext) -> Article:
        """Returns an article about the organisation."""
        return article(Article, self, head_context)

    def search_text(self) -> str:
        """Returns need, answer and results besides the body."""
        results = [f"{result.value} {result.unit} {result.label}" for result in self.results.all()]
        return "\n".join(
            [self.need, self.answer, *results, self.partners, self.territory, super().search_text()]
        )


class StoryResult(TranslatableMixin, Orderable):
    """One result of a story: a figure with its unit and its source."""

    page = ParentalKey(SuccessStoryPage, on_delete=models.CASCADE, related_name="results")
    value = models.CharField(_("valeur"), max_length=20)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    label = models.CharField(_("libellé"), max_length=160)
    source = models.CharField(_("source"), max_length=160, help_text=_("Qui a compté, quand."))

    translatable_fields: ClassVar = [*same_everywhere("value"), *translated("unit", "label", "source")]

    panels: ClassVar = [FieldPanel("value"), FieldPanel("unit"), FieldPanel("label"), FieldPanel("source")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("résultat")

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".strip()
