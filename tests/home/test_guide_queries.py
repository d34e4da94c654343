"""The editors' guide asks the database for the frame of the admin, and nothing of its own."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedcms.users.models import User


class TestQueries(TestCase):
    def test_a_chapter_and_a_search_ask_what_the_contents_ask(self) -> None:
        root = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        self.client.force_login(root)
        contents = reverse("guide:contents", args=["fr"])
        # What a process asks once is asked now.
        self.client.get(contents)
        asked = []
        for url in (
            contents,
            reverse("guide:chapter", args=["fr", "2-ecrire"]),
            f"{reverse('guide:search', args=['fr'])}?q=traduction",
            f"{reverse('guide:search', args=['en'])}?q=a",
        ):
            with CaptureQueriesContext(connection) as queries:
                assert self.client.get(url).status_code == 200
            asked.append(len(queries))
        assert len(set(asked)) == 1, asked
        assert asked[0] < 12
