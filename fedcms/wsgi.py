"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedcms.settings.production")
application = get_wsgi_application()

from fedcms.demo.public_names import refuse_in_public  # noqa: E402  # apps are loaded now

refuse_in_public()
