"""A group on which a cluster's rights stand is not deleted by a click; any other is."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster
from fedcms.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@people.example", "pw"))
    return client


def test_a_cluster_s_group_stays_and_the_cluster_is_named(loire: Cluster, admin: Client) -> None:
    answer = admin.post(reverse("wagtailusers_groups:delete", args=[loire.editors_group_id]))
    assert answer.status_code == 200
    assert f"{loire} en a besoin" in answer.content.decode()
    assert Group.objects.filter(pk=loire.editors_group_id).exists()


def test_another_group_goes(admin: Client) -> None:
    group = Group.objects.create(name="Stagiaires")
    assert admin.post(reverse("wagtailusers_groups:delete", args=[group.pk])).status_code == 302
    assert not Group.objects.filter(pk=group.pk).exists()
