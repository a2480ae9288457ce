"""What can go wrong with a payment, said in Vietnamese."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToRequestFee(DomainError):
    """A fee must be a positive amount with a description."""


class UnableToPayFee(DomainError):
    """The fee is not open for payment."""

    @classmethod
    def because_paid(cls) -> UnableToPayFee:
        """It has been paid."""
        return cls("fee.already_paid", "Khoản phí này đã được nộp. Bạn không cần nộp lại.")

    @classmethod
    def because_cancelled(cls) -> UnableToPayFee:
        """It has been cancelled."""
        return cls("fee.cancelled", "Khoản phí này đã được hủy. Bạn không cần nộp.")


class UnableToCancelFee(DomainError):
    """A paid fee is not cancelled but paid back."""


class UnableToReachGateway(DomainError):
    """The gateway does not answer or does not take the order; ``reason`` is a closed word."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "payment.gateway_unavailable",
            "Cổng thanh toán đang tạm ngừng. Hồ sơ của bạn vẫn được giữ nguyên; bạn hãy thử lại sau ít phút.",
        )
        self.reason = reason


class UnableToTakeCallback(DomainError):
    """A callback that is not signed by the gateway or contradicts the order; audited, no effect."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"callback.{reason}", "Thông báo thanh toán không được chấp nhận.")
        self.reason = reason


class UnableToCancelReceipt(DomainError):
    """The receipt was cancelled before, its case has ended, or no reason is given."""


class UnableToKeepCash(DomainError):
    """What was asked does not fit the day's book of cash."""

    @classmethod
    def because_closed(cls) -> UnableToKeepCash:
        """The officer has closed the day."""
        return cls(
            "cash.day_closed",
            "Sổ tiền mặt của ngày này đã chốt nên không ghi thêm được. Nhờ đồng nghiệp chưa chốt sổ thu, "
            "hoặc thu vào ngày làm việc sau.",
        )
