"""Creates the demo's calls: one with criteria, a document, three applications and a jury of two clusters.

Beside it one to which readers of every language apply, and that of a mission which is cancelled.
"""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import Count, OuterRef, Subquery

from clusters.models import Cluster, Organisation
from clusters.people.addresses import comparable
from events.applications.private_files import keep_file
from events.models import (
    Application,
    ApplicationDocument,
    ApplicationState,
    CallForApplications,
    CallQuota,
    Evaluator,
    RequestedDocument,
    SeatProof,
    SelectionCriterion,
    ShortfallAnswer,
    ShortfallDecision,
    TradeMissionPage,
)
from events.signup.organisations import comparable_name
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.demo.bodies import stable_id
from fedcms.users.models import User

PURPOSE = {
    "fr": "choisir la délégation et préparer le voyage",
    "en": "choosing the delegation and preparing the journey",
    "es": "elegir la delegación y preparar el viaje",
    "ar": "اختيار الوفد وتحضير السفر",
}
_CRITERIA = (
    (
        3,
        {
            "fr": "Maturité de l’offre",
            "en": "Maturity of the offer",
            "es": "Madurez de la oferta",
            "ar": "نضج العرض",
        },
    ),
    (
        2,
        {
            "fr": "Intérêt pour la destination",
            "en": "Interest in the destination",
            "es": "Interés por el destino",
            "ar": "الاهتمام بالوجهة",
        },
    ),
)
_PROJECT = {
    "fr": "Projet en deux pages",
    "en": "Project in two pages",
    "es": "Proyecto en dos páginas",
    "ar": "المشروع في صفحتين",
}
# Services and teams, not people.
_WHO = ("Service export", "Équipe internationale", "Cellule projets")
# The federation's mission, which all languages have.
OPEN = "fed-mission-dakar"
CANCELLED = "que-mission-bruxelles"
_REASON = {
    "fr": "Le salon qui devait nous accueillir est reporté d’un an. Une nouvelle mission sera proposée à ce moment-là.",
    "en": "The fair that was to host us is postponed by a year. Another mission will be offered then.",
    "es": "La feria que debía acogernos se aplaza un año. Entonces se propondrá otra misión.",
    "ar": "أُجّل المعرض الذي كان سيستضيفنا سنة كاملة. وستُقترح بعثة جديدة في ذلك الحين.",
}
_PDF = b"%PDF-1.4\n%%EOF\n"


def make_applications(
    cluster: Cluster, partner: Cluster, jury: tuple[User, ...], now: datetime
) -> CallForApplications | None:
    """Creates all for a cluster's next mission, `None` if it has none to come; no mail is sent.

    Of its missions, it is one of those in most languages: readers of each then see one that they can apply to here.
    """
    missions = TradeMissionPage.objects.filter(cluster=cluster, live=True, deadline__gt=now.date())
    versions = TradeMissionPage.objects.filter(live=True, translation_key=OuterRef("translation_key"))
    number = versions.order_by().values("translation_key").annotate(number=Count("pk")).values("number")
    mission = missions.annotate(languages=Subquery(number)).order_by("-languages", "deadline", "pk").first()
    if mission is None:
        return None
    call, requested = _open_call(mission, now)
    CallQuota.objects.create(call=call, cluster=partner, places=1)
    own = list(Organisation.objects.filter(cluster=cluster).order_by("pk")[:2])
    theirs = list(Organisation.objects.filter(cluster=partner).order_by("pk")[:1])
    for number, (organisation, name) in enumerate(zip([*own, *theirs], _WHO, strict=False)):
        _apply(call, requested, organisation, name, now - timedelta(days=3 - number))
    for user in jury:
        Evaluator.objects.create(call=call, user=user)
    return call


def make_calls_by_key(now: datetime) -> None:
    """Opens applications to the mission that all languages have, and cancels another; no mail is sent."""
    missions = TradeMissionPage.objects.filter(live=True).order_by("pk")
    if mission := missions.filter(translation_key=stable_id(OPEN)).first():
        _open_call(mission, now)
    if mission := missions.filter(translation_key=stable_id(CANCELLED)).first():
        call, _requested = _open_call(mission, now)
        call.is_cancelled, call.cancelled_for = True, TranslatedText(_REASON)
        call.save()
        ShortfallDecision.objects.create(
            call=call,
            kind=ShortfallAnswer.CANCEL,
            closed_at=call.closes_at,
            number=0,
            decided_by_name="Équipe internationale",
        )


def _open_call(mission: TradeMissionPage, now: datetime) -> tuple[CallForApplications, RequestedDocument]:
    """Creates the call of a mission until the afternoon of its deadline; returns it with its document."""
    closing = datetime.combine(mission.deadline, datetime.min.time(), tzinfo=now.tzinfo) + timedelta(hours=16)
    call = CallForApplications.objects.create(
        translation_key=mission.translation_key,
        closes_at=closing,
        places=mission.places or 6,
        minimum=2,
        purpose=PURPOSE,
    )
    for number, (weight, label) in enumerate(_CRITERIA):
        SelectionCriterion.objects.create(call=call, sort_order=number, weight=weight, label=label)
    return call, RequestedDocument.objects.create(call=call, sort_order=0, label=_PROJECT)


def _apply(
    call: CallForApplications,
    requested: RequestedDocument,
    organisation: Organisation,
    name: str,
    moment: datetime,
) -> None:
    application = make_application(call, organisation, name, moment)
    stored = keep_file(ContentFile(_PDF), "projet.pdf")  # type: ignore[arg-type]  # a file
    ApplicationDocument.objects.create(
        application=application, requested=requested, file=stored, name="projet.pdf", size=len(_PDF)
    )


def make_application(
    call: CallForApplications, organisation: Organisation, name: str, moment: datetime
) -> Application:
    """Creates an application that was sent at a moment (aware), without documents."""
    address = f"candidature-{organisation.pk}@membres.{MAIL_DOMAIN}"
    return Application.objects.create(
        call=call,
        state=ApplicationState.SUBMITTED,
        name=name,
        email=address,
        email_key=comparable(address),
        language="fr",
        organisation=organisation.name,
        organisation_key=comparable_name(organisation.name),
        claimed_organisation=organisation,
        cluster=organisation.cluster,
        proof=SeatProof.ORGANISATION,
        profile=organisation.description.text_for("fr"),
        offer="Un outil que des classes utilisent depuis deux ans, et une équipe qui forme.",
        sought="Des établissements pilotes, et un partenaire qui distribue.",
        motivation="Deux rendez-vous sont déjà pris sur place.",
        consent=PURPOSE["fr"],
        form_key=f"demo-call-{call.pk}-{organisation.pk}",
        version=1,
        asked_at=moment,
        confirmed_at=moment,
        saved_at=moment,
        submitted_at=moment,
    )
