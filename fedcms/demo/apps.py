"""The demo: content, accounts and the commands that load them."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the commands `load_demo` and `demo_accounts`."""

    name = "fedcms.demo"
    label = "demo"
