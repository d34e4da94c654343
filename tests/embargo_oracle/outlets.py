"""What leaves the site by no address: mails, and rows that a worker sends on."""

from collections.abc import Iterator

from django.apps import apps
from django.core import mail

from fedcms.core.models import OutgoingMail
from tests.embargo_oracle.sentinels import words_in
from tests.embargo_oracle.world import World

# Reviewed: tables that may hold what is under embargo, and who reads them. Any other (an outbox, a webhook's queue, an
# answer that is kept, a vector) is a leak: what stands in it goes out.
PRIVATE: dict[str, str] = {
    "wagtailcore.page": "the page itself, which each outlet asks for its visibility",
    "wagtailcore.revision": "its versions",
    "wagtailcore.pagelogentry": "its history, for its team",
    "wagtailcore.modellogentry": "the history of files and rows, for their team",
    "wagtailcore.comment": "comments of its team",
    "wagtailcore.uploadedfile": "uploads that are not finished, each for who sent it",
    "wagtailcore.referenceindex": "which page uses what, shown to its team",
    "wagtailsearch.indexentry": "the admin's search, filtered by rights",
    "wagtailsearch.sqliteftsindexentry": "the same, on SQLite",
    "translation.approvedtranslation": "texts that reviewers have approved, offered to translators of the section",
    "federated_search.harvestsource": "what is harvested, for its team",
    "federated_search.promotedresult": "searches that the federation's team answers by hand; the page must be visible",
    "wagtailredirects.redirect": "old addresses, which a visible page alone answers",
    "taggit.tag": "tags of files, offered by rights (fedcms.media.file_tags)",
    "media.federationimage": "files, served by visibility",
    "media.federationrendition": "files, served by visibility",
    "media.federationdocument": "files, served by visibility",
    "clusters.contentpage": "the page itself",
    "clusters.bundle": "what goes out together, for its team",
    "clusters.bundlemember": "its pages, for its team",
    "core.outgoingmail": "mails, each read here with its recipients",
}
# The page's own table of each kind, and the strings of its translations.
PRIVATE_APPS = ("wagtail_localize", "news", "events")


def tables() -> Iterator[tuple[str, set[str]]]:
    """Every table that holds words under embargo, and which."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.local_concrete_fields]
        rows = model._base_manager.values_list(*names) if model._meta.managed else ()
        found = words_in(" ".join(str(value) for row in rows for value in row))
        if found:
            yield model._meta.label_lower, found


def leaking_tables() -> list[str]:
    """A sentence for each table that nobody has reviewed."""
    return [
        f"table {label}: holds {', '.join(sorted(words)[:4])}"
        for label, words in tables()
        if label not in PRIVATE and label.partition(".")[0] not in PRIVATE_APPS
    ]


def mails() -> Iterator[tuple[set[str], str]]:
    """The recipients and the text of every mail that is sent or waits to be."""
    for message in mail.outbox:
        yield set(message.recipients()), f"{message.subject} {message.message().as_string()} {message.body}"
    for row in OutgoingMail.objects.all():
        content = row.content
        yield {*content["to"], *content["cc"], *content["bcc"]}, str(content)


def leaking_mails(world: World) -> list[str]:
    """A sentence for each mail about what is under embargo to somebody who does not work in its section."""
    team = {
        person.email for person in world.stage.people.values() if person.groups.filter(pk__in=_groups(world))
    }
    return [
        f"mail: to {', '.join(sorted(to - team))} tells {', '.join(sorted(words_in(text)))}"
        for to, text in mails()
        if to - team and words_in(text)
    ]


def _groups(world: World) -> list[int | None]:
    return [world.stage.b.editors_group_id, world.stage.b.publishers_group_id]
