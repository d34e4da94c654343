"""What the tests of works on translations share: two articles of the north, and who starts what with them."""

from typing import TYPE_CHECKING

from django.core import mail
from django.urls import reverse
from wagtail.models import Page

from clusters.translation.jobs.tasks import run_job
from clusters.translation.models import TranslationJob, TranslatorGroup
from fedcms.core.models import OutgoingMail
from fedcms.users.models import User
from tests.clusters.test_freshness import StateCase
from tests.factories import make_article

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

START = "translation_work:start"


class WorkCase(StateCase):
    """Two articles of the north, and what people start with them."""

    answer: "Answer"

    def setUp(self) -> None:
        super().setUp()
        self.second = make_article(self.north, title="Second")

    def start(self, user: User, action: str, *pages: Page, **more: object) -> TranslationJob | None:
        """Posts the form of the report, and lets the worker do what it hands over; `None` when nothing is started."""
        self.client.force_login(user)
        data = {"action": action, "languages": ["en"], "pages": [page.pk for page in pages], **more}
        before = TranslationJob.objects.count()
        self.answer = self.client.post(reverse(START), data)
        if TranslationJob.objects.count() == before:
            return None
        job = TranslationJob.objects.latest("pk")
        if job.finished_at is None:
            run_job.call(job_id=job.pk)
        job.refresh_from_db()
        assert job.finished_at is not None
        return job

    def started_job(self, user: User, action: str, *pages: Page, **more: object) -> TranslationJob:
        """`start`, where something is."""
        job = self.start(user, action, *pages, **more)
        assert job is not None
        return job

    def translator(self, code: str = "en") -> User:
        """A translator of the north."""
        user = User.objects.create_user(
            f"traduction-{code}", f"{code}@people.example", "a-long-enough-passphrase"
        )
        user.groups.add(TranslatorGroup.objects.get(cluster=self.north, locale__language_code=code).group)
        return user

    def mails(self) -> list[dict[str, object]]:
        """What was handed to the worker, or sent by it."""
        kept = [dict(row.content) for row in OutgoingMail.objects.all()]
        return kept + [{"to": each.to, "subject": each.subject, "body": each.body} for each in mail.outbox]
