"""Creates the demo's delegation: a mission whose applications are decided, and what its organisations say."""

from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from clusters.models import Cluster, Organisation
from events.models import (
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    Delegation,
    DelegationOutcome,
    ProgrammeItem,
    TradeMissionPage,
)
from events.models.delegation import DELEGATE_TEXTS
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.demo.applications import PURPOSE, make_application

# Services and teams, not people.
_WHO = ("Service export", "Équipe internationale", "Cellule projets")
_OFFER = {
    "fr": "Un outil que des classes utilisent depuis deux ans, et une équipe qui forme.",
    "en": "A tool that classes have used for two years, and a team that trains.",
    "es": "Una herramienta que las clases usan desde hace dos años, y un equipo que forma.",
    "ar": "أداة تستعملها أقسام منذ سنتين، وفريق يكوّن.",
}
_SOUGHT = {
    "fr": "Des établissements pilotes, et un partenaire qui distribue.",
    "en": "Pilot schools, and a partner that distributes.",
    "es": "Centros piloto, y un socio que distribuya.",
    "ar": "مؤسسات رائدة، وشريك يوزّع.",
}
_WELCOME = {
    "fr": "Accueil et tour de table avec les instituts",
    "en": "Welcome and introductions with the institutes",
    "es": "Bienvenida y presentación con los institutos",
    "ar": "استقبال وتعارف مع المعاهد",
}
_MEETING = {
    "fr": "Rendez-vous avec un institut de formation",
    "en": "Meeting with a training institute",
    "es": "Cita con un instituto de formación",
    "ar": "موعد مع معهد تكوين",
}
_OUTCOME = {
    "fr": "Deux essais commencent à l’automne, avec des formateurs rencontrés là-bas. Une visite en retour est prévue.",
    "en": "Two trials begin in the autumn, with trainers who were met there. A return visit is planned.",
    "es": "Dos ensayos empiezan en otoño, con formadores conocidos allí. Está prevista una visita de vuelta.",
    "ar": "تبدأ تجربتان في الخريف مع مكوّنين التقيناهم هناك. ومن المقرر أن تُرد الزيارة.",
}


def make_delegation(cluster: Cluster, partner: Cluster, now: datetime) -> CallForApplications | None:
    """Creates it for a cluster's mission that nobody can join any more, `None` if it has none; no mail is sent."""
    missions = TradeMissionPage.objects.filter(
        cluster=cluster, live=True, deadline__lt=now.date(), starts_on__gt=now.date()
    )
    mission = missions.order_by("deadline", "pk").first()
    if mission is None:
        return None
    call = _closed_call(mission, now)
    own = list(Organisation.objects.filter(cluster=cluster).order_by("pk")[:2])
    theirs = list(Organisation.objects.filter(cluster=partner).order_by("pk")[:1])
    _join_all(call, [*own, *theirs], now)
    Delegation.objects.create(call=call, published_at=now)
    _plan(call, mission)
    return call


def make_outcome(cluster: Cluster, now: datetime) -> CallForApplications | None:
    """Creates what came out of a cluster's mission that is back, `None` if it has none; no mail is sent."""
    missions = TradeMissionPage.objects.filter(cluster=cluster, live=True, ends_on__lt=now.date())
    mission = missions.order_by("-ends_on", "pk").first()
    if mission is None:
        return None
    call = _closed_call(mission, now)
    _join_all(call, list(Organisation.objects.filter(cluster=cluster).order_by("pk")[:2]), now)
    Delegation.objects.create(call=call, published_at=now)
    DelegationOutcome.objects.create(
        call=call,
        text=_OUTCOME,
        contacts=31,
        contracts=2,
        counted_on=mission.ends_on + timedelta(days=20),
        published_at=now,
        form_key=uuid5(call.translation_key, "demo-outcome"),
    )
    return call


def _closed_call(mission: TradeMissionPage, now: datetime) -> CallForApplications:
    """Creates the call of a mission, which closed on the afternoon of its deadline."""
    closing = datetime.combine(mission.deadline, datetime.min.time(), tzinfo=now.tzinfo) + timedelta(hours=16)
    return CallForApplications.objects.create(
        translation_key=mission.translation_key,
        closes_at=closing,
        places=mission.places or 6,
        purpose=PURPOSE,
    )


def _join_all(call: CallForApplications, organisations: list[Organisation], now: datetime) -> None:
    for number, (organisation, name) in enumerate(zip(organisations, _WHO, strict=False)):
        _join(call, organisation, name, call.closes_at - timedelta(days=3 - number), now)


def _plan(call: CallForApplications, mission: TradeMissionPage) -> None:
    """Plans something for all on the first morning, and a meeting of the first organisation after it."""
    zone = ZoneInfo("Africa/Casablanca")
    for hour, title, place in ((9, _WELCOME, "Chambre de commerce"), (11, _MEETING, "")):
        starts = datetime.combine(mission.starts_on, time(hour), tzinfo=zone)
        item = ProgrammeItem.objects.create(
            call=call,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            time_zone=zone,
            title=title,
            place=place,
            is_private=title is _MEETING,
            uid=uuid5(call.translation_key, f"demo-{hour}"),
            form_key=uuid5(call.translation_key, f"demo-form-{hour}"),
        )
        if item.is_private:
            item.participants.set(call.applications.order_by("pk")[:1])


def _join(
    call: CallForApplications, organisation: Organisation, name: str, moment: datetime, now: datetime
) -> None:
    application = make_application(call, organisation, name, moment)
    application.decision = DecisionKind.CHOSEN
    application.save(update_fields=["decision"])
    shown = {
        "profile": organisation.description,
        "offer": TranslatedText(_OFFER),
        "sought": TranslatedText(_SOUGHT),
    }
    DelegateProfile.objects.create(
        application=application,
        **{name: shown[name].text_for("fr") for name in DELEGATE_TEXTS},
        **{f"shown_{name}": shown[name] for name in DELEGATE_TEXTS},
        consent=PURPOSE["fr"],
        consented_at=now,
        version=1,
        approved_version=1,
        approved_at=now,
    )
