"""Translation jobs, run by the worker: translate, update, assign, remind."""
