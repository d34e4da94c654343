"""No mail links to a machine that only the server knows: the site's address is checked, and used."""

import pytest
from django.core import checks, mail
from django.test import override_settings

from clusters.models import Cluster
from fedcms.core.checks import is_of_this_machine, the_site_knows_its_address
from tests.factories import make_article, make_user


@pytest.mark.parametrize(
    ("hosts", "address", "debug", "ids"),
    [
        (["edtech.example"], "https://edtech.example", False, []),
        (["edtech.example"], "http://127.0.0.1:8000", False, ["fedcms.E004"]),
        (["edtech.example", "localhost"], "https://localhost", False, ["fedcms.E004"]),
        (["edtech.example"], "http://[::1]:8000", False, ["fedcms.E004"]),
        (["edtech.example"], "http://127.0.0.1:8000", True, []),
        # `make run`: the site is this machine's alone.
        (["127.0.0.1", "localhost", "[::1]"], "http://127.0.0.1:8001", False, []),
        (["edtech.example"], "edtech.example", False, ["fedcms.E004"]),
        (["edtech.example"], "", True, ["fedcms.E004"]),
        ([".edtech.example"], "https://www.edtech.example/", False, []),
    ],
)
def test_the_check_finds_an_address_that_nobody_reaches(
    hosts: list[str], address: str, debug: bool, ids: list[str]
) -> None:
    with override_settings(ALLOWED_HOSTS=hosts, WAGTAILADMIN_BASE_URL=address, DEBUG=debug):
        assert [each.id for each in the_site_knows_its_address(None)] == ids


def test_it_is_one_of_the_checks_of_the_site() -> None:
    assert the_site_knows_its_address in checks.registry.registry.registered_checks


def test_a_name_that_begins_like_the_machines_is_another() -> None:
    assert not is_of_this_machine("localhost.edtech.example")
    assert is_of_this_machine("cms.localhost.")


@pytest.mark.django_db
def test_the_mail_of_an_approval_links_to_the_site(loire: Cluster) -> None:
    editor, publisher = make_user("ed", loire), make_user("pub", loire, "publisher")
    page = make_article(loire, live=False, owner=editor)
    page.save_revision(user=editor)
    with override_settings(WAGTAILADMIN_BASE_URL="https://edtech.example"):
        page.get_workflow().start(page, editor)
        state = page.current_workflow_task_state
        state.task.specific.on_action(state, publisher, "approve")
    bodies = [str(sent.body) for sent in mail.outbox]
    approved = next(body for body in bodies if page.url_path in body)
    assert f"https://edtech.example{page.url_path}" in approved
    assert "localhost" not in "".join(bodies)
