"""Whether a running dossier may go on under another version of its procedure. Pure.

A dossier keeps the version it was received under. It is moved only to mend a version that was published with
a mistake, and only where nothing that was promised or is being done would change under people's hands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from tinhso.foundation.process.service import StateDefinition
from tinhso.registers.catalogue.service import ProcedureCase, ProcedureVersion


class Misfit(StrEnum):
    """Why a dossier stays where it is."""

    ENDED = "ended"
    STATE = "state"
    WORK = "work"
    CASE = "case"
    TIME = "time"
    FEE = "fee"
    ANSWERS = "answers"
    PAPERS = "papers"


MISFIT_TEXTS: Mapping[Misfit, str] = {
    Misfit.ENDED: "Hồ sơ đã kết thúc.",
    Misfit.STATE: "Phiên bản kia không có bước mà hồ sơ đang đứng, hoặc bước ấy có trạng thái khác.",
    Misfit.WORK: "Việc đang mở ở bước này do cơ quan, vai trò khác làm hoặc có hạn khác theo phiên bản kia.",
    Misfit.CASE: "Phiên bản kia không có trường hợp (cách nộp, đối tượng) của hồ sơ.",
    Misfit.TIME: "Hồ sơ đã tính thời hạn, mà thời hạn của phiên bản kia khác: ngày hẹn trả không được đổi.",
    Misfit.FEE: "Phí, lệ phí của phiên bản kia khác số đã báo cho người nộp.",
    Misfit.ANSWERS: "Tờ khai của phiên bản kia hỏi thêm, hoặc không nhận điều người nộp đã khai.",
    Misfit.PAPERS: "Phiên bản kia cần thêm giấy tờ mà hồ sơ chưa có.",
}


def misfit_of_process(
    before: ProcedureVersion, after: ProcedureVersion, *, state: str, case_key: str, is_received: bool
) -> Misfit | None:
    """The first reason in the process, the time or the fee; None where the dossier may go on."""
    old_state = before.process.state(state)
    new_state = next((each for each in after.process.states if each.key == state), None)
    if new_state is None or not _reads_alike(old_state, new_state):
        return Misfit.STATE
    if old_state.tasks != new_state.tasks or _waiting(old_state) != _waiting(new_state):
        return Misfit.WORK
    old_case, new_case = _case(before, case_key), _case(after, case_key)
    if old_case is None or new_case is None or old_case.channel != new_case.channel:
        return Misfit.CASE
    if is_received and (old_case.duration, old_case.cut_off) != (new_case.duration, new_case.cut_off):
        return Misfit.TIME
    return Misfit.FEE if _asked(old_case) != _asked(new_case) else None


def lacks_papers(needed: Collection[str], needed_before: Collection[str], held: Collection[str]) -> bool:
    """Whether the other version asks for a paper that is not there and was not asked for before."""
    return bool(set(needed) - set(needed_before) - set(held))


def _reads_alike(old: StateDefinition, new: StateDefinition) -> bool:
    return (old.status, old.clock) == (new.status, new.clock)


def _waiting(state: StateDefinition) -> tuple[object, ...]:
    return (state.on_all_done, state.timer, state.timer_action)


def _case(version: ProcedureVersion, key: str) -> ProcedureCase | None:
    return next((case for case in version.cases if case.key == key), None)


def _asked(case: ProcedureCase) -> tuple[object, ...]:
    return (case.fee.amount_vnd, case.fee.when, case.fee.per, case.fee.count_field)
