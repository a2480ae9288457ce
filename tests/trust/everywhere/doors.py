"""Who may come through which address: said with the permissions of the authority table, never with views.

An address that only shows one object needs no line here: it asks for the reading of that object, of officers
below ``desk/`` and of citizens elsewhere. Whatever is sent, and whatever shows no single object, says which
permission it asks for. A new address that is neither is an error with a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.trust.everywhere.addresses import Address
from tests.trust.everywhere.town import Thing, Town, rows
from tinhso.foundation.authority.service import READING, Permission


class UndescribedAddress(LookupError):
    """Nobody has said which permission an address asks for."""


class Audience(StrEnum):
    """For whom a page is made; everybody else is led away, whatever the page is about."""

    EVERYBODY = "everybody"
    CITIZENS = "citizens"
    OFFICERS = "officers"


Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What an address asks for: ``see`` to be shown, ``send`` to be sent; None: nothing beyond the audience.

    ``data`` is a form that would be taken from whoever may send it, ``query`` asks for something to be shown,
    ``words`` say the permission that a word in the address stands for. ``is_machine``: no browser's form, and
    so without a token against forgery.
    """

    audience: Audience | None = None
    see: Permission | None = None
    send: Permission | None = None
    data: Callable[[Town, Thing], Data] = lambda town, thing: {}
    is_open_by_code: bool = False
    is_machine: bool = False
    needs_token: bool = False
    query: str = ""
    words: Mapping[str, Permission] = field(default_factory=dict)


_P, _A = Permission, Audience
OF_A_DESK = {
    "reserve_batch": _P.DOSSIER_REGISTER,
    "postal_list": _P.DOSSIER_DELIVER,
    "parcel": _P.DOSSIER_DELIVER,
}
"""What a whole desk works on: whoever does not do this work is refused before it is looked for."""

READ_OF_KIND = {
    **READING,
    **OF_A_DESK,
    "draft": _P.DOSSIER_DRAFT,
    "account": _P.ACCOUNT_ADMINISTER,
    "mandate": _P.MANDATE_LIST,
}
"""The permission by which `get` opens one object of the kind."""

_OPEN = Door(audience=_A.EVERYBODY)
_DRAFT = Door(see=_P.DOSSIER_DRAFT, send=_P.DOSSIER_DRAFT)
_ADMINISTER = Door(see=_P.ACCOUNT_ADMINISTER, send=_P.ACCOUNT_ADMINISTER)
_CATALOGUE = Door(see=_P.CATALOGUE_ADMINISTER, send=_P.CATALOGUE_ADMINISTER)
_CALENDAR = Door(see=_P.CALENDAR_DECLARE, send=_P.CALENDAR_DECLARE)
_OFFICES = Door(see=_P.AGENCY_ADMINISTER, send=_P.AGENCY_ADMINISTER)
_LINES = Door(see=_P.LEDGER_OPERATE, send=_P.LEDGER_OPERATE)
_LINE_PAGES = (
    "lines", "line", "pause", "tell-again", "ask-again", "apart", "message", "refused", "reconciliation",
    "months", "months-file", "stale-ages",
)  # fmt: skip
_INTEGRATIONS = Door(see=_P.INTEGRATION_ADMINISTER, send=_P.INTEGRATION_ADMINISTER)
_LOOK_UP = Door(see=_P.REGISTER_LOOK_UP, send=_P.REGISTER_LOOK_UP, data=lambda _, __: {"number": "1070001"})
_FIGURES = ("home", "figures-file", "day", "load", "spared", "registers", "registers-file")
_STEPS = {
    "deliver": _P.DOSSIER_DELIVER,
    "receive": _P.DOSSIER_RECEIVE,
    "draft": _P.DOSSIER_PROCESS,
    "approve": _P.DOSSIER_APPROVE,
}
_FEEDBACK_STEPS = {
    "receive": _P.FEEDBACK_RECEIVE,
    "draft": _P.FEEDBACK_ANSWER,
    "approve": _P.FEEDBACK_APPROVE,
    "unpublish": _P.FEEDBACK_PUBLISH,
}
_CLEANING_STEPS = {
    "compare": _P.CLEANING_REVIEW,
    "verify": _P.CLEANING_REVIEW,
    "approve": _P.CLEANING_APPROVE,
}


def _step(_: Town, thing: Thing) -> Data:
    note = f"note-{thing.values['action']}"
    return {**_version(_, thing), "text": "Đồng ý.", note: "Lý do.", "note": "Lý do."}


def _version(_: Town, thing: Thing) -> Data:
    """The version that the page would have shown."""
    if thing.resource is None or thing.resource.kind not in _VERSIONS:
        return {"expected_version": "1"}
    ((version,),) = rows(_VERSIONS[thing.resource.kind], thing.resource.id)
    return {"expected_version": str(version)}


_VERSIONS = {
    "dossier": "select version from dossiers_dossier where id = %s",
    "feedback": "select version from feedback_case where id = %s",
    "cleaning": "select version from cleaning_task where id = %s",
}


def _a_dossier(town: Town, _: Thing) -> Data:
    """The owner's dossier, ticked."""
    filed = town.dossiers["chu"]
    ((version,),) = rows(_VERSIONS["dossier"], filed.id)
    return {"chosen": f"{filed.id}.{version}"}


def _ticked(town: Town, _: Thing) -> Data:
    return {"chosen": str(town.dossiers["chu"].id), "idempotency_key": "sweep"}


def _a_number_of_it(_: Town, thing: Thing) -> Data:
    """The first number of the booklet, to be made void."""
    numbers = rows(
        "select min(number) from dossiers_reserve_number where batch_id = %s", thing.values["batch_id"]
    )
    return {"chosen": numbers[0][0] or "DP-H09.1-000001", "reason": "Viết hỏng"}


_INTERFACE = Door(audience=_A.EVERYBODY, is_machine=True, needs_token=True)  # see tests/sites/open_api
_BY_PART_OF_NAME = {"open_api:api:": _INTERFACE, "integration": _INTEGRATIONS}
_OF_OFFICES = (
    "administration:agencies", "administration:new-agency", "administration:agency",
    "administration:agency-ending", "administration:agency-ending-withdraw",
    "administration:agencies-by-kind", "administration:competences", "administration:new-competence",
    "administration:competence-end", "administration:unit-conversion", "administration:units",
    "administration:unit",
)  # fmt: skip
DOORS: dict[str, Door] = {
    **dict.fromkeys(("open_api:documentation", "open_api:openapi"), _OPEN),
    "open_api:token": Door(audience=_A.EVERYBODY, is_machine=True),
    **dict.fromkeys(("frame:style", "frame:style-desk", "frame:style-error"), _OPEN),
    "uploads:root": _OPEN,
    "uploads:piece": Door(audience=_A.EVERYBODY, see=_P.DOSSIER_DRAFT, send=_P.DOSSIER_DRAFT),
    "live:follow": _OPEN,
    "language:choose": _OPEN,
    "feedback:home": _OPEN,
    "feedback:send": Door(audience=_A.EVERYBODY, send=_P.FEEDBACK_SEND),
    "feedback:sent": _OPEN,
    "feedback:phone": Door(audience=_A.EVERYBODY, send=_P.NUMBER_CONFIRM),
    "feedback:phone-code": Door(audience=_A.EVERYBODY, send=_P.NUMBER_CONFIRM),
    "feedback:track": _OPEN,
    "feedback:tracked": Door(audience=_A.EVERYBODY, is_open_by_code=True),
    "feedback:rate-answer": Door(
        audience=_A.EVERYBODY, send=_P.FEEDBACK_RATE, data=lambda _, __: {"score": "4"}
    ),
    "feedback:answers": _OPEN,
    "feedback:answer": _OPEN,
    "feedback:rate": Door(see=_P.SERVICE_RATE, send=_P.SERVICE_RATE),
    "feedback:inbox": Door(see=_P.FEEDBACK_LIST),
    "feedback:queue": Door(see=_P.FEEDBACK_LIST),
    "feedback:step": Door(words=_FEEDBACK_STEPS, data=_step),
    "feedback:figures": Door(see=_P.SERVICE_RATINGS_READ),
    "police:cleaning": Door(see=_P.CLEANING_LIST),
    "police:cleaning-queue": Door(see=_P.CLEANING_LIST),
    "police:cleaning-step": Door(words=_CLEANING_STEPS, data=_step),
    "administration:accounts": _ADMINISTER,
    "administration:find": Door(send=_P.ACCOUNT_ADMINISTER, data=lambda town, thing: {"sought": "can"}),
    "administration:new-account": _ADMINISTER,
    "administration:duties": _ADMINISTER,
    "administration:transfer": _ADMINISTER,
    "administration:withdraw": _ADMINISTER,
    "administration:lock": Door(
        send=_P.ACCOUNT_ADMINISTER, data=lambda town, thing: {"reason": "left_service"}
    ),
    "administration:unlock": _ADMINISTER,
    "administration:end-sessions": _ADMINISTER,
    "administration:code": _ADMINISTER,
    "administration:delegations": Door(see=_P.DELEGATION_READ, send=_P.DELEGATION_GIVE),
    "administration:delegation-for": _ADMINISTER,
    "administration:delegation-end": Door(send=_P.DELEGATION_GIVE),
    "administration:procedures": _CATALOGUE,
    "administration:procedure": _CATALOGUE,
    "administration:new-procedure-draft": _CATALOGUE,
    "administration:procedure-draft": _CATALOGUE,
    "administration:publish-procedure-draft": _CATALOGUE,
    "administration:put-procedure-draft-away": _CATALOGUE,
    "administration:version-move": _CATALOGUE,
    "administration:undo-version-move": _CATALOGUE,
    "administration:portal-imports": _CATALOGUE,
    "administration:portal-import": _CATALOGUE,
    "administration:portal-import-drafts": _CATALOGUE,
    **dict.fromkeys(_OF_OFFICES, _OFFICES),
    "administration:holidays": _CALENDAR,
    "administration:holiday": _CALENDAR,
    "administration:holidays-import": _CALENDAR,
    "administration:holiday-save": _CALENDAR,
    "administration:holiday-undo": _CALENDAR,
    "administration:new-password": Door(audience=_A.EVERYBODY),
    "administration:own-password": Door(audience=_A.OFFICERS),
    "administration:security": Door(audience=_A.OFFICERS),
    "administration:enrolment": Door(audience=_A.EVERYBODY),
    "administration:replace-app": Door(audience=_A.OFFICERS),
    "administration:turn-off": Door(audience=_A.OFFICERS),
    "administration:recovery-codes": Door(audience=_A.OFFICERS),
    "administration:removal-seen": Door(audience=_A.OFFICERS),
    "administration:reset-factor": _ADMINISTER,
    "onestop:second-step": _OPEN,
    "representation:choose": Door(see=_P.MANDATE_LIST, send=_P.MANDATE_LIST),
    "representation:home": Door(see=_P.MANDATE_LIST),
    "representation:grant": Door(see=_P.MANDATE_GRANT, send=_P.MANDATE_GRANT),
    "representation:answer": Door(send=_P.MANDATE_END),
    "representation:withdraw": Door(see=_P.MANDATE_END, send=_P.MANDATE_END),
    "representation:leave": Door(see=_P.MANDATE_END, send=_P.MANDATE_END),
    "exchange:essential-push": Door(audience=_A.EVERYBODY, is_machine=True),
    "exchange:file": _OPEN,
    **dict.fromkeys((f"exchange:{page}" for page in _LINE_PAGES), _LINES),
    **dict.fromkeys((f"reports:{page}" for page in _FIGURES), Door(see=_P.STATISTICS_READ)),
    "reports:behind": Door(see=_P.STATISTICS_READ, query="figure=received"),
    "reports:dossiers-file": Door(see=_P.STATISTICS_READ, query="figure=received"),
    "reports:day-behind": Door(see=_P.STATISTICS_READ, query="figure=received&on=2023-07-17"),
    "reports:load-behind": Door(see=_P.STATISTICS_READ, query="figure=open"),
    "reports:spared-behind": Door(see=_P.STATISTICS_READ, query="spared=store"),
    "reports:give": Door(
        send=_P.TASK_GIVE,
        data=lambda town, thing: {"officer": "nobody", "chosen": str(town.dossiers["chu"].id)},
    ),
    "reports:progress": Door(see=_P.STATISTICS_READ, is_open_by_code=True),
    "onestop:home": Door(audience=_A.OFFICERS),
    "onestop:sign-in": _OPEN,
    "onestop:sign-out": _OPEN,
    "onestop:queue": Door(see=_P.DOSSIER_LIST),
    "onestop:next": Door(see=_P.DOSSIER_LIST),
    "onestop:bulk": Door(
        words={"to_receive": _P.DOSSIER_RECEIVE, "to_deliver": _P.DOSSIER_DELIVER}, data=_a_dossier
    ),
    "onestop:hand-over-sheet": Door(send=_P.DOSSIER_RECEIVE, data=_a_dossier),
    "onestop:find": Door(
        send=_P.DOSSIER_LIST, data=lambda town, thing: {"sought": town.dossiers["chu"].code}
    ),
    "onestop:step": Door(words=_STEPS, data=_step),
    "onestop:supplement": Door(
        see=_P.DOSSIER_READ,
        send=_P.DOSSIER_PROCESS,
        data=lambda town, thing: {
            **_version(town, thing),
            "item": "paper:housing_proof",
            "message_paper_housing_proof": "Trang 2 bị mờ.",
            "rule_paper_housing_proof": "Luật Cư trú",
        },
    ),
    "onestop:enter-answers": Door(see=_P.DOSSIER_READ, send=_P.DOSSIER_RECEIVE, data=_version),
    "onestop:apologise": Door(
        send=_P.DOSSIER_APOLOGISE,
        data=lambda town, thing: {
            **_version(town, thing),
            "note-apologise": "Hệ thống gián đoạn.",
            "working_days": "1",
        },
    ),
    "onestop:register": Door(audience=_A.OFFICERS),
    "onestop:register-pdf": Door(
        send=_P.DOSSIER_LIST,
        data=lambda town, thing: {
            f"{end}-{part}": text
            for end in ("first", "last")
            for part, text in (("day", "17"), ("month", "7"), ("year", "2023"))
        },
    ),
    "onestop:take-cash": Door(send=_P.FEE_PAY),
    "onestop:cash-receipt": Door(see=_P.DOSSIER_READ),
    "onestop:cancel-cash": Door(
        send=_P.CASH_KEEP, data=lambda town, thing: {"note-cancel-cash": "Ghi nhầm."}
    ),
    "onestop:cash": Door(see=_P.CASH_CONFIRM),
    "onestop:cash-book": Door(see=_P.CASH_CONFIRM),
    "onestop:cash-pdf": Door(see=_P.CASH_CONFIRM),
    "onestop:cash-act": Door(
        words={"deposit": _P.CASH_KEEP, "close": _P.CASH_KEEP, "confirm": _P.CASH_CONFIRM}
    ),
    "onestop:settle-check": Door(
        send=_P.DOSSIER_RECEIVE,
        data=lambda town, thing: {**_version(town, thing), "note-check_identity": "Đã so."},
    ),
    "onestop:counter": Door(see=_P.DOSSIER_REGISTER, send=_P.DOSSIER_REGISTER),
    "onestop:counter-form": Door(see=_P.DOSSIER_REGISTER, send=_P.DOSSIER_REGISTER),
    "onestop:reserve": Door(
        see=_P.DOSSIER_REGISTER, send=_P.DOSSIER_REGISTER, data=lambda town, thing: {"size": "5"}
    ),
    "onestop:reserve-enter": Door(see=_P.DOSSIER_REGISTER, send=_P.DOSSIER_REGISTER),
    "onestop:reserve-batch": Door(see=_P.DOSSIER_REGISTER),
    "onestop:reserve-booklet": Door(see=_P.DOSSIER_REGISTER),
    "onestop:reserve-void": Door(send=_P.DOSSIER_REGISTER, data=_a_number_of_it),
    "onestop:postal": Door(see=_P.DOSSIER_DELIVER),
    "onestop:postal-make": Door(send=_P.DOSSIER_DELIVER, data=_ticked),
    "onestop:postal-list": Door(see=_P.DOSSIER_DELIVER),
    "onestop:postal-sheet": Door(see=_P.DOSSIER_DELIVER),
    "onestop:postal-scan": Door(send=_P.DOSSIER_DELIVER),
    "onestop:postal-send": Door(send=_P.DOSSIER_DELIVER),
    "onestop:parcel": Door(see=_P.DOSSIER_DELIVER),
    "onestop:parcel-act": Door(send=_P.DOSSIER_DELIVER),
    "onestop:return-choice": Door(send=_P.DOSSIER_CHOOSE_RETURN, data=lambda town, thing: {"do": "desk"}),
    "onestop:digitise": Door(see=_P.PAPER_CERTIFY, send=_P.PAPER_CERTIFY),
    "onestop:digitised": Door(
        see=_P.STORE_READ,
        send=_P.PAPER_REVOKE,
        data=lambda town, thing: {"do": "revoke", "reason": "Cấp sai."},
    ),
    "onestop:digitise-paper": Door(send=_P.PAPER_CERTIFY),
    "onestop:look-ups": _LOOK_UP,
    "onestop:look-up-ask": _LOOK_UP,
    "onestop:lines": Door(audience=_A.OFFICERS),
    "portal:home": _OPEN,
    "portal:procedures": _OPEN,
    "portal:procedure": _OPEN,
    "portal:apply": Door(see=_P.DOSSIER_DRAFT, send=_P.DOSSIER_DRAFT),
    "portal:one-page": Door(see=_P.DOSSIER_SUBMIT, send=_P.DOSSIER_SUBMIT),
    "portal:sign-in": _OPEN,
    "portal:sign-in-callback": _OPEN,
    "portal:sign-out": _OPEN,
    "portal:discard": _DRAFT,
    "portal:step": _DRAFT,
    "portal:draft-papers": _DRAFT,
    "portal:renew": _DRAFT,
    "portal:submit": Door(send=_P.DOSSIER_SUBMIT),
    "portal:dossiers": Door(see=_P.DOSSIER_LIST),
    "portal:supplement": Door(see=_P.DOSSIER_READ, send=_P.DOSSIER_ANSWER),
    "portal:return-choice": Door(send=_P.DOSSIER_CHOOSE_RETURN, data=lambda town, thing: {"do": "desk"}),
    "portal:withdraw": Door(see=_P.DOSSIER_READ, send=_P.DOSSIER_WITHDRAW),
    "portal:payment": Door(see=_P.DOSSIER_READ, send=_P.FEE_PAY),
    "portal:payment-callback": Door(audience=_A.EVERYBODY, is_machine=True),
    "portal:tracking": _OPEN,
    "portal:tracked": Door(audience=_A.EVERYBODY, is_open_by_code=True),
    "portal:access-log": Door(see=_P.OWN_ACCESS_LOG),
    "portal:my-papers": Door(see=_P.STORE_READ),
    "portal:my-paper-offer": Door(send=_P.STORE_WITHHOLD, data=lambda town, thing: {"withhold": "yes"}),
    "portal:messages": Door(see=_P.OWN_ACCESS_LOG),
    "portal:help": _OPEN,
    "portal:accessibility": _OPEN,
    "portal:privacy": _OPEN,
}


def door_of(address: Address, things: list[Thing], methods: frozenset[str]) -> Door:
    """What the address asks for, said or plain; UndescribedAddress where neither tells."""
    if address.name in DOORS:
        return DOORS[address.name]
    for part, door in _BY_PART_OF_NAME.items():
        if part in address.name:
            return door
    kinds = {thing.resource.kind for thing in things if thing.resource is not None}
    if len(kinds) == 1 and "POST" not in methods:
        return Door(see=READ_OF_KIND[kinds.pop()])
    raise UndescribedAddress(
        f"{address.name} ({address.route}) takes {', '.join(sorted(methods))}: nobody has said which "
        f"permission it asks for. Add a line to DOORS in {__name__}."
    )
