"""An officer moves to another agency from a day on; the open work stays with the old one."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.foundation.clock.service import legal_day, legal_now, new_id
from tinhso.foundation.process.service import assign_tasks, open_tasks_of_officer
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import (
    Post,
    get_agency,
    officers_of,
    posts_of,
    transfer_officer,
    withdraw_planned_post,
)
from tinhso.services.identity import models
from tinhso.services.identity.actions import accounts
from tinhso.services.identity.administering.accounts import (
    check_day,
    check_entries,
    of_another,
    officer_of,
    require_administration,
)
from tinhso.services.identity.errors import UnableToTransferOfficer
from tinhso.services.identity.types import PlannedTransfer, SessionEnd, TransferPlan, WorkToMove

_WAITING = Q(done_at__isnull=True, withdrawn_at__isnull=True)


def plan_transfer(
    *,
    account_id: UUID,
    agency_id: UUID,
    effective_date: dt.date,
    work_to: UUID | None,
    actor: Actor,
    now: dt.datetime,
) -> TransferPlan:
    """What a transfer would do with the officer's open work as it stands now; changes nothing.

    ``work_to`` is the colleague who takes over what their roles allow; the rest, and everything when it is
    None, goes back to the old agency's pool. Refuses day and agencies as ``transfer_account`` does.
    """
    with unit_of_work(actor=actor, now=now) as work:
        return _plan(work, of_another(work, account_id), agency_id, effective_date, work_to)


def transfer_account(
    *,
    account_id: UUID,
    agency_id: UUID,
    title: str,
    roles: Collection[Role],
    effective_date: dt.date,
    work_to: UUID | None,
    expected_tasks: int,
    actor: Actor,
    now: dt.datetime,
) -> TransferPlan:
    """Move an officer to another agency from that day on; returns what it does with the open work.

    From today on it happens at once: sessions end, so that whoever is in the middle of a dossier acts no
    more, and the work moves in the same transaction. On a later day the sessions end by themselves and the
    worker moves the work. Refuses the own account, the same agency, a day in the past, an officer without a
    post, a transfer that waits already, a colleague of another agency, and work that has changed since the
    dry run (``expected_tasks``).
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        check_entries(login=row.username or "", name="–", title=title, roles=roles)
        plan = _plan(work, row, agency_id, effective_date, work_to)
        if len(plan.work) != expected_tasks:
            raise UnableToTransferOfficer(
                "identity.work_changed",
                f"Việc đang mở của cán bộ vừa thay đổi, nay là {len(plan.work)} việc. Hãy xem lại danh sách.",
            )
        transfer_officer(
            work,
            officer_id=officer_of(row),
            title=title,
            agency_id=agency_id,
            roles=roles,
            valid_from=effective_date,
        )
        with acting_as_system(work):
            transfer = models.Transfer.objects.create(
                id=new_id(),
                account=row,
                from_agency_id=plan.from_agency_id,
                to_agency_id=agency_id,
                work_to_id=work_to,
                effective_date=effective_date,
                ordered_at=now,
            )
            if effective_date <= legal_day(now):
                accounts.end_sessions(work, account_id=row.id, reason=SessionEnd.TRANSFERRED)
                _carry_out(work, transfer)
    return plan


def planned_transfer(*, account_id: UUID, actor: Actor, now: dt.datetime) -> PlannedTransfer | None:
    """The transfer of this account that waits for its day, if there is one."""
    with unit_of_work(actor=actor, now=now) as work:
        require_administration(work, account_id)
        with acting_as_system(work):
            row = models.Transfer.objects.filter(_WAITING, account_id=account_id).first()
    if row is None:
        return None
    return PlannedTransfer(
        id=row.id,
        from_agency_id=row.from_agency_id,
        to_agency_id=row.to_agency_id,
        effective_date=row.effective_date,
        work_to=row.work_to_id,
    )


def withdraw_transfer(*, account_id: UUID, actor: Actor, now: dt.datetime) -> None:
    """Take back a transfer whose day has not come; the officer keeps the post and the work."""
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        with acting_as_system(work):
            waiting = models.Transfer.objects.select_for_update().filter(_WAITING, account=row).first()
            if waiting is None or waiting.effective_date <= legal_day(now):
                raise UnableToTransferOfficer(
                    "identity.nothing_to_withdraw", "Không còn quyết định điều chuyển nào chờ đến ngày."
                )
            waiting.withdrawn_at = now
            waiting.save(update_fields=["withdrawn_at"])
        withdraw_planned_post(work, officer_id=officer_of(row), on=legal_day(now))


def take_due_transfers(limit: int = 100) -> int:
    """Move the work of officers whose day has come: the worker's own, each in its own transaction."""
    now, moved = legal_now(), 0
    while moved < limit:
        with unit_of_work(actor=system_actor("transfers"), now=now) as work:
            transfer = (
                models.Transfer.objects.select_for_update(skip_locked=True)
                .filter(_WAITING, effective_date__lte=legal_day(now))
                .order_by("effective_date", "id")
                .first()
            )
            if transfer is None:
                break
            _carry_out(work, transfer)
        moved += 1
    return moved


def _plan(
    work: UnitOfWork, row: models.Account, agency_id: UUID, effective_date: dt.date, work_to: UUID | None
) -> TransferPlan:
    post = _post_to_leave(work, row)
    check_day(effective_date, work.now)
    _check_agencies(post, agency_id, effective_date, work.now)
    colleague_roles = _roles_of_colleague(post, work_to, effective_date)
    return TransferPlan(
        from_agency_id=post.agency_id,
        to_agency_id=agency_id,
        effective_date=effective_date,
        work_to=work_to,
        work=_work(work, post.officer_id, post.agency_id, colleague_roles),
    )


def _post_to_leave(work: UnitOfWork, row: models.Account) -> Post:
    """The one post that the officer holds without end; refuses where the next move is already decided."""
    with acting_as_system(work):
        if models.Transfer.objects.filter(_WAITING, account=row).exists():
            raise UnableToTransferOfficer(
                "identity.transfer_waits",
                "Cán bộ đã có quyết định điều chuyển đang chờ đến ngày. Hãy rút quyết định đó trước.",
            )
    held = posts_of([officer_of(row)]).get(officer_of(row), ())
    if not held or held[0].valid_to is not None:
        raise UnableToTransferOfficer("identity.no_post", "Cán bộ hiện không giữ vị trí nào để điều chuyển.")
    return held[0]


def _check_agencies(post: Post, agency_id: UUID, effective_date: dt.date, now: dt.datetime) -> None:
    if agency_id == post.agency_id:
        message = "Cán bộ đang ở chính cơ quan này; hãy dùng “Đổi chức danh, vai trò”."
        raise UnableToTransferOfficer("identity.same_agency", message, {"agency": message})
    if effective_date <= post.valid_from:
        message = f"Cán bộ giữ vị trí hiện tại từ {post.valid_from:%d/%m/%Y}; ngày điều chuyển phải sau đó."
        raise UnableToTransferOfficer("identity.day_before_post", message, {"effective_date": message})
    agency = get_agency(agency_id)
    if not agency.is_valid_on(effective_date):
        message = f"{agency.name} không hoạt động vào ngày {effective_date:%d/%m/%Y}."
        raise UnableToTransferOfficer("identity.agency_not_standing", message, {"effective_date": message})
    ends = get_agency(post.agency_id).valid_to
    if ends is not None and legal_day(now) < ends < effective_date:
        message = f"Cơ quan hiện tại kết thúc hoạt động từ {ends:%d/%m/%Y}; hãy chọn ngày không muộn hơn."
        raise UnableToTransferOfficer("identity.agency_ends_before", message, {"effective_date": message})


def _roles_of_colleague(post: Post, work_to: UUID | None, effective_date: dt.date) -> frozenset[str]:
    if work_to is None:
        return frozenset()
    colleagues = {one.id: one for one in officers_of(post.agency_id, on=effective_date)}
    colleague = colleagues.get(work_to)
    if colleague is None or work_to == post.officer_id:
        message = "Người nhận việc phải là cán bộ khác, đang công tác ở cơ quan cũ vào ngày đó."
        raise UnableToTransferOfficer("identity.no_colleague", message, {"work_to": message})
    return frozenset(role.value for role in colleague.roles)


def _work(
    work: UnitOfWork, officer_id: UUID, agency_id: UUID, colleague_roles: frozenset[str]
) -> tuple[WorkToMove, ...]:
    with acting_as_system(work):
        found = open_tasks_of_officer(officer_id, agency_id=agency_id)
    return tuple(
        WorkToMove(
            task_id=task.id,
            name=task.name,
            role=task.role,
            case_kind=task.case_kind,
            due_at=task.due_at,
            to_colleague=task.role in colleague_roles,
        )
        for task in found
    )


def _carry_out(work: UnitOfWork, transfer: models.Transfer) -> None:
    """Move the work, as the system; a colleague who has left meanwhile gets nothing."""
    officer_id = officer_of(transfer.account)
    colleagues = {one.id: one for one in officers_of(transfer.from_agency_id, on=legal_day(work.now))}
    colleague = colleagues.get(transfer.work_to_id) if transfer.work_to_id else None
    roles = frozenset(role.value for role in colleague.roles) if colleague else frozenset()
    tasks = _work(work, officer_id, transfer.from_agency_id, roles)
    assign_tasks(
        task_ids=[task.task_id for task in tasks if task.to_colleague], officer_id=transfer.work_to_id
    )
    assign_tasks(task_ids=[task.task_id for task in tasks if not task.to_colleague], officer_id=None)
    transfer.done_at, transfer.moved_tasks = work.now, len(tasks)
    transfer.save(update_fields=["done_at", "moved_tasks"])
    work.record(
        action="officer.work_moved",
        object_kind="officer",
        object_id=officer_id,
        details={
            "agency_id": str(transfer.from_agency_id),
            "to_colleague": sum(task.to_colleague for task in tasks),
            "to_pool": sum(not task.to_colleague for task in tasks),
        },
    )
