from . import secret_files  # noqa: F401  # read before any module here reads the environment
