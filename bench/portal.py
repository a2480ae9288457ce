"""A portal outside, as lean as can be: takes updates over HTTP and has them on disk before it answers."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import psycopg

TOKEN = "bench-token"


def main() -> None:
    """Serve on the port of the first argument, into the database of the second, until ended."""
    port, database = int(sys.argv[1]), sys.argv[2]
    connection = psycopg.connect(database)
    connection.execute("create table if not exists told (id text primary key, dossier text, body jsonb)")
    connection.commit()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/token"):
                self._answer({"access_token": TOKEN, "expires_in": 3600})
                return
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                self.send_error(401)
                return
            updates = body["updates"]
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(
                    "insert into told values (%s, %s, %s) on conflict do nothing",
                    [(each["update_id"], each["dossier_code"], json.dumps(each)) for each in updates],
                )
            self._answer({"results": [{"update_id": each["update_id"], "code": "taken"} for each in updates]})

        def _answer(self, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    HTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
