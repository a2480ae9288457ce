"""What must hold after the last fault: looked up in the stores of the house and of each system."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

import psycopg

from tinhso.sites.console.supervisor.preparation import tinhso
from tinhso.sites.console.supervisor.surroundings import share_of
from tools.drill.actors import Acknowledged
from tools.drill.look_ups import WAITING, look_ups_violated
from tools.drill.payments import payments_violated, payments_waiting
from tools.drill.plan import Growth
from tools.drill.scene import Scene
from tools.drill.sign_ins import sign_ins_violated
from tools.drill.stores import complaint, first_column, outside

_LOOK_S = 0.5
_OLD_STATUSES = {
    "CTN": 1, "DTN": 2, "KTN": 3, "CPB": 4, "DXL": 4, "TKY": 4,
    "CBS": 5, "CNP": 6, "XRH": 7, "DUN": 8, "CTR": 9, "DTR": 10,
}  # fmt: skip

QUEUES: Mapping[str, str] = {
    "announcements not delivered": "select count(*) from outbox_delivery where delivered_at is null",
    "messages of other systems not taken": (
        "select count(*) from exchange_inbound where state in ('waiting', 'apart')"
    ),
    "dossiers that a system was not told of": (
        "select count(*) from exchange_line where behind_since is not null"
    ),
    "questions without an answer": "select count(*) from ledger_question where state = 'asked'",
    "look-ups without an answer": WAITING,
    "notices without an address": "select count(*) from notices_notice where addressed_at is null",
}


def wait_until_empty(scene: Scene, acknowledged: Acknowledged, *, bound_s: float) -> tuple[float, list[str]]:
    """Wait until every queue is empty: how many seconds it took, and which were not within the bound.

    A portal's own queue, of what its citizens filed, is one of them.
    """
    began = time.monotonic()
    while True:
        full = _full(scene, acknowledged)
        passed = time.monotonic() - began
        if not full or passed > bound_s:
            return passed, [f"queue: {each} after {bound_s:.0f} s" for each in full]
        time.sleep(_LOOK_S)


def _full(scene: Scene, acknowledged: Acknowledged) -> list[str]:
    try:
        counts = {name: scene.store.rows(query)[0][0] for name, query in QUEUES.items()}
    except psycopg.Error as error:
        return [f"database: {type(error).__name__}"]
    full = [f"{count} {name}" for name, count in counts.items() if count]
    for system, query in _THEIR_QUEUES.items():
        if count := outside(scene, system, query)[0][0]:
            full.append(f"{count} citizens' acts at {system} not handed over")
    full += payments_waiting(scene)
    if acknowledged.outside.get("old_one_stop"):
        ((last,),) = outside(
            scene, "old_one_stop", "select coalesce(max(number), 0) from old_one_stop_change"
        )
        ((read,),) = scene.store.rows(
            "select coalesce(max(position), 0) from exchange_cursor where system = 'old_one_stop'"
        )
        if last != read:
            full.append("changes of the old one-stop system not read")
    return full


_THEIR_QUEUES = {
    "national_portal": "select count(*) from national_portal_wish where taken_at is null",
    "essential_portal": "select count(*) from essential_portal_push where is_finished = 0",
}


def violations(scene: Scene, acknowledged: Acknowledged) -> Iterator[str]:
    """Everything that is not as it was promised to people and systems; nothing when all is well."""
    yield from _here_once(scene, acknowledged)
    yield from _outside_once(scene, acknowledged)
    yield from _steps_kept(scene, acknowledged)
    yield from look_ups_violated(scene, acknowledged.look_ups)
    yield from payments_violated(scene, acknowledged.paid)
    yield from sign_ins_violated(scene, acknowledged.sessions)
    yield from _announced(scene)
    yield from _equal(scene)
    yield from _told_once(scene)
    yield from _papers_readable(scene)
    yield from _audit_verifies(scene)


def count_in(scene: Scene, growth: Growth) -> int:
    """The count that a fault watches; 0 where its store cannot be asked just now."""
    try:
        if growth.store == "house":
            return int(str(scene.store.rows(growth.query)[0][0]))
        return int(str(outside(scene, growth.store, growth.query)[0][0]))
    except (psycopg.Error, sqlite3.Error):
        return 0


def _here_once(scene: Scene, acknowledged: Acknowledged) -> Iterator[str]:
    there = {str(row[0]) for row in scene.store.rows("select id from dossiers_dossier")}
    yield from complaint("acknowledged dossiers are lost", set(acknowledged.house.values()) - there)
    twice = scene.store.rows(
        """select applicant_id from dossiers_dossier d
           where not exists (select 1 from dossiers_outside_code o
             where o.dossier_id = d.id and o.filed_at is not null)
           group by applicant_id having count(*) > 1"""
    )
    yield from complaint("citizens have a dossier twice", {str(row[0]) for row in twice})


def _outside_once(scene: Scene, acknowledged: Acknowledged) -> Iterator[str]:
    kept = scene.store.rows("select creator, code, house_dossier_id from exchange_dossier")
    here = {(str(row[0]), str(row[1])): row[2] for row in kept}
    for system, codes in acknowledged.outside.items():
        lost = {code for code in codes if (system, code) not in here}
        yield from complaint(f"dossiers filed at {system} are lost", lost)
        if system != "old_one_stop":
            homeless = {code for code in codes if (system, code) in here and here[system, code] is None}
            yield from complaint(f"dossiers filed at {system} do not stand at the desk", homeless)


def _steps_kept(scene: Scene, acknowledged: Acknowledged) -> Iterator[str]:
    versions = {str(row[0]): row[1] for row in scene.store.rows("select id, version from dossiers_dossier")}
    lost = {each for each, version in acknowledged.steps.items() if int(str(versions.get(each, 0))) < version}
    yield from complaint("officers' acknowledged steps are lost", lost)


_UNTOLD = """
select d.code from dossiers_dossier d left join exchange_dossier e on e.house_dossier_id = d.id
where e.id is null or e.problem <> '' or e.status <> d.status or e.told_version < (
  select max(v.version) from dossiers_event v
  where v.dossier_id = d.id and (v.version = 1 or v.status <> v.from_status))"""
_UNANNOUNCED = """
select distinct v.dossier_id::text from dossiers_event v where (v.version = 1 or v.status <> v.from_status)
and not exists (select 1 from outbox_event o where o.subject_id = v.dossier_id and o.version = v.version)"""
_UNWRITTEN = """
select distinct d.code from dossiers_dossier d join dossiers_event v on v.dossier_id = d.id
where v.action in ('submit', 'receive', 'hand_over') and not exists (
  select 1 from audit_entry a where a.object_id = d.id
  and a.action in ('dossier.' || v.action, case v.version when 1 then 'dossier.taken_in' end))
union select d.code from dossiers_dossier d
where (select count(*) from dossiers_event v where v.dossier_id = d.id) <> d.version"""
_NOTICED = """
select d.code from dossiers_dossier d
where not exists (select 1 from notices_notice n where n.case_id = d.id)"""


def _announced(scene: Scene) -> Iterator[str]:
    # A later step may bring the others up to date; what was lost is lost all the same.
    yield from complaint("dossiers changed and nothing was announced", first_column(scene, _UNANNOUNCED))
    yield from complaint("dossiers changed and nobody was told", first_column(scene, _UNTOLD))
    yield from complaint("dossiers changed and nothing was written down", first_column(scene, _UNWRITTEN))
    yield from complaint("applicants did not get their message", first_column(scene, _NOTICED))


_TOLD_TWICE = """
select case_id::text from notices_notice group by case_id, template, person_id having count(*) > 1"""


def _told_once(scene: Scene) -> Iterator[str]:
    yield from complaint("people got the same message twice", first_column(scene, _TOLD_TWICE))
    sent = outside(scene, "messages", _SENT_TWICE)
    yield from complaint("the message service sent the same twice", {str(row[0]) for row in sent})


_SENT_TWICE = """
select submission_id from messages_delivery group by submission_id, channel having count(*) > 1"""
_LINES = """
select l.peer, e.creator, e.code, d.code, e.status, d.received_at is not null or e.creator = 'old_one_stop'
from exchange_line l join exchange_dossier e on e.id = l.dossier_id
left join dossiers_dossier d on d.id = e.house_dossier_id"""


def _equal(scene: Scene) -> Iterator[str]:
    shown = {
        "national_portal": _statuses(scene, "national_portal", "code"),
        "essential_portal": _statuses(scene, "essential_portal", "code"),
        "old_one_stop": _statuses(scene, "old_one_stop", "external_code"),
    }
    missing: dict[str, set[str]] = {}
    other: dict[str, set[str]] = {}
    for peer, creator, code, house_code, status, may_be_told in scene.store.rows(_LINES):
        if peer == creator == "old_one_stop":
            continue  # its own status is the one that the others must show
        known_as = str(code if creator == peer else house_code or code)
        found = shown[str(peer)].get(known_as)
        if found is None and (may_be_told or peer != "national_portal"):
            missing.setdefault(str(peer), set()).add(known_as)
        elif found is not None and found != status:
            other.setdefault(str(peer), set()).add(known_as)
    for peer in shown:
        yield from complaint(f"dossiers are missing at {peer}", missing.get(peer, set()))
        yield from complaint(f"dossiers have another status at {peer}", other.get(peer, set()))
    twice = outside(scene, "old_one_stop", _TWICE_IN_OLD)
    yield from complaint("dossiers stand twice at old_one_stop", {str(row[0]) for row in twice})


_TWICE_IN_OLD = """
select external_code from old_one_stop_dossier where external_code <> '' and is_deleted = 0
group by external_code having count(*) > 1"""


def _statuses(scene: Scene, system: str, key: str) -> dict[str, int]:
    found = outside(scene, system, f"select {key}, status from {system}_dossier")  # noqa: S608 - our own names
    return {str(code): _OLD_STATUSES.get(str(status)) or int(str(status)) for code, status in found}


def _papers_readable(scene: Scene) -> Iterator[str]:
    command = (sys.executable, "-m", "tools.drill.papers")
    done = _in_house(scene, command)
    if done.returncode:
        yield f"papers: {done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-300:]}"


def _audit_verifies(scene: Scene) -> Iterator[str]:
    for action in ("seal", "verify"):
        done = _in_house(scene, tinhso("audit", action))
        if done.returncode:
            yield f"audit {action}: {(done.stdout + done.stderr).strip()[-300:]}"
    ((left,),) = scene.store.rows("select count(*) from audit_pending")
    ((unsealed,),) = scene.store.rows(
        "select count(*) from audit_entry e where not exists"
        " (select 1 from audit_leaf l where l.entry_id = e.id)"
    )
    if left or unsealed:
        yield f"audit: {unsealed} entries are not sealed"


def _in_house(scene: Scene, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, **share_of(scene.environment, "house")}
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False)
