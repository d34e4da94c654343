"""What tests of the editors' guide start from: an editor who reads it."""

from bs4 import BeautifulSoup
from wagtail.users.models import UserProfile

from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase


class GuideCase(TranslationCase):
    """An editor who reads the guide in a language of the admin."""

    def reads(self, language: str, user: User | None = None) -> None:
        person = user or self.editor
        UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
        self.client.force_login(person)

    def soup(self, url: str, status: int = 200) -> BeautifulSoup:
        response = self.client.get(url)
        assert response.status_code == status, url
        return BeautifulSoup(response.content, "html.parser")
