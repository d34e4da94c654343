"""Sets the permissions of the translator groups of an owner (a cluster or the federation), and lists deviations."""

from collections.abc import Iterator, Sequence

from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Locale

from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.translation.models import TranslatorGroup

# All permissions of a translator group: access to the admin; and the choice of images and documents of the owner's
# collection, which a translation may show instead of those of its source.
TRANSLATOR_PERMISSION = ("wagtailadmin", "access_admin")
CHOOSING = (("media", "choose_image"), ("media", "choose_document"))
# The language in which groups are named.
FRENCH = CldrLocale("fr")


def _key(owner: SectionOwner) -> int | None:
    return owner.pk if isinstance(owner, Cluster) else None


def group_name(label: str, locale: Locale) -> str:
    """Returns the name of a group as the list of groups shows it, beside "… – rédaction" and "… – publication"."""
    code = locale.language_code
    try:
        language = CldrLocale.parse(code, sep="-").get_display_name(FRENCH)
    except (UnknownLocaleError, ValueError):
        language = None
    return f"{label} – traduction : {language or code}"


def translator_groups(owner: SectionOwner) -> list[Group]:
    """Returns the translator groups of an owner, one for each language."""
    rows = TranslatorGroup.objects.of_owner(_key(owner)).select_related("group").order_by("locale_id")
    return [row.group for row in rows]


def locales_without_group(owner: SectionOwner) -> list[Locale]:
    """Returns the locales for which an owner has no translator group."""
    have = TranslatorGroup.objects.of_owner(_key(owner)).values("locale_id")
    return list(Locale.objects.exclude(pk__in=have).order_by("pk"))


def add_group(owner: SectionOwner, locale: Locale, group: Group) -> None:
    """Records that `group` is the translator group of an owner and a language."""
    TranslatorGroup.objects.create(
        group=group, locale=locale, cluster=owner if isinstance(owner, Cluster) else None
    )


def _choosing() -> list[Permission]:
    wanted = Permission.objects.filter(codename__in=[codename for _app, codename in CHOOSING])
    return list(wanted.filter(content_type__app_label="media"))


def sync_translators(owner: SectionOwner) -> None:
    """Gives the owner's translator groups exactly the permissions that they should have. Safe to run twice."""
    groups = translator_groups(owner)
    GroupPagePermission.objects.filter(group__in=groups).delete()
    app, codename = TRANSLATOR_PERMISSION
    allowed = Permission.objects.filter(content_type__app_label=app, codename=codename)
    choosing = _choosing()
    held = GroupCollectionPermission.objects.filter(group__in=groups)
    held.exclude(collection=owner.collection, permission__in=choosing).delete()
    known = set(held.values_list("group_id", "permission_id"))
    missing = [
        GroupCollectionPermission(group=group, collection=owner.collection, permission=permission)
        for group in groups
        for permission in choosing
        if (group.pk, permission.pk) not in known
    ]
    GroupCollectionPermission.objects.bulk_create(missing, ignore_conflicts=True)
    _set_permissions(groups, list(allowed))


def _set_permissions(groups: Sequence[Group], allowed: Sequence[Permission]) -> None:
    rows = Group.permissions.through.objects
    held = rows.filter(group__in=groups)
    held.exclude(permission__in=allowed).delete()
    known = set(held.values_list("group_id", "permission_id"))
    wanted = {(group.pk, permission.pk) for group in groups for permission in allowed}
    rows.bulk_create(
        [
            rows.model(group_id=group, permission_id=permission)
            for group, permission in sorted(wanted - known)
        ],
        ignore_conflicts=True,  # another one may be repairing the same owner
    )


def translator_deviations(owner: SectionOwner, titles: dict[int, str]) -> Iterator[str]:
    """Yields a sentence for each missing group and for each missing or extra permission.

    `titles` names pages by their keys.
    """
    for locale in locales_without_group(owner):
        yield f"{owner} has no group of translators for {locale.language_code}: manage.py provision_federation"
    groups = translator_groups(owner)
    held: dict[int, set[tuple[str, str]]] = {group.pk: set() for group in groups}
    through = Group.permissions.through.objects.filter(group__in=groups)
    for key, *name in through.values_list(
        "group_id", "permission__content_type__app_label", "permission__codename"
    ):
        held[key].add((name[0], name[1]))
    names = {group.pk: group.name for group in groups}
    for key, permissions in held.items():
        for missing in {TRANSLATOR_PERMISSION} - permissions:
            yield f"{names[key]} lacks {'.'.join(missing)}"
        for extra in sorted(permissions - {TRANSLATOR_PERMISSION}):
            yield f"{names[key]} has too much: {'.'.join(extra)}"
    pages = GroupPagePermission.objects.filter(group__in=groups)
    for key, page, codename in pages.values_list("group_id", "page_id", "permission__codename"):
        yield f"{names[key]} has too much: {codename} on {titles[page]}"
    collections = GroupCollectionPermission.objects.filter(group__in=groups)
    actual = set(collections.values_list("group_id", "collection_id", "permission__codename"))
    wanted = {(key, owner.collection_id, codename) for key in names for _app, codename in CHOOSING}
    yield from (
        f"{names[key]} lacks {codename} on its collection" for key, _c, codename in sorted(wanted - actual)
    )
    for key, collection, codename in sorted(actual - wanted):
        yield f"{names[key]} has too much: {codename} on collection {collection}"
