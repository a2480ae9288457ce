"""Who may do what, as a page for people: from the table of grants and the processes of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tinhso.casework.dossiers.record.placing import permission_for
from tinhso.foundation.authority.permissions import GRANTS
from tinhso.foundation.authority.types import Grant, Role
from tinhso.foundation.process.service import CITIZEN, LEAD, SYSTEM, ActionDefinition, ProcessDefinition
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER, ProcedureVersion, read_procedure

ROLES = {
    Role.RECEPTION_OFFICER: "cán bộ một cửa",
    Role.SPECIALIST: "chuyên viên",
    Role.LEADER: "lãnh đạo",
    Role.ADMINISTRATOR: "quản trị",
    Role.INSPECTOR: "thanh tra dữ liệu",
    Role.CONTROLLER: "kiểm soát thủ tục",
}
_AGENCIES = {
    LEAD: "cơ quan chủ trì",
    "commune_police": "công an xã",
    "commune_committee": "UBND xã",
    "social_insurance": "bảo hiểm xã hội",
    "transport_department": "Sở GTVT",
}
_GUARDS = {
    "papers_complete": "đủ giấy tờ bắt buộc",
    "fee_paid": "đã nộp phí",
    "draft_present": "có dự thảo",
    "signed": "đã ký",
}

_HEAD = """# Ai được làm gì

Trang này được vẽ từ mã nguồn (`python -m tools.pages`): bảng quyền trong
`foundation/authority/permissions.py` và quy trình của từng thủ tục trong danh mục. Một phép kiểm tra so
trang với mã, nên trang không thể cũ.

Cách đọc:

- Cán bộ phải giữ **vai trò** ở **cơ quan có tham gia hồ sơ** (có dòng trong `authority_access`); quyền ghi
  “mọi cơ quan” thì không hỏi cơ quan. Công dân phải **là chủ hồ sơ** và có tài khoản VNeID đủ mức.
- Thao tác hoàn thành một việc chỉ làm được ở cơ quan đang giữ việc đó; thao tác khác thuộc cơ quan chủ
  trì, hoặc cơ quan đang có việc mở của cùng vai trò.
- Ai không mở được một hồ sơ hay phản ánh thì với mọi thao tác trên nó cũng chỉ nhận câu trả lời “không tìm
  thấy” (404), giống hệt khi nó không tồn tại. Ai mở được mà không có quyền làm thì được nói rõ (403). Mỗi lần
  từ chối được ghi vào nhật ký.
- Mọi địa chỉ, phương thức và vai trò được thử trong `tests/trust/test_every_address.py` theo chính bảng này.
- Hệ thống của nơi khác (qua giao diện lập trình) làm được việc mà **mục đích** đã thỏa thuận cho phép, với hồ
  sơ của cơ quan trong thỏa thuận.
- Hệ thống (bộ đếm thời gian, câu trả lời của các cơ sở dữ liệu) làm được mọi việc mà quy trình cho phép.
- Quyền ghi “ủy quyền được” có thể được lãnh đạo **ủy quyền** cho một cán bộ cùng cơ quan, từ một thời điểm
  đến một thời điểm. Ủy quyền tự hết đúng giờ, hoặc khi một trong hai người thôi giữ vị trí hay bị khóa tài
  khoản; không được ủy quyền lại. Người soạn dự thảo không phê duyệt dự thảo đó, kể cả khi được ủy quyền.
  Diễn biến hồ sơ và nhật ký ghi người làm và người được thay mặt.
- Khóa thứ hai là bảo mật theo hàng của PostgreSQL: không ai thấy dòng nào ngoài hồ sơ của mình hoặc của cơ
  quan mình, kể cả khi mã có lỗi.
"""


def authorisation_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *_grants(), *_matrix(), *_procedures(), ""])


def _grants() -> Iterator[str]:
    yield "## Bảng quyền\n"
    yield "| Quyền | Mã | Công dân | Cán bộ | Hệ thống khác | Cơ quan | Ủy quyền được |"
    yield "|---|---|---|---|---|---|---|"
    for permission, grant in GRANTS.items():
        cells = [grant.meaning, f"`{permission.value}`", _citizen(grant), _officers(grant)]
        cells += [_client(grant), _place(grant)]
        cells.append("có" if grant.delegable else "–")
        yield _row(cells)


def _matrix() -> Iterator[str]:
    """Every permission against everybody who can come: nothing is left to be worked out."""
    yield "\n## Ai × thao tác\n"
    yield "● được, với hồ sơ của mình hoặc của cơ quan mình; ◆ được ở mọi cơ quan; ○ ai cũng được; – không.\n"
    yield _row(["Mã", "Chưa đăng nhập", "Công dân mức 1", "Công dân mức 2", *ROLES.values()])
    yield _row(["---"] * (4 + len(ROLES)))
    for permission, grant in GRANTS.items():
        citizens = [
            _mark(grant, grant.citizen_level is not None and grant.citizen_level <= n) for n in (1, 2)
        ]
        officers = [_mark(grant, role in grant.roles) for role in ROLES]
        yield _row([f"`{permission.value}`", _mark(grant, False), *citizens, *officers])


def _mark(grant: Grant, holds: bool) -> str:
    if grant.anyone:
        return "○"
    return ("◆" if grant.any_agency else "●") if holds else "–"


def _procedures() -> Iterator[str]:
    for version in _latest():
        process = version.process
        yield f"\n## {version.code} {version.title} (bản {version.version})\n"
        yield "| Thao tác | Từ bước | Người làm | Quyền | Việc được hoàn thành | Điều kiện |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(_action_cells(process, action)) for action in process.actions)


def _action_cells(process: ProcessDefinition, action: ActionDefinition) -> list[str]:
    states = ", ".join(process.state(key).name for key in action.from_states)
    conditions = [_GUARDS[guard] for guard in action.guards]
    if action.needs_note:
        conditions.append("ghi lý do")
    return [
        f"{action.name} (`{action.key}`)",
        states,
        _who(action),
        f"`{permission_for(action).value}`" if action.who != SYSTEM else "–",
        _task(process, action),
        ", ".join(conditions) or "–",
    ]


def _who(action: ActionDefinition) -> str:
    if action.who == SYSTEM:
        return "hệ thống"
    grant = GRANTS[permission_for(action)]
    officers = [ROLES[role] for role in Role if role in grant.roles]
    return ", ".join([*(["chủ hồ sơ"] if action.who == CITIZEN else []), *officers])


def _task(process: ProcessDefinition, action: ActionDefinition) -> str:
    if action.completes is None:
        return "–"
    tasks = (process.state(key).task(action.completes) for key in action.from_states)
    return ", ".join(
        dict.fromkeys(f"{task.name} ({_AGENCIES[task.competence]})" for task in tasks if task is not None)
    )


def _client(grant: Grant) -> str:
    return f"mục đích `{grant.client_purpose}`" if grant.client_purpose is not None else "–"


def _citizen(grant: Grant) -> str:
    if grant.anyone:
        return "ai cũng được"
    return f"chủ, mức {grant.citizen_level}" if grant.citizen_level is not None else "–"


def _officers(grant: Grant) -> str:
    if grant.anyone:
        return "ai cũng được"
    return ", ".join(ROLES[role] for role in Role if role in grant.roles) or "–"


def _place(grant: Grant) -> str:
    if not grant.roles:
        return "–"
    return "mọi cơ quan" if grant.any_agency else "cơ quan có tham gia"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _latest() -> list[ProcedureVersion]:
    """The newest version of each procedure, in the order of their codes."""
    newest: dict[str, ProcedureVersion] = {}
    for path in sorted(PROCEDURES_FOLDER.glob("*/*.yaml")):
        version = read_procedure(path)
        newest[version.code] = version
    return list(newest.values())
