"""Every way in which signing in is refused, with what the person can do about it."""

from enum import StrEnum

from tinhso.foundation.identifiers.service import DomainError


class SignInRefusal(StrEnum):
    """Why a sign-in was refused; the code that logs and tests name."""

    PROVIDER_UNAVAILABLE = "identity.provider_unavailable"
    ATTEMPT_UNKNOWN = "identity.attempt_unknown"
    ATTEMPT_EXPIRED = "identity.attempt_expired"
    NOT_AGREED = "identity.not_agreed"
    CODE_REFUSED = "identity.code_refused"
    TOKEN_UNREADABLE = "identity.token_unreadable"  # noqa: S105
    TOKEN_EXPIRED = "identity.token_expired"  # noqa: S105
    TOKEN_OF_ANOTHER_SYSTEM = "identity.token_of_another_system"  # noqa: S105
    TOKEN_REPLAYED = "identity.token_replayed"  # noqa: S105
    ANOTHER_PERSON = "identity.another_person"
    CLAIMS_INCOMPLETE = "identity.claims_incomplete"
    ACCOUNT_DISABLED = "identity.account_disabled"


_BEGIN_AGAIN = " Bạn hãy đăng nhập lại từ đầu."
_MESSAGES = {
    SignInRefusal.PROVIDER_UNAVAILABLE: (
        "Hệ thống VNeID đang không phản hồi nên chưa đăng nhập được. "
        "Bạn hãy thử lại sau ít phút; hồ sơ đang soạn vẫn được giữ."
    ),
    SignInRefusal.ATTEMPT_UNKNOWN: (
        "Lần đăng nhập này đã được dùng hoặc không bắt đầu từ trình duyệt này." + _BEGIN_AGAIN
    ),
    SignInRefusal.ATTEMPT_EXPIRED: "Đã quá 10 phút kể từ khi bắt đầu đăng nhập." + _BEGIN_AGAIN,
    SignInRefusal.NOT_AGREED: (
        "Bạn chưa đồng ý cho VNeID chia sẻ thông tin với Cổng dịch vụ công, nên chưa đăng nhập được."
    ),
    SignInRefusal.CODE_REFUSED: "VNeID không chấp nhận mã đăng nhập này." + _BEGIN_AGAIN,
    SignInRefusal.TOKEN_UNREADABLE: (
        "Xác nhận đăng nhập không mang chữ ký hợp lệ của VNeID, nên không được chấp nhận." + _BEGIN_AGAIN
    ),
    SignInRefusal.TOKEN_EXPIRED: "Xác nhận đăng nhập của VNeID đã hết hạn." + _BEGIN_AGAIN,
    SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM: (
        "Xác nhận đăng nhập này được cấp cho một hệ thống khác, nên không được chấp nhận." + _BEGIN_AGAIN
    ),
    SignInRefusal.TOKEN_REPLAYED: (
        "Xác nhận đăng nhập này thuộc về một lần đăng nhập khác, nên không được chấp nhận." + _BEGIN_AGAIN
    ),
    SignInRefusal.ANOTHER_PERSON: (
        "Thông tin trong xác nhận đăng nhập thuộc về hai người khác nhau, nên không được chấp nhận."
        + _BEGIN_AGAIN
    ),
    SignInRefusal.CLAIMS_INCOMPLETE: (
        "VNeID không gửi đủ thông tin cần để đăng nhập (số định danh, họ tên, mức độ tài khoản). "
        "Bạn hãy kiểm tra tài khoản trong ứng dụng VNeID."
    ),
    SignInRefusal.ACCOUNT_DISABLED: (
        "Tài khoản này đã bị khóa trên Cổng dịch vụ công. Bạn hãy liên hệ Trung tâm Phục vụ hành chính công."
    ),
}


class UnableToSignIn(DomainError):
    """The sign-in was refused; nothing was changed."""

    def __init__(self, refusal: SignInRefusal) -> None:
        super().__init__(refusal.value, _MESSAGES[refusal])
        self.refusal = refusal


class UnableToKeepAccount(DomainError):
    """An account cannot be made or changed as asked."""


class UnableToTransferOfficer(DomainError):
    """An officer cannot be moved as asked; post, work and sessions stay as they are."""
