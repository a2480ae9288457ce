"""A small process for the tests: a permit handled by two agencies, with a supplement and a fee."""

from __future__ import annotations

from decimal import Decimal

from tinhso.foundation.process.service import (
    CITIZEN,
    SYSTEM,
    ActionDefinition,
    ButtonKind,
    ClockPhase,
    Duration,
    ProcessDefinition,
    StateDefinition,
    TaskDefinition,
    TimeUnit,
)

ROLES = frozenset({"reception_officer", "specialist", "leader"})
GUARDS = frozenset({"fee_paid", "papers_complete"})
STATUSES = frozenset(range(1, 11))
# from, to of the national table of dossier statuses (0: before any)
STATUS_MOVES = frozenset(
    {
        (0, 1), (0, 2), (1, 2), (1, 3), (1, 5), (1, 6), (1, 7), (2, 4), (2, 5), (2, 7), (2, 9), (4, 4),
        (4, 5), (4, 6), (4, 7), (4, 8), (4, 9), (5, 1), (5, 4), (5, 2), (5, 7), (5, 8), (6, 4), (6, 2),
        (6, 8), (6, 7), (7, 8), (7, 4), (8, 10), (9, 10), (3, 10),
    }
)  # fmt: skip
THIRTY_DAYS = Duration(Decimal(30), TimeUnit.CALENDAR_DAY)

RECEIVE = TaskDefinition(key="hand_over", name="Chuyển hồ sơ", role="reception_officer", hours=Decimal(2))
EXAMINE = TaskDefinition(key="examine", name="Thẩm định", role="specialist", hours=Decimal(12))
CONFIRM = TaskDefinition(
    key="confirm", name="Xác nhận cư trú", role="specialist", competence="commune_police", hours=Decimal(8)
)
APPROVE = TaskDefinition(key="approve", name="Phê duyệt", role="leader", hours=Decimal(2))

PERMIT = ProcessDefinition(
    key="permit",
    initial="new",
    states=(
        StateDefinition(
            key="new",
            name="Mới nộp",
            status=1,
            clock=ClockPhase.NOT_STARTED,
            public_text="Cơ quan đã nhận được hồ sơ nộp trực tuyến.",
        ),
        StateDefinition(
            key="received",
            name="Đã tiếp nhận",
            status=2,
            clock=ClockPhase.RUNNING,
            tasks=(RECEIVE,),
            public_text="Hồ sơ đã được tiếp nhận.",
        ),
        StateDefinition(
            key="processing",
            name="Thẩm định tại hai cơ quan",
            status=4,
            clock=ClockPhase.RUNNING,
            tasks=(EXAMINE, CONFIRM),
            on_all_done="approving",
            public_text="Cơ quan đang thẩm định.",
        ),
        StateDefinition(
            key="approving",
            name="Chờ phê duyệt",
            status=4,
            clock=ClockPhase.RUNNING,
            tasks=(APPROVE,),
            public_text="Lãnh đạo đang xem xét.",
        ),
        StateDefinition(
            key="supplement",
            name="Chờ bổ sung",
            status=5,
            clock=ClockPhase.STOPPED,
            stop_reason="supplement",
            timer=THIRTY_DAYS,
            timer_action="give_up",
            public_text="Cần bổ sung giấy tờ.",
        ),
        StateDefinition(
            key="rejected",
            name="Không tiếp nhận",
            status=3,
            clock=ClockPhase.ENDED,
            public_text="Hồ sơ không được tiếp nhận.",
        ),
        StateDefinition(
            key="stopped",
            name="Dừng xử lý",
            status=8,
            clock=ClockPhase.ENDED,
            public_text="Hồ sơ đã dừng xử lý.",
        ),
        StateDefinition(
            key="done", name="Đã xong", status=9, clock=ClockPhase.ENDED, public_text="Đã có kết quả."
        ),
        StateDefinition(
            key="returned", name="Đã trả", status=10, clock=ClockPhase.ENDED, public_text="Đã trả kết quả."
        ),
    ),
    actions=(
        ActionDefinition(
            key="receive",
            name="Tiếp nhận",
            from_states=("new",),
            to="received",
            who="reception_officer",
            guards=("papers_complete",),
            button_kind=ButtonKind.PRIMARY,
        ),
        ActionDefinition(
            key="reject",
            name="Từ chối",
            from_states=("new",),
            to="rejected",
            who="reception_officer",
            needs_note=True,
            button_kind=ButtonKind.WARNING,
        ),
        ActionDefinition(
            key="hand_over",
            name="Chuyển xử lý",
            from_states=("received",),
            to="processing",
            who="reception_officer",
            completes="hand_over",
        ),
        ActionDefinition(
            key="examine",
            name="Thẩm định đạt",
            from_states=("processing",),
            to=None,
            who="specialist",
            completes="examine",
        ),
        ActionDefinition(
            key="confirm",
            name="Xác nhận",
            from_states=("processing",),
            to=None,
            who="specialist",
            completes="confirm",
        ),
        ActionDefinition(
            key="ask_supplement",
            name="Yêu cầu bổ sung",
            from_states=("processing",),
            to="supplement",
            who="specialist",
            needs_note=True,
        ),
        ActionDefinition(
            key="supplement", name="Nộp bổ sung", from_states=("supplement",), to="processing", who=CITIZEN
        ),
        ActionDefinition(
            key="give_up", name="Quá hạn bổ sung", from_states=("supplement",), to="stopped", who=SYSTEM
        ),
        ActionDefinition(
            key="approve",
            name="Phê duyệt",
            from_states=("approving",),
            to="done",
            who="leader",
            completes="approve",
            button_kind=ButtonKind.PRIMARY,
        ),
        ActionDefinition(
            key="send_back", name="Trả lại", from_states=("approving",), to="processing", who="leader"
        ),
        ActionDefinition(
            key="return_result",
            name="Trả kết quả",
            from_states=("done", "stopped", "rejected"),
            to="returned",
            who="reception_officer",
        ),
    ),
)
