"""Creates the demo's sign-up: an event with reserved seats and questions, people with a seat, in review and waiting."""

from datetime import datetime, timedelta

from clusters.models import Cluster, Organisation
from clusters.people.addresses import comparable
from events.models import (
    EventPage,
    QuestionType,
    SeatProof,
    SignUp,
    SignUpQuestion,
    SignUpQuota,
    SignUpSheet,
    SignUpState,
)
from events.signup.event_details import details_of
from fedcms.demo.accounts import MAIL_DOMAIN

CAPACITY = 6
RESERVED = 2
_PURPOSE = {
    "fr": "préparer l’accueil, les badges et le repas",
    "en": "preparing the welcome, the badges and the meal",
    "es": "preparar la acogida, las acreditaciones y la comida",
    "ar": "تحضير الاستقبال والشارات والوجبة",
}
_MEAL = {
    "fr": "Déjeunez-vous sur place ?",
    "en": "Will you have lunch there?",
    "es": "¿Almorzará allí?",
    "ar": "هل ستتناول الغداء هناك؟",
}
_MEALS = {
    "fr": "Oui\nOui, végétarien\nNon",
    "en": "Yes\nYes, vegetarian\nNo",
    "es": "Sí\nSí, vegetariano\nNo",
    "ar": "نعم\nنعم، نباتي\nلا",
}
# Services and teams, not people.
_WHO = (
    ("Service pédagogique", "École de l’Odet"),
    ("Équipe numérique", "Lycée du Blavet"),
    ("Atelier accessibilité", "Signes Clairs"),
    ("Training team", "Channel Learning"),
    ("فريق التكوين", "مدرسة الأطلس"),
    ("Cellule projets", "Campus des Marais"),
    ("Pôle formation", "Centre du Scorff"),
)


def make_sign_ups(cluster: Cluster, invited: Cluster, now: datetime) -> SignUpSheet | None:
    """Creates all for a cluster's next event without another service, `None` if it has none; no mail is sent."""
    events = EventPage.objects.filter(cluster=cluster, live=True, signup_url="", starts_on__gt=now.date())
    event = events.order_by("starts_on", "pk").first()
    if event is None:
        return None
    sheet = SignUpSheet.objects.create(
        translation_key=event.translation_key,
        capacity=CAPACITY,
        seats_released_at=event.starts_at - timedelta(days=7),
        purpose=_PURPOSE,
        last_rank=len(_WHO),
        known_event={"told": details_of(event), "pages": {str(event.pk): details_of(event)}},
    )
    SignUpQuota.objects.create(sheet=sheet, cluster=invited, seats=RESERVED)
    question = SignUpQuestion.objects.create(
        sheet=sheet, sort_order=0, question_type=QuestionType.RADIO, label=_MEAL, choices=_MEALS
    )
    Organisation.objects.filter(cluster=invited).update(email=f"organisation@membres.{MAIL_DOMAIN}")
    for rank, (name, organisation) in enumerate(_WHO, start=1):
        # The last of the common seats is taken, one is reserved and taken, and the rest wait.
        is_invited = rank == 2
        has_seat = rank <= CAPACITY - RESERVED + 1
        address = f"inscription-{rank}@membres.{MAIL_DOMAIN}"
        SignUp.objects.create(
            sheet=sheet,
            state=SignUpState.CONFIRMED if has_seat else SignUpState.WAITING,
            rank=rank,
            name=name,
            organisation=organisation,
            email=address,
            email_key=comparable(address),
            language="fr",
            cluster=invited if is_invited else None,
            seat_proof=SeatProof.INVITATION if is_invited else "",
            answers={question.key: _MEALS["fr"].splitlines()[rank % 3]},
            consent=_PURPOSE["fr"],
            form_key=f"demo-{sheet.pk}-{rank}",
            asked_at=now - timedelta(days=10 - rank),
            arrived_at=now - timedelta(days=10 - rank),
            seated_at=now - timedelta(days=10 - rank) if has_seat else None,
        )
    return sheet
