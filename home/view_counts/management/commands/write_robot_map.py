"""manage.py write_robot_map: prints nginx's map of robots, of the list that the application uses."""

from django.core.management.base import BaseCommand

from home.view_counts.robot_map import robot_map


class Command(BaseCommand):
    """Prints the map."""

    help = "Prints the map of robots that nginx's configuration includes (docs/operations/page-views.md)."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(robot_map())
