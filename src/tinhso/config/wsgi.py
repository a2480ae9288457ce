"""The web process: pages and the interface for machines."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
application = get_wsgi_application()

from tinhso.config.startup import refuse_unsafe_start  # noqa: E402 - Django must be set up first

refuse_unsafe_start()
