"""The configuration of the app that loads the demo: content, accounts and commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app's configuration; the app has the commands `load_demo` and `demo_accounts`."""

    name = "fedcms.demo"
    label = "demo"

    def ready(self) -> None:
        """Lets the demo's accounts in without a second factor, on the machine of who tries the site."""
        from fedcms.demo import public_names  # noqa: F401, PLC0415  # registers its system check
        from fedcms.demo.accounts import is_of_the_demo  # noqa: PLC0415  # models are loaded now
        from fedcms.sign_in.second_factor.requirement import register_excused_here  # noqa: PLC0415

        register_excused_here(is_of_the_demo)
