"""Settings, a short file for each concern; secrets that stand in files are read before any of them."""

from . import secret_files  # noqa: F401  # it reads them when it is imported
