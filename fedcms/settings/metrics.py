"""Metrics for Prometheus, counted only where a token is set (docs/operations/monitoring.md)."""

import os
from pathlib import Path

from environs import Env

env = Env()

# What a monitor sends to read /metrics ("Authorization: Bearer …"). Empty: nothing is counted, and there is no address.
FEDCMS_METRICS_TOKEN = env.str("FEDCMS_METRICS_TOKEN", "")
_var = Path(env.str("FEDCMS_VAR_DIR", str(Path(__file__).resolve().parent.parent.parent / "var")))
# Where the processes of one machine count together. prometheus_client reads the variable when it is imported.
FEDCMS_METRICS_DIR = Path(env.str("FEDCMS_METRICS_DIR", str(_var / "metrics")))
if FEDCMS_METRICS_TOKEN:
    FEDCMS_METRICS_DIR.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FEDCMS_METRICS_DIR)
