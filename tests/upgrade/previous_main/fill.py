"""Fills a database with a row of every kind, at the commit whose data a later one has to keep. See README.md here."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import models, transaction
from django.utils import timezone
from django_tasks.base import Task
from wagtail.models import Locale, Page

from home.provisioning import provision_federation
from tests.factories import make_cluster, make_user
from tests.factories.content import (
    make_article,
    make_event,
    make_mission,
    make_release,
    make_story,
    publish,
)

# Tables that Django or Wagtail fill by themselves, or that have no rows of their own.
# By the model that has one: the class has moved since.
TranslatedTextField = type(apps.get_model("core", "Topic")._meta.get_field("labels"))
NOT_FILLED = {"contenttypes", "auth", "sessions", "admin", "wagtailsearch"}


def people_and_pages() -> None:
    """Two clusters with their teams, and pages in every state: live, draft over live, scheduled, taken back."""
    provision_federation()
    for slug, code in (("loire", "LOI"), ("nord", "NOR")):
        cluster = make_cluster(slug, code)
        make_user(f"editor-{slug}", cluster)
        make_user(f"publisher-{slug}", cluster, "publisher")
        for row in apps.get_model("translation", "TranslatorGroup").objects.filter(cluster=cluster):
            make_user(f"translator-{slug}-{row.locale_id}").groups.add(row.group)
        live, drafted, scheduled, gone = (
            make_article(cluster, title=f"Article {n}", body=[("paragraph", f"<p>Texte {n}.</p>")])
            for n in range(4)
        )
        publish(live)
        drafted.title = "Article 1 (brouillon)"
        drafted.save_revision()
        scheduled.save_revision(approved_go_live_at=timezone.now() + timedelta(days=3650))
        gone.unpublish()
        make_release(cluster)
        make_story(cluster)
        make_event(cluster)
        make_mission(cluster)
        translated = live.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        translated.title = "Article, translated"
        translated.save_revision()


def files() -> None:
    """A picture and a document of each cluster."""
    from io import BytesIO  # noqa: PLC0415  # beside its one use

    from PIL import Image  # noqa: PLC0415

    drawn = BytesIO()
    Image.new("RGB", (40, 30), "#1d3b8b").save(drawn, "PNG")
    for cluster in apps.get_model("clusters", "Cluster").objects.all():
        picture = apps.get_model("media", "FederationImage")(title="Bleu", collection=cluster.collection)
        picture.file = ImageFile(BytesIO(drawn.getvalue()), name="bleu.png")
        picture.save()
        picture.get_rendition("width-20")
        apps.get_model("media", "FederationDocument").objects.create(
            title="Dossier", collection=cluster.collection, file=ContentFile(b"%PDF-1.4", name="dossier.pdf")
        )


def waiting_tasks() -> int:
    """Each task of the project once, far in the future; how many."""
    import importlib  # noqa: PLC0415
    import inspect  # noqa: PLC0415
    import pkgutil  # noqa: PLC0415

    seen: set[str] = set()
    for name in ("fedcms", "home", "news", "clusters", "events", "search"):
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".migrations" in found.name or ".settings" in found.name:
                continue
            for value in vars(importlib.import_module(found.name)).values():
                if isinstance(value, Task) and value.module_path not in seen:
                    seen.add(value.module_path)
                    apps.get_model("django_tasks_database", "DBTaskResult").objects.create(
                        task_path=value.module_path,
                        args_kwargs={
                            "args": [1 for _ in inspect.signature(value.func).parameters],
                            "kwargs": {},
                        },
                        backend_name="background",
                        queue_name="default",
                        run_after=timezone.now() + timedelta(days=3650),
                    )
    return len(seen)


# By the kind of a field, the narrower first.
VALUES: tuple[tuple[type[models.Field], object], ...] = (  # type: ignore[type-arg]  # of any kind
    (models.BooleanField, True),
    (models.DateTimeField, datetime(2026, 11, 2, 8, 30, tzinfo=UTC)),
    (models.DateField, date(2026, 11, 2)),
    (models.DecimalField, Decimal("1.5")),
    (models.FloatField, 1.5),
    (models.IntegerField, 7),
    (models.JSONField, {"fr": "Un libellé"}),
)


def value_of(field: models.Field) -> object:  # type: ignore[type-arg]  # of any kind
    """Something that the column can hold."""
    if field.choices:
        return next(value for value, _label in field.flatchoices)
    if isinstance(field, models.ForeignKey):
        return field.related_model._base_manager.values_list(field.target_field.attname, flat=True).last()
    if isinstance(field, models.UUIDField):
        return uuid4()
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value
    return f"{field.name}-é-{uuid4().hex}"[: field.max_length]


def fill_the_others() -> list[str]:
    """A row of every model that has none; the names of those for which none can be made so."""
    empty = [
        model
        for model in apps.get_models()
        if model._meta.managed
        and model._meta.app_label not in NOT_FILLED
        and not issubclass(model, Page)
        and not model._meta.proxy
        and not model._base_manager.exists()
    ]
    left: dict[str, str] = {}
    for _round in range(3):
        for model in [model for model in empty if not model._base_manager.exists()]:
            values = {
                field.attname: value_of(field)
                for field in model._meta.concrete_fields
                if not (field.primary_key and isinstance(field, models.AutoField))
                and (isinstance(field, models.ForeignKey | TranslatedTextField) or not field.has_default())
            }
            try:
                with transaction.atomic():
                    model(**values).save_base(raw=True, force_insert=True)
                left.pop(model._meta.label, None)
            except Exception as error:  # noqa: BLE001  # said, and looked at by who makes the dump
                left[model._meta.label] = str(error)
    return [f"{label}: {why}" for label, why in left.items()]


def fill() -> None:
    """All of it; prints what has no row."""
    people_and_pages()
    files()
    print(waiting_tasks(), "tasks wait")  # noqa: T201  # a script's answer
    print("\n".join(fill_the_others()) or "every model has a row")  # noqa: T201


fill()
