"""Bounds of what is uploaded: bytes of a request, of an image and of a document, and pixels of an image."""

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
