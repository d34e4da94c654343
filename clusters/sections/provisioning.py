"""Creates the groups, collection, workflow, pages and permissions of a cluster or the federation.

Everything here may be run again: what exists is left as it is, what is missing is created.
"""

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Locale, Page

from clusters.models import Cluster, ClusterIndexPage, ClusterPage
from clusters.models.owner import SectionOwner
from clusters.publishing.new_pages import publish_new
from clusters.publishing.workflows import ensure_workflow, team_label
from clusters.sections.blueprints import SectionBlueprint, SectionKind, blueprints_of
from clusters.sections.deferred_rights import rights_once, sync_rights_when_due
from clusters.sections.opening import close_root, is_closed
from clusters.translation.access.translator_groups import add_group, group_name, locales_without_group
from fedcms.core.changes.page_batches import written_together
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.publication import Way, by_way


class NotReady(Exception):
    """Something that must exist first is missing; the message says what to do."""


def _require_free(names: Iterable[str]) -> None:
    """Raises `NotReady` if a group with one of these names exists already."""
    taken = Group.objects.filter(name__in=names).order_by("name").values_list("name", flat=True).first()
    if taken is not None:
        raise NotReady(
            _("Il y a déjà un groupe « %(name)s » : choisissez un autre nom, ou renommez ce groupe.")
            % {"name": taken}
        )


def provision_team(owner: SectionOwner) -> None:
    """Creates an owner's missing groups (a team's two, and one of translators a language), collection and workflow.

    Raises `NotReady` when the name of a group is taken, or the site's first migration has not run.
    """
    label = team_label(owner)
    editors, publishers = f"{label} – rédaction", f"{label} – publication"
    missing = {editors: owner.editors_group, publishers: owner.publishers_group}
    _require_free([name for name, group in missing.items() if group is None])
    if owner.editors_group is None:
        owner.editors_group = Group.objects.create(name=editors)
    if owner.publishers_group is None:
        owner.publishers_group = Group.objects.create(name=publishers)
    if owner.collection is None:
        root = Collection.get_first_root_node()
        if root is None:
            raise NotReady(_("La collection racine manque : lancez « manage.py migrate »."))
        owner.collection = root.add_child(name=label)
    ensure_workflow(owner)
    owner.save()
    translators = {locale: group_name(label, locale) for locale in locales_without_group(owner)}
    _require_free(translators.values())
    for locale, name in translators.items():
        add_group(owner, locale, Group.objects.create(name=name))


def page_key(parent: Page, blueprint: SectionBlueprint) -> uuid.UUID:
    """Returns the translation key of a blueprint's page below `parent`.

    It is derived from the parent's key, so that the pages of all locales are translations of each other, in whatever
    order they are made.
    """
    return uuid.uuid5(parent.translation_key, blueprint.key)


def _publish(parent: Page, page: BasePage) -> None:
    """Publishes a new page below `parent`. Raises `NotReady` when another has its slug already."""
    try:
        publish_new(parent, page)
    except ValidationError as error:
        other = parent.get_children().filter(slug=page.slug).first()
        if other is None or "slug" not in getattr(error, "error_dict", {}):
            raise
        raise NotReady(
            _(
                "La page « %(page)s » (%(address)s) ne peut pas être créée : « %(other)s » (n° %(number)s) porte déjà "
                "l’identifiant « %(slug)s » à cet endroit. Donnez-lui un autre identifiant, puis recommencez."
            )
            % {
                "page": page.title,
                "address": f"{parent.url_path}{page.slug}/",
                "other": other.title,
                "number": other.pk,
                "slug": page.slug,
            }
        ) from error


def _publish_page(parent: Page, blueprint: SectionBlueprint) -> None:
    language = parent.locale.language_code
    page = blueprint.page_class()(
        title=blueprint.title(language),
        slug=blueprint.slug(language),
        locale=parent.locale,
        translation_key=page_key(parent, blueprint),
        show_in_menus=blueprint.in_menu,
        **dict(blueprint.extra),
    )
    _publish(parent, page)


def provision_pages(parents: Iterable[Page], section_kind: SectionKind) -> None:
    """Creates and publishes the missing pages of all registered blueprints below each parent. Raises `NotReady`."""
    blueprints = list(blueprints_of(section_kind))
    wanted = [(parent, each, page_key(parent, each)) for parent in parents for each in blueprints]
    rows = Page.objects.filter(translation_key__in={key for _parent, _blueprint, key in wanted})
    there = set(rows.values_list("translation_key", "locale_id"))
    for parent, blueprint, key in wanted:
        if (key, parent.locale_id) not in there:
            _publish_page(parent, blueprint)


@transaction.atomic
@by_way(Way.COMMAND)
@rights_once()
@written_together()
def provision_cluster(cluster: Cluster, *, opens: bool = False) -> None:
    """Creates the whole section of a cluster, in every locale, with its team and permissions.

    A new section is closed until its publisher opens it (clusters.sections.opening), or open with `opens`.

    Raises `NotReady` when the federation's own pages do not exist (run `manage.py provision_federation` first), or the
    name of one of the cluster's groups or the slug of one of its pages is taken; `Refusal` when a page may not become
    public.
    """
    provision_team(cluster)
    indexes = {page.locale_id: page for page in ClusterIndexPage.objects.all()}
    if not indexes:
        raise NotReady(
            _("Les pages de la fédération manquent : lancez d’abord « manage.py provision_federation ».")
        )
    rows = ClusterPage.objects.filter(cluster=cluster).order_by("-pk")
    sections = {page.locale_id: page for page in rows}  # the oldest of each language
    stays_closed = is_closed(cluster) if sections else not opens
    for locale in Locale.objects.filter(pk__in=indexes).order_by("pk"):
        parent, section = indexes[locale.pk], sections.get(locale.pk)
        if section is None:
            section = ClusterPage(
                title=cluster.name.text_for(locale.language_code),
                slug=cluster.slug,
                locale=locale,
                translation_key=cluster.section_key,
                cluster=cluster,
                show_in_menus=True,
            )
            _publish(parent, section)
            if stays_closed:
                close_root(section)
            sections[locale.pk] = section
    provision_pages((sections[key] for key in indexes), "cluster")
    sync_rights_when_due(cluster)
