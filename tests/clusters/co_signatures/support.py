"""A release of three clusters, their people, and the buttons that they press."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import Cluster, CoSignature
from fedcms.users.models import User
from tests.factories import make_cluster, make_release, make_user
from tests.shared_rows import again

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Story:
    """A release of Nord that Sud and Est sign, too, and the people of the three."""

    def __init__(self) -> None:
        self.lead, self.south, self.east = (
            make_cluster(slug, slug[:3].upper()) for slug in ("nord", "sud", "est")
        )
        self.editor = make_user("edith", self.lead)
        self.publisher = make_user("paul", self.lead, "publisher")
        self.of_south = make_user("sofia", self.south, "publisher")
        self.of_east = make_user("ester", self.east, "publisher")
        self.page = make_release(self.lead, live=False, title="Trois clusters, une charte", owner=self.editor)
        self.page.co_signers.set([self.south, self.east])
        self.page.save_revision(user=self.editor)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    @property
    def url(self) -> str:
        return reverse("co_signatures", args=[self.page.pk])

    def digest(self) -> str:
        return digest_of_text(again(self.page).get_latest_revision_as_object())

    def press(
        self, user: User, action: str, remark: str = "", digest: str = "", cluster: Cluster | None = None
    ) -> "Answer":
        """Presses a button of the screen as it stands now, for the cluster of the person."""
        cluster = cluster or {self.of_east: self.east}.get(user, self.south)
        named = {"digest": digest or self.digest(), "remark": remark}
        data = {"action": action, "digest": named["digest"], "cluster": str(cluster.pk)}
        data |= {f"cluster-{cluster.pk}-{name}": value for name, value in named.items()}
        data[f"agreement-{cluster.pk}-remark"] = remark
        with TestCase.captureOnCommitCallbacks(execute=True):
            return self.client(user).post(self.url, data)

    def all_approve(self) -> None:
        self.press(self.editor, "ask")
        for user in (self.of_south, self.of_east):
            assert self.press(user, "approve").status_code == 302

    def publish(self) -> None:
        again(self.page).get_latest_revision().publish(user=self.publisher)

    def change(self, **fields: object) -> None:
        page = again(self.page).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=self.editor)

    def schedule(self, hours: int = 1) -> None:
        """Has the newest text, which all have approved, appear in so many hours."""
        self.change(go_live_at=timezone.now() + timedelta(hours=hours))
        self.publish()

    def screen(self, user: User) -> str:
        return self.client(user).get(self.url).content.decode()

    def states(self) -> dict[str, str]:
        """What was answered about the newest text."""
        rows = CoSignature.objects.filter(digest=self.digest())
        return dict(rows.values_list("cluster__slug", "state"))
