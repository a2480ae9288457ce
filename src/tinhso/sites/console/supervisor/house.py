"""The programs of the house: web, worker, live, and the sandbox apart."""

import sys
from collections.abc import Mapping
from importlib.util import find_spec

from tinhso.sites.console.supervisor.preparation import tinhso
from tinhso.sites.console.supervisor.programs import Program
from tinhso.sites.console.supervisor.surroundings import Ports, share_of


def house_programs(ports: Ports, environment: Mapping[str, str]) -> list[Program]:
    """Web, worker and live; none of them learns the address of the database's owner."""
    known = share_of(environment, "house")
    return [
        Program(
            name="web",
            title="Trang web",
            command=_served("wsgi", "tinhso.config.wsgi:application", ports.web, "--workers", "2")
            + ("--blocking-threads", "4"),
            environment=known,
            health_url=f"http://127.0.0.1:{ports.web}/",
            is_of_the_house=True,
        ),
        Program(
            name="worker",
            title="Tiến trình việc nền",
            command=tinhso("work"),
            environment=known,
            is_of_the_house=True,
        ),
        *(
            [
                Program(
                    name="live",
                    title="Cập nhật trực tiếp",
                    command=_served("asgi", "tinhso.sites.live.asgi:application", ports.live),
                    environment=known,
                    health_url=f"http://127.0.0.1:{ports.live}/",
                    is_of_the_house=True,
                )
            ]
            if find_spec("tinhso.sites.live.asgi")
            else []
        ),
    ]


def sandbox_program(ports: Ports, environment: Mapping[str, str]) -> Program:
    """The nation in a box; it gets its own variables and none of the house's."""
    return Program(
        name="sandbox",
        title="Hệ thống giả lập",
        command=(sys.executable, "-m", "sandbox", "serve", "--port", str(ports.sandbox)),
        environment=share_of(environment, "sandbox"),
        health_url=f"http://127.0.0.1:{ports.sandbox}/",
    )


def _served(interface: str, target: str, port: int, *more: str) -> tuple[str, ...]:
    serving = (sys.executable, "-m", "tinhso.sites.console.supervisor.serving")
    return (*serving, interface, target, "--port", str(port), *more)
