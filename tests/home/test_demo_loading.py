"""Loading the demo as an operator does: once, on an empty site alone; and what it leaves."""

from functools import partial
from io import StringIO

import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from wagtail.models import Page

from fedcms.demo.accounts import DEMO_PASSWORD
from fedcms.demo.files import remove_leftovers
from fedcms.demo.loader import HasContent, load_demo
from fedcms.demo.public_names import refuse_in_public
from fedcms.users.models import User
from tests.template_database.worlds import in_world

HERE = {"ALLOWED_HOSTS": ["127.0.0.1", "localhost"], "WAGTAILADMIN_BASE_URL": "http://127.0.0.1:8000"}


@override_settings(**HERE)
class LoadingTests(TestCase):
    """The demo is loaded already; what a test changes is undone after it."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("demo"))
        super().setUpClass()

    def test_loading_twice_is_refused_and_said(self) -> None:
        """Nothing is touched; `make run` may ask again without harm."""
        before = Page.objects.count()
        with pytest.raises(HasContent, match="8"):
            load_demo()
        with pytest.raises(CommandError, match="has content"):
            call_command("load_demo")
        out = StringIO()
        call_command("load_demo", "--if-empty", stdout=out)
        assert "already loaded" in out.getvalue()
        assert Page.objects.count() == before

    def test_the_accounts_are_printed_for_the_demo_alone(self) -> None:
        """Who changed every password, or never loaded the demo, gets no list."""
        out = StringIO()
        call_command("demo_accounts", stdout=out)
        assert "redaction.que" in out.getvalue()
        assert DEMO_PASSWORD in out.getvalue()
        User.objects.update(password="!")
        with pytest.raises(CommandError, match="not the demo"):
            call_command("demo_accounts")

    def test_it_is_not_served_under_a_name_that_others_reach(self) -> None:
        """Its password is published: neither the deployment nor a web process goes on, until nobody has it."""
        checked = partial(run_checks, tags=[Tags.database], databases=["default"])
        assert checked() == []
        for name, value in {
            "ALLOWED_HOSTS": ["127.0.0.1", "edtech.example"],
            "WAGTAILADMIN_BASE_URL": "https://edtech.example",
        }.items():
            with override_settings(**{name: value}):
                assert [message.id for message in checked()] == ["fedcms.E006"]
                with pytest.raises(ImproperlyConfigured, match=r"edtech.example.*published"):
                    refuse_in_public()
                with pytest.raises(CommandError, match=r"edtech.example.*published"):
                    call_command("prepare_site", "--no-static")
        with override_settings(ALLOWED_HOSTS=["*"]), pytest.raises(CommandError, match="not for a site that"):
            call_command("load_demo")
        User.objects.update(password="!")
        with override_settings(ALLOWED_HOSTS=["edtech.example"]):
            assert checked() == []


@pytest.mark.django_db
def test_where_somebody_works_already_nothing_of_the_demo_is_loaded(federation: object) -> None:
    """An account comes before content: a home page written on an empty site is not overwritten."""
    User.objects.create_user("camille", "camille@example.org")
    with pytest.raises(HasContent, match="1 "):
        load_demo()
    assert list(User.objects.values_list("username", flat=True)) == ["camille"]


@pytest.mark.django_db
def test_a_provisioned_database_is_empty_and_leftovers_of_a_crash_are_removed(federation: object) -> None:
    """After a crash the files are there and the rows are not: the next run begins clean."""
    from django.core.files.base import ContentFile  # noqa: PLC0415

    from fedcms.demo.loader import content_of_database  # noqa: PLC0415

    assert content_of_database() == []
    mine = default_storage.save("images/demo-left.480.avif", ContentFile(b"x"))
    other = default_storage.save("images/somebody.png", ContentFile(b"x"))
    assert remove_leftovers() >= 1
    assert not default_storage.exists(mine)
    assert default_storage.exists(other)
