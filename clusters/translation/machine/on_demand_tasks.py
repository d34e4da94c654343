"""The task that makes on-demand machine translations."""

from django_tasks import task

from clusters.translation.machine.on_demand_making import make
from clusters.translation.models import MachineReading
from fedcms.core.visibility import is_visible


@task(backend="background")
def make_reading(reading_id: int) -> None:
    """Makes a requested translation if the page is still visible to everybody; else deletes the request."""
    reading = MachineReading.objects.select_related("source__locale").filter(pk=reading_id).first()
    if reading is None:
        return
    if is_visible(reading.source):
        make(reading)
    else:
        reading.delete()
