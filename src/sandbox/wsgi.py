"""The WSGI application served by granian; starts the threads of the served systems."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")
application = get_wsgi_application()

from sandbox.systems import start_threads  # noqa: E402  (needs the loaded apps)

start_threads()
