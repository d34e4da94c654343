"""Sets Django up where it is imported: in the fork server of tests/core/forked.py, and nowhere else."""

import gc
import os
import threading

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.core.worker_project.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  # after django.setup
from django.db import connections  # noqa: E402

# Loads addresses, views and commands: each forked process would else do it again.
call_command("check")
import fedcms.core.management.commands.run_worker  # noqa: E402, F401  # loaded for what is forked

# A fork has no threads, and must share no connection.
assert threading.active_count() == 1
assert all(each.connection is None for each in connections.all(initialized_only=True))
# What is there stays: no process looks for garbage in it, so that they share its memory.
gc.collect()
gc.freeze()
