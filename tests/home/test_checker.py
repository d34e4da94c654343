"""The content checker's configuration, as the editor's page carries it; tests/e2e/test_editor_checks.py runs it."""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import TestCase
from django.urls import reverse

from home.dashboard.content_checker import OWN_RULES
from home.head.text_length import TITLE_LENGTH
from tests.factories import make_article, make_cluster, make_user


class TestChecker(TestCase):
    def configuration(self) -> dict[str, dict[str, object]]:
        cluster = make_cluster("nord", "NOR")
        self.client.force_login(make_user("nora", cluster))
        page = make_article(cluster, live=False)
        answer = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        script = BeautifulSoup(answer.content, "html.parser").select_one("#checker-axe-configuration")
        assert script is not None
        found: dict[str, dict[str, object]] = json.loads(script.text)
        return found

    def test_the_editor_carries_the_projects_rules_with_a_message_each(self) -> None:
        found = self.configuration()
        rules = set(found["options"]["runOnly"])
        assert set(OWN_RULES) <= rules
        assert "heading-order" in rules
        assert rules == set(found["messages"]), "a message in the editor's language for whatever runs"
        assert found["context"]["include"] == ["main"]
        checks = {check["id"]: check for check in found["spec"]["checks"]}
        for rule in found["spec"]["rules"]:
            assert set(rule.get("any", [])) <= set(checks), rule["id"]
        assert checks["check-title-too-long"]["options"] == {"most": TITLE_LENGTH}

    def test_each_own_check_is_written(self) -> None:
        script = finders.find("editors/checks.js")
        assert script
        text = Path(str(script)).read_text(encoding="utf-8")
        for rule in OWN_RULES:
            assert f'"check-{rule}":' in text
