"""What an officer reads whose second step was taken away."""

from __future__ import annotations

from tinhso.registers.agencies.service import officer_names
from tinhso.services.second_factor.service import Removal
from tinhso.sites.frame.service import moment


def removal_text(removal: Removal | None) -> str:
    """Who did it and when, and what to do if it was not asked for; empty when nothing was taken away."""
    if removal is None:
        return ""
    name = officer_names([removal.by]).get(removal.by, "")
    return (
        f"Quản trị viên {name} đã gỡ bước xác nhận thứ hai của bạn vào {moment(removal.at)}. "
        "Nếu bạn không đề nghị việc này, hãy đổi mật khẩu và báo ngay cho lãnh đạo cơ quan."
    )
