"""The simulated systems: which exist, where they stand, and which of them this process serves.

One process serves all of them unless ``SANDBOX_SYSTEMS`` names some (``python -m sandbox serve <system>…``):
each has its own store, so that a drill can run, cut off and kill them one by one.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSystem:
    """A simulated system: its first path, its words on the start page, and its thread, if it has one."""

    name: str
    short: str
    title: str
    about: str
    urls: str
    thread: str = ""


SYSTEMS = {
    system.name: system
    for system in (
        OutsideSystem(
            name="population",
            short="Dân cư",
            title="Cơ sở dữ liệu quốc gia về dân cư",
            about="5.000 người, dịch vụ SOAP tại /population/soap?wsdl.",
            urls="sandbox.population.urls",
        ),
        OutsideSystem(
            name="vneid",
            short="VNeID",
            title="VNeID",
            about="Đăng nhập bằng OpenID Connect, mức 1 và mức 2.",
            urls="sandbox.vneid.urls",
        ),
        OutsideSystem(
            name="payment",
            short="Thanh toán",
            title="Cổng thanh toán",
            about="Khoản thu, trang thanh toán, thông báo kết quả có chữ ký.",
            urls="sandbox.payment.urls",
            thread="sandbox.payment.deliverer.deliver_due",
        ),
        OutsideSystem(
            name="messages",
            short="Tin nhắn",
            title="Tin nhắn",
            about="SMS, thư điện tử, thông báo VNeID đã gửi đến từng người.",
            urls="sandbox.messages.urls",
        ),
        OutsideSystem(
            name="national_portal",
            short="Cổng quốc gia",
            title="Cổng Dịch vụ công quốc gia",
            about="Nhận hồ sơ, tiến độ từ các tỉnh, tự tải tệp về; người dân cũng nộp hồ sơ tại đây.",
            urls="sandbox.national_portal.urls",
            thread="sandbox.national_portal.pulling.pull_due",
        ),
        OutsideSystem(
            name="essential_portal",
            short="Cổng thiết yếu",
            title="Cổng dịch vụ công thiết yếu",
            about="Đẩy hồ sơ mới về tỉnh, nhận trạng thái, yêu cầu bổ sung, phí và kết quả.",
            urls="sandbox.essential_portal.urls",
            thread="sandbox.essential_portal.pushing.push_due",
        ),
        OutsideSystem(
            name="old_one_stop",
            short="Một cửa cũ",
            title="Một cửa điện tử cũ, huyện Phú Giáo",
            about="Phần mềm của nhà cung cấp khác: mã riêng, tình trạng riêng, cán bộ tự sửa hồ sơ.",
            urls="sandbox.old_one_stop.urls",
            thread="sandbox.old_one_stop.signalling.signal_due",
        ),
        OutsideSystem(
            name="gateway",
            short="Trục tích hợp",
            title="Trục tích hợp của tỉnh",
            about="Tra cứu doanh nghiệp, bảo hiểm xã hội, mã số quan hệ ngân sách.",
            urls="sandbox.gateway.urls",
        ),
    )
}


def served_systems() -> list[OutsideSystem]:
    """The systems of this process, in the order of the list."""
    return [system for name, system in SYSTEMS.items() if name in settings.SERVED_SYSTEMS]


def start_threads() -> None:
    """Start what the served systems do by themselves: deliver, push, fetch."""
    from sandbox.background import start_thread

    for system in served_systems():
        if system.thread:
            module, step = system.thread.rsplit(".", 1)
            start_thread(system.name, getattr(import_module(module), step))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: the systems that have pages in this process."""
    return {"served_systems": served_systems()}
