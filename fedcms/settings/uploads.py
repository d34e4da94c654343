"""Bounds of what is uploaded and of what is sent as one archive: bytes, pixels of an image, archives at once."""

from environs import Env

env = Env()

_MEGABYTE = 1024 * 1024

WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("FEDCMS_LARGEST_IMAGE_MB", 20) * _MEGABYTE
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("FEDCMS_LARGEST_DOCUMENT_MB", 100) * _MEGABYTE
# All files of one request together. What is beyond is read and dropped, neither kept in memory nor written
# (fedcms.core.http.upload_bound). A proxy in front should refuse it earlier: docs/operations/running.md.
FEDCMS_LARGEST_UPLOAD = max(WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILDOCS_MAX_UPLOAD_SIZE) + _MEGABYTE
FILE_UPLOAD_HANDLERS = [
    "fedcms.core.http.upload_bound.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Width times height, read from the header before anything is decoded (fedcms.media.pixel_bound). Decoded, 40 million
# pixels take 160 MB, and twice that while they are resized.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000

# A press kit as one ZIP (docs/adr/0052): so many files and megabytes at most; what is beyond is named in CREDITS.txt.
FEDCMS_KIT_MOST_FILES = env.int("FEDCMS_KIT_MOST_FILES", 400)
FEDCMS_KIT_LARGEST_MB = env.int("FEDCMS_KIT_LARGEST_MB", 8000)
# So many are sent at once by each process, one of them to accredited readers alone. Each holds a thread until it has
# arrived: leave threads for the pages.
FEDCMS_KIT_STREAMS = env.int("FEDCMS_KIT_STREAMS", 2)

# The longest that a stored fact sheet is kept: it is made again when it is asked for.
FEDCMS_FACT_SHEET_KEPT_DAYS = env.int("FEDCMS_FACT_SHEET_KEPT_DAYS", 7)
