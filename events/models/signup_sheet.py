"""Sign-up sheets: what one signs up for, who may come, the seats reserved for clusters, the questions."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from clusters.models import Cluster
from events.models.event import EventPage
from fedcms.core.i18n.translated_text import TranslatedTextField

KEPT_DAYS = 90
LONGEST_KEPT_DAYS = 730
MOST_SEATS = 100_000
UNSEEN_COLUMNS = frozenset({"form_key", "last_rank", "known_event", "calendar_sequence", "erasure_told_at"})
"""What a sheet notes for itself: nothing that is public follows from it."""
QUESTION_KEY_LENGTH = 8


class WhoMayCome(models.TextChoices):
    """Who may have a seat that is not reserved."""

    OPEN = "open", _("Tout le monde")
    PRIORITY = "priority", _("Nos membres d’abord, puis tout le monde")
    QUOTA = "quota", _("Chaque cluster dans la limite de ses places, puis tout le monde")
    CLOSED = "closed", _("Nos membres seulement")


class QuestionType(models.TextChoices):
    """The types of questions: those of Wagtail's form builder that need no other widget, by its names."""

    SINGLE_LINE = "singleline", _("Une ligne de texte")
    MULTI_LINE = "multiline", _("Plusieurs lignes de texte")
    NUMBER = "number", _("Un nombre")
    DROPDOWN = "dropdown", _("Un choix dans une liste")
    RADIO = "radio", _("Un choix, tous affichés")
    CHECKBOXES = "checkboxes", _("Plusieurs choix")
    CHECKBOX = "checkbox", _("Une case à cocher")


WITH_CHOICES = frozenset({QuestionType.DROPDOWN, QuestionType.RADIO, QuestionType.CHECKBOXES})


class SignUpSheetQuerySet(models.QuerySet["SignUpSheet"]):
    """The queries on sign-up sheets."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those of events that a cluster publishes; `None` means the federation."""
        pages = EventPage.objects.filter(cluster=cluster_id)
        return self.filter(translation_key__in=pages.values("translation_key"))


class SignUpSheet(ClusterableModel):
    """The sign-up of one event, the same in all its languages. Whose it is, the event's pages say.

    Every change of a seat locks its row (events.signup.seat_giving), so that two never count at once.
    """

    translation_key = models.UUIDField(unique=True, editable=False)
    capacity = models.PositiveIntegerField(
        _("nombre de places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("Vide : sans limite."),
    )
    opens_at = models.DateTimeField(
        _("ouverture des inscriptions"), null=True, blank=True, help_text=_("Vide : tout de suite.")
    )
    closes_at = models.DateTimeField(
        _("clôture des inscriptions"), null=True, blank=True, help_text=_("Vide : au début de l’événement.")
    )
    who_may_come = models.CharField(
        _("qui peut venir"), max_length=10, choices=WhoMayCome, default=WhoMayCome.OPEN
    )
    seats_released_at = models.DateTimeField(
        _("ouverture des places réservées"),
        null=True,
        blank=True,
        help_text=_(
            "À ce moment, les places réservées et restées libres vont à tous, dans l’ordre d’arrivée."
        ),
    )
    is_reviewed = models.BooleanField(
        _("l’équipe accepte chaque demande"),
        default=False,
        help_text=_(
            "Sinon, qui confirme son adresse a une place, tant qu’il en reste. Qui attend déjà une place quand vous "
            "cochez cette case l’aura sans réponse de votre part."
        ),
    )
    purpose = TranslatedTextField(
        _("à quoi servent les données"),
        text_max_length=300,
        help_text=_("Les personnes le lisent avant d’envoyer : « préparer l’accueil et les badges »."),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("jours de conservation"),
        default=KEPT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT_DAYS)],
        help_text=_("Après la fin de l’événement. Ensuite, il ne reste que des nombres."),
    )
    # Of the form that was saved last: sent twice, it is saved once.
    form_key = models.UUIDField(null=True, editable=False)
    # The rank of the last arrival.
    last_rank = models.PositiveIntegerField(default=0, editable=False)
    # What its people know of the event (events.signup.event_details), and how new their calendars are.
    known_event = models.JSONField(default=dict, editable=False)
    calendar_sequence = models.PositiveBigIntegerField(default=0, editable=False)
    # When people were told that they are erased though their event never got another date.
    erasure_told_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[SignUpSheetQuerySet] = SignUpSheetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("inscription à un événement")
        verbose_name_plural = _("inscriptions aux événements")

    def __str__(self) -> str:
        return str(self.translation_key)

    def is_released(self, now: datetime) -> bool:
        """Returns whether the reserved seats have gone to all at `now` (aware)."""
        return self.seats_released_at is not None and self.seats_released_at <= now


class SignUpQuota(models.Model):
    """The seats that are reserved for the organisations of a cluster."""

    sheet = ParentalKey(SignUpSheet, on_delete=models.CASCADE, related_name="quotas")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="+", verbose_name=_("cluster")
    )
    seats = models.PositiveIntegerField(
        _("places réservées"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )

    class Meta:
        verbose_name = _("places réservées à un cluster")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "cluster"], name="one_quota_a_cluster")
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.seats}"


def new_question_key() -> str:
    """Returns the name under which answers to a question are kept, whatever becomes of its label."""
    return get_random_string(QUESTION_KEY_LENGTH)


class SignUpQuestion(Orderable):
    """A question of a sign-up, with its words in every language."""

    sheet = ParentalKey(SignUpSheet, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=QUESTION_KEY_LENGTH, default=new_question_key, editable=False)
    question_type = models.CharField(
        _("réponse"), max_length=16, choices=QuestionType, default=QuestionType.SINGLE_LINE
    )
    is_required = models.BooleanField(_("obligatoire"), default=False)
    label = TranslatedTextField(_("question"), text_max_length=200)
    help_text = TranslatedTextField(_("aide"), text_max_length=300, blank=True)
    choices = TranslatedTextField(
        _("choix"),
        multiline=True,
        text_max_length=2000,
        blank=True,
        help_text=_("Un par ligne, dans le même ordre dans chaque langue. Pour les listes seulement."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return str(self.label)
