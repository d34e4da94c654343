"""What is there when the journey begins: two clusters with their people, and a draft of the other one."""

PASSWORD = "a-long-enough-passphrase"


def build() -> None:
    """Makes it, in the database that the settings name."""
    from fedcms.users.models import User  # noqa: PLC0415  # needs Django
    from tests.factories import make_article, make_cluster, make_federation, make_user  # noqa: PLC0415  # needs Django

    make_federation()
    ours = make_cluster("garonne", "GAR", "EdTech Garonne")
    theirs = make_cluster("escaut", "ESC", "EdTech Escaut")
    for cluster, code in ((ours, "gar"), (theirs, "esc")):
        for role in ("editor", "publisher"):
            user = make_user(f"{role}-{code}", cluster, role)  # type: ignore[arg-type]  # the two roles
            user.first_name = user.username
            user.save()
    draft = make_article(theirs, live=False, title="Secret plan of the Escaut", slug="secret-plan")
    draft.save_revision()
    author = User.objects.get(username="editor-esc")
    draft.get_workflow().start(draft, author)
    make_article(theirs, title="Public news of the Escaut", slug="public-news")
