"""The configuration of the app that loads the demo: content, accounts and commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app's configuration; the app has the commands `load_demo` and `demo_accounts`."""

    name = "fedcms.demo"
    label = "demo"
