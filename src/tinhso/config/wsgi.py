"""The web process: pages and the interface for machines."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
application = get_wsgi_application()

from tinhso.config.startup import refuse_unsafe_start  # noqa: E402 - Django must be set up first

refuse_unsafe_start()

# Every page and route is loaded now: the workers that are forked from this process share it (docs/adr/0006).
get_resolver().url_patterns  # noqa: B018 - reading it loads it
