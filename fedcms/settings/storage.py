"""Static files (hashed, compressed, served by the application) and media (private, served by a view)."""

from pathlib import Path

from environs import Env, validate

env = Env()

_root = Path(__file__).resolve().parent.parent.parent
_var = Path(env.str("FEDCMS_VAR_DIR", str(_root / "var")))

STATIC_URL = "/static/"
# All releases share the folder: names are hashed, and a page of the release before still finds its files. Which file a
# name stands for is each release's own: by the name of its folder, or by what the image wrote into `release`.
STATIC_ROOT = _var / "static"
_build = _root / "release"
FEDCMS_RELEASE = _build.read_text(encoding="utf-8").strip() if _build.is_file() else _root.name
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    _root / "fedcms" / "static",
    # The pictures of the editors' guide (home.guide), which stand beside its chapters.
    ("guide/fr", _root / "docs" / "editors" / "images"),
    ("guide/en", _root / "docs" / "editors" / "en" / "images"),
]
# Files that browsers request at the root of any site: /favicon.ico.
WHITENOISE_ROOT = _root / "fedcms" / "root"

# No web server serves this folder: every file goes through fedcms.media, which checks visibility.
MEDIA_ROOT = Path(env.str("FEDCMS_MEDIA_DIR", str(_var / "media")))
MEDIA_URL = "/media/"
# The internal location of nginx for X-Accel-Redirect, e.g. "/protected-media/"; empty = the application sends
# the file.
FEDCMS_ACCEL_REDIRECT = env.str("FEDCMS_ACCEL_REDIRECT", "")
if FEDCMS_ACCEL_REDIRECT:
    FEDCMS_ACCEL_REDIRECT = FEDCMS_ACCEL_REDIRECT.rstrip("/") + "/"

# What applicants to missions send: it has no address at all, each view that sends a file of it asks who it is for.
PRIVATE_ROOT = Path(env.str("FEDCMS_PRIVATE_DIR", str(_var / "private")))

# Where manage.py backup writes, best on another disk, and how many backups are kept.
FEDCMS_BACKUP_DIR = Path(env.str("FEDCMS_BACKUP_DIR", str(_var / "backups")))
FEDCMS_BACKUPS_KEPT = env.int("FEDCMS_BACKUPS_KEPT", 14, validate=validate.Range(min=1))

# Folders of media that are made again when somebody asks: fact sheets hold names, and texts under embargo.
FEDCMS_BACKUP_LEAVES_OUT = ("fact-sheets",)

# A bucket (S3 or a server that speaks it) instead of both folders, where several hosts serve the site.
FEDCMS_S3_BUCKET = env.str("FEDCMS_S3_BUCKET", "")
FEDCMS_S3_ENDPOINT = env.str("FEDCMS_S3_ENDPOINT", "")
FEDCMS_S3_REGION = env.str("FEDCMS_S3_REGION", "us-east-1")
FEDCMS_S3_ACCESS_KEY = env.str("FEDCMS_S3_ACCESS_KEY", "")
FEDCMS_S3_SECRET_KEY = env.str("FEDCMS_S3_SECRET_KEY", "")


def _of_files(folder: str, address: str | None, **options: object) -> dict[str, object]:
    """Returns the storage of a folder of the bucket, or of the disk where there is no bucket."""
    if not FEDCMS_S3_BUCKET:
        backend = "fedcms.core.whole_files.WholeFileStorage"
        return {"BACKEND": backend, **({"OPTIONS": options} if options else {})}
    bucket = {
        "bucket_name": FEDCMS_S3_BUCKET,
        "endpoint_url": FEDCMS_S3_ENDPOINT or None,
        "region_name": FEDCMS_S3_REGION,
        # Without them, boto3 looks where it always does: its own variables, the role of the machine.
        "access_key": FEDCMS_S3_ACCESS_KEY or None,
        "secret_key": FEDCMS_S3_SECRET_KEY or None,
        "location": folder,
        "base_url": address,
    }
    return {"BACKEND": "fedcms.core.buckets.storage.BucketStorage", "OPTIONS": bucket}


STORAGES = {
    "default": _of_files("media", MEDIA_URL),
    "private": _of_files(
        "private",
        None,
        location=PRIVATE_ROOT,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    ),
    "staticfiles": {"BACKEND": "fedcms.core.design.static_files.SiteStaticFilesStorage"},
}

WAGTAILIMAGES_IMAGE_MODEL = "media.FederationImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.FederationDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "clusters.access.file_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "clusters.access.file_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
