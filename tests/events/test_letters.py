"""Each mail to somebody who comes, applies or organises is written in the direction of its language."""

from email.message import Message
from uuid import uuid4

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from events.applications.jury_service import invite
from events.applications.service import withdraw
from events.models import Application, SignUpInvitation
from events.signup.mail_frame import ShownEvent
from events.signup.organisation_mails import send_invitation
from fedcms.users.models import User
from tests.events.applications.support import applied, make_call, make_far_mission
from tests.events.signup.conftest import TwoTeams, kept_teams, teams
from tests.events.signup.support import arrived, make_far_event, make_organisation, make_sheet
from tests.factories import make_user

__all__ = ["kept_teams", "teams"]
RIGHT_TO_LEFT = '<html lang="ar" dir="rtl">'


def _parts(message: Message) -> dict[str, str]:
    """What a mail program finds in a mail, by type."""
    found = {}
    for part in message.walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found[part.get_content_type()] = payload.decode()
    return found


def _sign_up(teams: TwoTeams) -> int:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 2, quotas={teams.other: 1})
    school = make_organisation(teams.other, "bureau@ecole.example")
    arrived(sheet, event, "lea@ecole.example", language="ar", claimed_organisation=school)
    invitation = SignUpInvitation.objects.create(
        sheet=sheet, cluster=teams.other, email="jane@lab.example", language="ar", form_key=uuid4()
    )
    send_invitation(invitation, ShownEvent(sheet))
    return 4


def _application(teams: TwoTeams) -> int:
    mission = make_far_mission(teams.own)
    call = make_call(mission, documents=[])
    school = make_organisation(teams.other, "bureau@ecole.example")
    sent = applied(call, mission, "lea@ecole.example", language="ar", claimed_organisation=school)
    user = make_user("otto", teams.other, "editor")
    User.objects.filter(pk=teams.publisher.pk).update(email="nora@clusters.example")
    User.objects.filter(pk=user.pk).update(email="otto@clusters.example")
    for each in (teams.publisher, user):
        profile = UserProfile.get_for_user(each)
        profile.preferred_language = "ar"
        profile.save()
    invite(call, "otto@clusters.example", teams.publisher)
    Application.objects.filter(pk=sent.pk).update(decision="chosen")
    withdraw(sent)
    return 6


@pytest.mark.parametrize("story", [_sign_up, _application])
def test_an_arabic_mail_begins_at_the_right(teams: TwoTeams, story: object) -> None:
    assert callable(story)
    number = story(teams)
    assert len(mail.outbox) == number
    calendars = 0
    for message in mail.outbox:
        parts = _parts(message.message())
        assert RIGHT_TO_LEFT in parts["text/html"], message.subject
        link = next(line for line in parts["text/plain"].splitlines() if line.startswith("http"))
        assert f'href="{link}"' in parts["text/html"], message.subject
        calendars += "text/calendar" in parts
    assert calendars == (story is _sign_up)
