"""``python -m sandbox migrate|seed|serve [system …]``: run the outside world, whole or in parts."""

import argparse
import os
import sys
from urllib.parse import urlsplit

import django
from django.core.management import call_command


def migrate() -> None:
    """Create or update the database of every simulated system."""
    from sandbox.databases import ALIASES

    for alias in ALIASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def seed() -> None:
    """Fill the systems with invented people, accounts and clients; repeating changes nothing."""
    from sandbox.gateway.seeding import seed_gateway
    from sandbox.old_one_stop.seeding import seed_old_one_stop
    from sandbox.population.seeding import seed_population
    from sandbox.vneid.seeding import seed_identity_provider

    people = seed_population()
    accounts = seed_identity_provider()
    businesses = seed_gateway()
    seed_old_one_stop()
    sys.stdout.write(f"sandbox: {people} people, {accounts} e-identity accounts, {businesses} businesses\n")


def serve(address: str, port: int) -> None:
    """Serve on ``address:port`` by one process with many blocking threads."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        target="sandbox.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=32,
        backpressure=64,
        workers_kill_timeout=3,
        websockets=False,
        log_access=False,
    ).serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help=migrate.__doc__)
    commands.add_parser("seed", help=seed.__doc__)
    server = commands.add_parser("serve", help=serve.__doc__)
    server.add_argument("systems", nargs="*", help="the systems to serve; default: all")
    server.add_argument("--address", default=None, help="default: the host of SANDBOX_PUBLIC_URL")
    server.add_argument("--port", type=int, default=None)
    server.add_argument("--prepare", action="store_true", help="migrate and seed first")
    return parser.parse_args()


def main() -> None:
    """Read the command line and do what it says."""
    arguments = _arguments()
    if arguments.command == "serve" and arguments.port:
        host = arguments.address or "127.0.0.1"
        os.environ.setdefault("SANDBOX_PUBLIC_URL", f"http://{host}:{arguments.port}")
    if arguments.command == "serve" and arguments.systems:
        os.environ["SANDBOX_SYSTEMS"] = " ".join(arguments.systems)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")
    django.setup()
    if arguments.command == "migrate" or getattr(arguments, "prepare", False):
        migrate()
    if arguments.command == "seed" or getattr(arguments, "prepare", False):
        seed()
    if arguments.command == "serve":
        from django.conf import settings

        public = urlsplit(settings.PUBLIC_URL)
        serve(
            arguments.address or public.hostname or "127.0.0.1",
            arguments.port or public.port or 8020,
        )


if __name__ == "__main__":
    main()
