"""The words of administration for what rooms know as codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.service import DelegationEnd, DelegationState
from tinhso.services.identity.service import AccountState, LockReason
from tinhso.sites.frame.service import Option, Tone

ROLES: Mapping[Role, str] = {
    Role.RECEPTION_OFFICER: "Cán bộ một cửa",
    Role.SPECIALIST: "Chuyên viên",
    Role.LEADER: "Lãnh đạo",
    Role.ADMINISTRATOR: "Quản trị",
    Role.INSPECTOR: "Thanh tra dữ liệu",
    Role.CONTROLLER: "Kiểm soát thủ tục",
}
ROLE_HINTS: Mapping[Role, str] = {
    Role.RECEPTION_OFFICER: "Tiếp nhận, thu phí, trả kết quả",
    Role.SPECIALIST: "Thẩm định, soạn kết quả",
    Role.LEADER: "Phê duyệt, trả lại dự thảo",
    Role.ADMINISTRATOR: "Tài khoản, ngày nghỉ, cơ quan; không xem hồ sơ",
    Role.INSPECTOR: "Kiểm tra việc truy cập dữ liệu",
    Role.CONTROLLER: "Theo dõi số liệu của cơ quan và cơ quan trực thuộc; không xem nội dung hồ sơ",
}
ROLE_OPTIONS = tuple(Option(value=role.value, label=ROLES[role], hint=ROLE_HINTS[role]) for role in Role)

STATES: Mapping[AccountState, tuple[str, Tone]] = {
    AccountState.ACTIVE: ("Đang dùng", "done"),
    AccountState.GUESSED: ("Tạm dừng đăng nhập", "waiting"),
    AccountState.WAITING_CHANGE: ("Chờ đặt mật khẩu", "waiting"),
    AccountState.LOCKED: ("Đã khóa", "stopped"),
    AccountState.WITHOUT_POST: ("Chưa có vị trí hôm nay", "neutral"),
}
LOCK_REASONS: Mapping[LockReason, str] = {
    LockReason.LEFT: "Nghỉ việc, nghỉ hưu",
    LockReason.LEAVE: "Nghỉ dài ngày",
    LockReason.COMPROMISED: "Nghi bị lộ mật khẩu hoặc bị lợi dụng",
    LockReason.REQUEST: "Theo đề nghị của cơ quan",
}
ACTIONS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("identity.account_opened", "done"): ("Mở tài khoản", "done"),
    ("identity.account_disabled", "done"): ("Khóa tài khoản, kết thúc mọi phiên", "stopped"),
    ("identity.account_enabled", "done"): ("Mở khóa tài khoản", "done"),
    ("identity.sessions_ended", "done"): ("Kết thúc mọi phiên đăng nhập", "stopped"),
    ("identity.code_issued", "done"): ("Cấp mã dùng một lần", "waiting"),
    ("identity.password_set", "done"): ("Đặt mật khẩu mới", "neutral"),
    ("identity.signed_in", "done"): ("Đăng nhập", "neutral"),
    ("identity.signed_in", "refused"): ("Đăng nhập không thành công", "problem"),
    ("delegation.given", "done"): ("Ủy quyền phê duyệt", "running"),
    ("delegation.ended", "done"): ("Kết thúc ủy quyền phê duyệt", "stopped"),
    ("second_factor.enabled", "done"): ("Bật bước xác nhận thứ hai", "done"),
    ("second_factor.enabled", "refused"): ("Nhập sai mã khi bật bước xác nhận thứ hai", "problem"),
    ("second_factor.passed", "done"): ("Qua bước xác nhận thứ hai", "neutral"),
    ("second_factor.passed", "refused"): ("Nhập sai mã xác nhận", "problem"),
    ("second_factor.codes_renewed", "done"): ("Tạo mã dự phòng mới", "neutral"),
    ("second_factor.disabled", "done"): ("Tắt bước xác nhận thứ hai", "stopped"),
    ("second_factor.reset", "done"): ("Gỡ bước xác nhận thứ hai vì mất điện thoại", "stopped"),
    ("second_factor.reset_seen", "done"): ("Cán bộ đã đọc tin gỡ bước xác nhận", "neutral"),
    ("officer.appointed", "done"): ("Bổ nhiệm", "done"),
    ("officer.duties_changed", "done"): ("Đổi chức danh, vai trò", "running"),
    ("officer.transferred", "done"): ("Điều chuyển cơ quan", "running"),
    ("officer.work_moved", "done"): ("Việc đang mở ở lại cơ quan cũ", "running"),
    ("officer.transfer_withdrawn", "done"): ("Rút quyết định điều chuyển", "neutral"),
    ("officer.released", "done"): ("Thôi giữ vị trí", "stopped"),
    ("account.administer", "refused"): ("Việc quản trị bị từ chối", "problem"),
}
DELEGATION_STATES: Mapping[DelegationState, tuple[str, Tone]] = {
    DelegationState.RUNNING: ("Đang hiệu lực", "done"),
    DelegationState.PLANNED: ("Sắp bắt đầu", "waiting"),
    DelegationState.OVER: ("Đã kết thúc", "neutral"),
}
DELEGATION_ENDS: Mapping[DelegationEnd, str] = {
    DelegationEnd.BY_HAND: "Được kết thúc sớm",
    DelegationEnd.POST_ENDED: "Kết thúc vì một trong hai người thôi giữ vị trí",
    DelegationEnd.LOCKED: "Kết thúc vì tài khoản của một trong hai người bị khóa",
}
CASE_KINDS: Mapping[str, str] = {"dossier": "Hồ sơ", "feedback": "Phản ánh, kiến nghị"}
TASK_ROLES: Mapping[str, str] = {role.value: label for role, label in ROLES.items()}


def role_names(roles: Iterable[Role]) -> str:
    """Roles as a page lists them."""
    held = set(roles)
    return ", ".join(ROLES[role] for role in Role if role in held)
