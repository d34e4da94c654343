"""What tests of a team's messages share: a sheet with people in three languages, and the form in both its steps."""

import re
from uuid import uuid4

from django.test import Client

from events.models import EventPage, SignUpSheet
from events.signup.service import cancel
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, asked, make_sheet

LEA, NOUR, IDA, GONE, NEVER = (f"{name}@ecole.example" for name in ("lea", "nour", "ida", "gone", "never"))


def written_to(event: EventPage) -> SignUpSheet:
    """Two people with a seat, who read French and Arabic; one who waits, one who cancelled, one never confirmed."""
    made = make_sheet(event, 2)
    for address, language in ((LEA, "fr"), (NOUR, "ar"), (IDA, "es")):
        arrived(made, event, address, language=language)
    cancel(arrived(made, event, GONE))
    asked(made, event, NEVER)
    return made


def screen(teams: TwoTeams, sheet: SignUpSheet) -> str:
    """The address of the form."""
    return f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/write/"


def typed(**fields: object) -> dict[str, object]:
    """The form as somebody fills it in: in French and Arabic."""
    values: dict[str, object] = {"subject_fr": "La salle", "text_fr": "Salle 3.\nPremier étage."}
    values |= {"subject_ar": "القاعة", "text_ar": "القاعة 3."}
    return {"form_key": str(uuid4()), "state": "", "cluster": "", "step": "preview"} | values | fields


def previewed(client: Client, address: str, data: dict[str, object]) -> dict[str, object]:
    """What is sent after the preview, as its page holds it."""
    page = client.post(address, data).content.decode()
    found = dict(re.findall(r'name="(seen|people)" value="([^"]+)"', page))
    return data | found | {"step": "send"}
