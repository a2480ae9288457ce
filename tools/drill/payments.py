"""Fees that citizens pay at the payment gateway during a drill: each once, and the same on both sides."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx

from tools.drill.browsing import AGAIN_S, ask, cookie_header, post, send_form
from tools.drill.crowd import Person
from tools.drill.scene import Scene
from tools.drill.stores import complaint, first_column, outside

_ENDINGS = ("success", "double")


def pay(
    scene: Scene, client: httpx.Client, person: Person, dossier_id: str, stopping: threading.Event
) -> bool:
    """Pay the fee of a dossier, again and again until the gateway said that it is paid."""
    headers = {"Cookie": cookie_header(person.cookies)}
    path, ending = f"/dossiers/{dossier_id}/payment", _ENDINGS[int(person.personal_id) % len(_ENDINGS)]
    while not stopping.is_set():
        answer = post(client, scene.web, path, {}, headers=headers)
        if answer is not None and answer.status_code == 302 and _is_outside(scene, answer):
            page = ask(client, "GET", answer.headers["Location"])
            if page is not None and page.status_code == 200:
                if 'value="success"' not in page.text:
                    return True  # it was paid before, and the answer was lost
                paid = send_form(client, page, 'value="success"', {"ending": ending})
                if paid is not None and paid.status_code == 302:
                    return True
        stopping.wait(AGAIN_S)
    return False


def _is_outside(scene: Scene, answer: httpx.Response) -> bool:
    return "/payment/pay/" in answer.headers["Location"].removeprefix(scene.web)


_PAID_THERE = "select reference from payment_order where status = 'paid'"
_PAID_HERE = "select id from payments_attempt where state = 'paid'"
_UNDELIVERED = "select count(*) from payment_callback where is_finished = 0"


def payments_waiting(scene: Scene) -> list[str]:
    """What the gateway has not told, or the house has not booked."""
    ((untold,),) = outside(scene, "payment", _UNDELIVERED)
    unbooked = len(_paid_there(scene) - first_column(scene, _PAID_HERE))
    words = ((untold, "results of payments not delivered"), (unbooked, "payments not booked"))
    return [f"{count} {what}" for count, what in words if count]


_PAID_OF = """
select f.case_id from payments_fee f where f.case_id::text = any(%s) and f.state = 'paid'"""
_NOT_ONCE = """
select f.case_id from payments_fee f
where (select count(*) from payments_attempt a where a.fee_id = f.id and a.state = 'paid')
  <> case when f.state = 'paid' then 1 else 0 end
or exists (select 1 from payments_surplus s where s.fee_id = f.id)"""


def payments_violated(scene: Scene, acknowledged: set[str]) -> Iterator[str]:
    """``acknowledged``: dossiers whose fee somebody paid. Each fee has one payment, known on both sides."""
    paid = {str(row[0]) for row in scene.store.rows(_PAID_OF, [sorted(acknowledged)])}
    yield from complaint("fees were paid and are still owed", acknowledged - paid)
    yield from complaint("fees were not paid exactly once", first_column(scene, _NOT_ONCE))
    here, there = first_column(scene, _PAID_HERE), _paid_there(scene)
    yield from complaint("payments are not booked", there - here)
    yield from complaint("payments were booked and nobody paid", here - there)


def _paid_there(scene: Scene) -> set[str]:
    return {str(row[0]) for row in outside(scene, "payment", _PAID_THERE)}
