"""The configuration of the core app, which knows no content type."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app's configuration; it connects signals at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects signals, registers lookups, exports and the system checks."""
        from django.templatetags import i18n, static  # noqa: PLC0415

        from fedcms.core import (  # noqa: PLC0415
            checks,  # noqa: F401  # to import it is to register it
            integer_lookups,
            signal_handlers,
        )
        from fedcms.core.design import constant_static  # noqa: PLC0415
        from fedcms.core.http import admin_exports  # noqa: PLC0415
        from fedcms.core.i18n import constant_words  # noqa: PLC0415
        from fedcms.core.page_cache import checks as page_cache_checks  # noqa: F401, PLC0415
        from fedcms.core.telemetry import packages  # noqa: F401, PLC0415  # its check

        admin_exports.register()
        constant_static.keep_constant_addresses(static.register)
        constant_words.keep_constant_words(i18n.register)
        integer_lookups.register()
        signal_handlers.connect(self)
