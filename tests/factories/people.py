"""Clusters, the federation, and people in their groups."""

from typing import Literal

from clusters.models import Cluster, Federation
from clusters.sections.provisioning import provision_cluster
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User
from home.provisioning import provision_federation

PASSWORD = "a-long-enough-passphrase"


def make_federation() -> Federation:
    """The federation's tree in every locale."""
    provision_federation()
    return Federation.load()


def make_cluster(
    slug: str, code: str, name: str | None = None, *, is_closed: bool = False, **fields: object
) -> Cluster:
    """A cluster with its section, provisioned and open to the public. The federation must be there."""
    values: dict[str, object] = {
        "name": {"fr": name or f"EdTech {slug.title()}"},
        "territory": {"fr": slug.title()},
        "email": f"contact@{slug}.example",
        "accent": "#2450a0",
    }
    cluster = Cluster(slug=slug, code=code, **(values | fields))
    cluster.full_clean()
    cluster.save()
    provision_cluster(cluster, opens=not is_closed)
    return cluster


def make_user(
    name: str, owner: Cluster | Federation | None = None, role: Literal["editor", "publisher"] = "editor"
) -> User:
    """A person who may sign in; with an owner, in its editors' or publishers' group."""
    user = User.objects.create_user(username=name, email=f"{name}@people.example", password=PASSWORD)
    if owner is not None:
        group = owner.editors_group if role == "editor" else owner.publishers_group
        assert group is not None
        user.groups.add(group)
    return user


def make_translator(name: str, code: str, cluster: Cluster | None = None) -> User:
    """A person in the translators' group of a language, of a cluster or (`None`) of the whole federation."""
    user = make_user(name)
    rows = TranslatorGroup.objects.of_owner(cluster.pk if cluster else None)
    user.groups.add(rows.get(locale__language_code=code).group)
    return user
