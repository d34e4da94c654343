"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedcms.settings.production")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # apps are loaded now

from fedcms.core.postgresql.server_watch import watch  # noqa: E402
from fedcms.core.telemetry.start import start_telemetry  # noqa: E402
from fedcms.demo.public_names import refuse_in_public  # noqa: E402

refuse_in_public()
start_telemetry()
# Here alone: the worker and commands wait for the database, however long their statements take.
watch.is_on = settings.FEDCMS_DATABASE_WATCH
