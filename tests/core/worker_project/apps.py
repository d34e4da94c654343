"""An app of the workers' tests: it subscribes to public changes as any app does."""

from django.apps import AppConfig


class WorkerProjectConfig(AppConfig):
    """Wires it at start."""

    name = "tests.core.worker_project"
    label = "worker_project"

    def ready(self) -> None:
        """Subscribes, and says when the worker turns events into tasks."""
        from django_tasks.signals import task_enqueued  # noqa: PLC0415

        from fedcms.core.changes.outbox import subscribe  # noqa: PLC0415
        from tests.core.worker_project.tasks import hear, say_that_tasks_are_made  # noqa: PLC0415

        subscribe("the test", hear)
        task_enqueued.connect(say_that_tasks_are_made)
