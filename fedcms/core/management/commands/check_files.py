"""manage.py check_files: finds files that the database knows and that are not there."""

from django.apps import apps
from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from fedcms.core.buckets.errors import BucketAwayError

SHOWN = 50


def _is_there(storage: Storage, name: str) -> bool:
    """Raises `CommandError` where nobody can say."""
    try:
        return storage.exists(name)
    except BucketAwayError as error:
        raise CommandError(str(error)) from error


class Command(BaseCommand):
    help = "Says which files of images, documents and applications are missing; ends with 1 if any is."

    def handle(self, *args: object, **options: object) -> None:
        missing: list[str] = []
        known = 0
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if isinstance(field, models.FileField) and field.model is model:
                    rows: models.QuerySet[models.Model] = (
                        models.QuerySet(model).exclude(**{f"{field.name}__in": ["", None]}).order_by("pk")
                    )
                    for key, name in rows.values_list("pk", field.name).iterator():
                        known += 1
                        if not _is_there(field.storage, name):
                            missing.append(f"{model._meta.label} {key}: {name}")
        for line in missing[:SHOWN]:
            self.stderr.write(line)
        if missing:
            raise CommandError(f"{len(missing)} of {known} files are missing.")
        self.stdout.write(f"All {known} files are there.")
