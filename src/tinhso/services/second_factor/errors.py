"""What the second factor refuses."""

import datetime as dt

from tinhso.foundation.identifiers.service import DomainError


class UnableToPassSecondStep(DomainError):
    """The typed code does not pass; the attempt was counted."""


class UnableToKeepSecondFactor(DomainError):
    """A second factor cannot be set up, changed or taken away as asked."""


def wrong_code() -> UnableToPassSecondStep:
    """One refusal for every code that does not fit."""
    message = (
        "Mã không đúng, đã dùng hoặc đã hết hạn. Hãy chờ ứng dụng hiện mã mới rồi nhập lại; "
        "nếu vẫn không được, hãy bật giờ tự động trên điện thoại."
    )
    return UnableToPassSecondStep("second_factor.code_wrong", message, {"typed": message})


def closed(until: dt.datetime, now: dt.datetime) -> UnableToPassSecondStep:
    """Too many wrong codes: even a right one does not pass for a while."""
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    wait = f"{minutes} phút" if minutes < 120 else f"{-(-minutes // 60)} giờ"
    return UnableToPassSecondStep(
        "second_factor.closed.too_many_requests",
        f"Đã nhập sai mã quá nhiều lần. Hãy thử lại sau {wait}. Nếu không phải bạn đã nhập, "
        "có người biết mật khẩu của bạn: hãy báo ngay quản trị viên.",
    )
