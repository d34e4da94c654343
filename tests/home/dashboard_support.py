"""What the tests of the dashboard share: a person's dashboard as they read it, and the verbs of a review."""

from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from clusters.models import ContentPage
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article


class DashboardCase(TranslationCase):
    """Two clusters with their people, and what each reads on the dashboard."""

    def dashboard(self, user: User, **profile: str) -> BeautifulSoup:
        """The dashboard as a person sees it, in French unless their profile says another language."""
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"} | profile)
        self.client = self.client_class()
        self.client.force_login(user)
        return BeautifulSoup(self.client.get(reverse("wagtailadmin_home")).content, "html.parser")

    def panel(self, user: User, name: str, **profile: str) -> Tag | None:
        """One panel of it."""
        return self.dashboard(user, **profile).find(id=f"{name}-section")

    def read(self, user: User, name: str, **profile: str) -> str:
        """The words of a panel; "" without it."""
        panel = self.panel(user, name, **profile)
        return " ".join(panel.get_text(" ").split()) if panel else ""

    def titles(self, user: User, name: str) -> list[str]:
        """The titles of the rows of a panel, in their order."""
        panel = self.panel(user, name)
        return [link.get_text() for link in panel.select(".dashboard-row__title")] if panel else []

    def draft(self, author: User, title: str, **fields: object) -> ContentPage:
        """A draft of the north that a person wrote and owns."""
        page = make_article(self.north, live=False, title=title, **({"owner": author} | fields))
        page.save_revision(user=author, log_action=True)
        return page

    def submitted(self, author: User, title: str, **fields: object) -> ContentPage:
        """A draft that its author has submitted."""
        page = self.draft(author, title, **fields)
        Page.objects.get(pk=page.pk).specific.get_workflow().start(page, author)
        return page

    def sent_back(self, author: User, title: str, remark: str, **fields: object) -> ContentPage:
        """A draft that the publisher has sent back."""
        page = self.submitted(author, title, **fields)
        self.reject(page, remark)
        return page

    def reject(self, page: Page, remark: str) -> None:
        """The publisher sends a page back."""
        review = page.current_workflow_task_state
        review.task.specific.on_action(review, self.publisher, "reject", comment=remark)
