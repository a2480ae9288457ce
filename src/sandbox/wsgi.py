"""The WSGI application served by granian; starts the thread that delivers payment callbacks."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")
application = get_wsgi_application()

from sandbox.payment.deliverer import start_deliverer  # noqa: E402  (needs the loaded apps)

start_deliverer()
