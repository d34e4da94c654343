"""Creates the groups, collection, workflow, pages and rights of a cluster or the federation.

Everything here can be repeated without harm: what exists is kept as it is, what is missing is made.
"""

import uuid

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Locale, Page

from clusters.models import Cluster, ClusterIndexPage, ClusterPage
from clusters.models.owner import SectionOwner
from clusters.publishing.workflows import ensure_workflow, team_label
from clusters.sections.blueprints import SectionBlueprint, SectionKind, blueprints_of
from clusters.sections.rights import sync_rights
from clusters.translation.access.translator_groups import add_group, group_name, locales_without_group
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.publication import Way, by_way


class NotReady(Exception):
    """What must exist first does not; the message says what to do."""


def _new_group(name: str) -> Group:
    if Group.objects.filter(name=name).exists():
        raise NotReady(
            _("Il y a déjà un groupe « %(name)s » : choisissez un autre nom, ou renommez ce groupe.")
            % {"name": name}
        )
    return Group.objects.create(name=name)


def provision_team(owner: SectionOwner) -> None:
    """Gives an owner its two groups, its collection, its moderation workflow, and translators for each language.

    Raises `NotReady` when the name of a group is taken, or the site's first migration did not run.
    """
    label = team_label(owner)
    if owner.editors_group is None:
        owner.editors_group = _new_group(f"{label} – rédaction")
    if owner.publishers_group is None:
        owner.publishers_group = _new_group(f"{label} – publication")
    if owner.collection is None:
        root = Collection.get_first_root_node()
        if root is None:
            raise NotReady(_("La collection racine manque : lancez « manage.py migrate »."))
        owner.collection = root.add_child(name=label)
    ensure_workflow(owner)
    owner.save()
    for locale in locales_without_group(owner):
        add_group(owner, locale, _new_group(group_name(label, locale)))


def _publish_below(parent: Page, page: BasePage) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()


def provision_page(parent: Page, blueprint: SectionBlueprint) -> Page:
    """The page of a blueprint below `parent`, made and published if it is not there yet.

    Its translation key is derived from the parent's and the blueprint's, so that the pages of all locales are
    translations of each other whatever the order in which they are made.
    """
    key = uuid.uuid5(parent.translation_key, blueprint.key)
    existing = Page.objects.filter(translation_key=key, locale_id=parent.locale_id).first()
    if existing is not None:
        return existing
    language = parent.locale.language_code
    page = blueprint.page_class()(
        title=blueprint.title(language),
        slug=blueprint.slug(language),
        locale=parent.locale,
        translation_key=key,
        show_in_menus=blueprint.in_menu,
        **dict(blueprint.extra),
    )
    _publish_below(parent, page)
    return page


def provision_pages(parent: Page, section_kind: SectionKind) -> None:
    """The pages of all registered blueprints below `parent`."""
    for blueprint in blueprints_of(section_kind):
        provision_page(parent, blueprint)


@transaction.atomic
@by_way(Way.COMMAND)
def provision_cluster(cluster: Cluster) -> None:
    """The whole section of a cluster, in every locale, with its team and rights.

    Raises `NotReady` when the federation's own pages are not there (run `manage.py provision_federation` first), or a
    group has the name that one of the cluster's would get; `Refusal` when a page may not become public.
    """
    provision_team(cluster)
    indexes = {page.locale_id: page for page in ClusterIndexPage.objects.all()}
    if not indexes:
        raise NotReady(
            _("Les pages de la fédération manquent : lancez d’abord « manage.py provision_federation ».")
        )
    for locale in Locale.objects.all():
        parent = indexes.get(locale.pk)
        if parent is None:
            continue
        section = ClusterPage.objects.filter(cluster=cluster, locale=locale).first()
        if section is None:
            section = ClusterPage(
                title=cluster.name.text_for(locale.language_code),
                slug=cluster.slug,
                locale=locale,
                translation_key=cluster.section_key,
                cluster=cluster,
                show_in_menus=True,
            )
            _publish_below(parent, section)
        provision_pages(section, "cluster")
    sync_rights(cluster)
