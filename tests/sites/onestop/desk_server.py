"""Fills a database with a commune's morning and serves the desk: address and password on the first line.

Told by the environment: DATABASE_URL (application role), TINHSO_VAR_DIR, TINHSO_POPULATION_WSDL.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.sites.onestop.desk_settings"
os.environ.setdefault("TINHSO_SECRET_KEY", "tests-only-not-a-secret")
os.environ["TINHSO_DEMONSTRATION"] = "1"
os.environ["TINHSO_LEGAL_CLOCK_FILE"] = str(Path(os.environ["TINHSO_VAR_DIR"]) / "legal-clock")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 50


def main() -> None:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from tests.sites.onestop.desk_data import make_commune, make_morning
    from tinhso.foundation.clock.service import VIETNAM, set_legal_clock
    from tinhso.services.identity.service import create_demonstration_accounts

    morning = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
    set_legal_clock(morning)
    make_morning(make_commune(morning))
    password, _ = create_demonstration_accounts(now=morning)
    server = make_server("127.0.0.1", int(os.environ.get("DESK_PORT", "0")), application, Server, Quiet)
    told = {"url": f"http://127.0.0.1:{server.server_port}", "password": password}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
