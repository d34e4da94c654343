"""What changes late: a closing put off, a withdrawal after it, a form that comes again, a jury that changes."""

import re

from django.test import Client

from tests.events.applications.support import link_of, make_call, make_far_mission, started
from tests.events.signup.conftest import TwoTeams


def test_the_site_of_an_organisation_can_be_seen_and_written(teams: TwoTeams) -> None:
    """A field of this name is a trap in other forms, which hides it."""
    mission = make_far_mission(teams.own)
    started(make_call(mission), mission, "lea@ecole.example")
    html = Client().get(link_of("lea@ecole.example")).content.decode()
    field = re.search(r'<div class="field([^"]*)"([^>]*)>\s*<label[^>]*>Le site de votre organisation', html)
    assert field is not None
    assert field.groups() == ("", "")
