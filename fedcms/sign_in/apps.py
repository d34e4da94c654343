"""The configuration of the app that signs people in."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """The app's configuration; it connects signals and registers the erasure of old rows and the check at start."""

    name = "fedcms.sign_in"
    label = "sign_in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals and registers the recurring job and the check, once the models are loaded."""
        from fedcms.sign_in import (  # noqa: PLC0415
            checks,  # noqa: F401  # to import it is to register it
            startup,
        )

        startup.register()
