"""The words of figures, and in one sentence each how they are counted."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.casework.dossiers.service import Channel, DayFigure, Figure, SparedBy
from tinhso.coordination.statistics.types import Dimension, UseFigure
from tinhso.foundation.process.service import LoadFigure

FIGURES: Mapping[Figure, str] = {
    Figure.RECEIVED: "Tiếp nhận trong kỳ",
    Figure.CARRIED_OVER: "Kỳ trước chuyển sang",
    Figure.ON_TIME: "Xong đúng hạn",
    Figure.LATE: "Xong quá hạn",
    Figure.OPEN_IN_TIME: "Đang giải quyết, trong hạn",
    Figure.OPEN_STOPPED: "Tạm dừng, chờ người nộp",
    Figure.OPEN_LATE: "Đang giải quyết, quá hạn",
    Figure.NOT_YET_RECEIVED: "Chờ tiếp nhận",
    Figure.NEVER_RECEIVED: "Không tiếp nhận",
}
DEFINITIONS: tuple[str, ...] = (
    "Mỗi hồ sơ tính cho cơ quan chủ trì giải quyết; tiếp nhận trong kỳ cộng kỳ trước chuyển sang luôn bằng "
    "tổng của năm cột xong và đang giải quyết.",
    "Hồ sơ xong đúng hạn khi có kết quả, hoặc dừng xử lý, trước khi giờ làm việc trôi qua sau hạn ghi trong "
    "sổ thời gian làm việc: xong tối ngày cuối hạn vẫn là đúng hạn.",
    "Hồ sơ quá hạn khi giờ làm việc đã trôi qua sau hạn đó; thời gian tạm dừng chờ người nộp bổ sung hoặc "
    "nộp phí không tính, và hạn được dời đúng bằng thời gian ấy khi hồ sơ được xử lý tiếp; ngày hẹn lại "
    "trong phiếu xin lỗi không dời hạn này.",
    "Hồ sơ tạm dừng là hồ sơ mà đồng hồ đang dừng và chưa quá hạn lúc dừng; hồ sơ đã quá hạn từ trước lúc "
    "dừng vẫn là quá hạn.",
    "Chờ tiếp nhận và không tiếp nhận (từ chối hoặc rút trước khi tiếp nhận) không nằm trong các cột trên.",
)
DAY_FIGURES: Mapping[DayFigure, str] = {
    DayFigure.REGISTERED: "Lập tại quầy",
    DayFigure.RECEIVED: "Tiếp nhận",
    DayFigure.REFUSED: "Từ chối tiếp nhận",
    DayFigure.SUPPLEMENT_ASKED: "Yêu cầu bổ sung",
    DayFigure.HANDED_OVER: "Chuyển xử lý",
    DayFigure.APPROVED: "Phê duyệt",
    DayFigure.RETURNED: "Trả cho người nộp",
    DayFigure.CASH: "Thu tiền mặt",
}
SPARED: Mapping[SparedBy, str] = {
    SparedBy.REGISTER: "Nhờ cơ sở dữ liệu, ủy quyền đã có",
    SparedBy.STORE: "Nhờ kho giấy tờ đã số hóa",
}
SPARED_DEFINITIONS: tuple[str, ...] = (
    "Tính hồ sơ nộp trong kỳ, cho cơ quan chủ trì giải quyết.",
    "Một giấy tờ không phải nộp nhờ cơ sở dữ liệu khi thủ tục cho miễn và dữ kiện đó đã có lúc nộp; nhờ kho "
    "khi người nộp dùng giấy đã số hóa, đã chứng nhận, hoặc kết quả của tỉnh thay cho việc nộp.",
    "Tờ khai lập từ biểu mẫu điện tử không tính vào đây.",
)
USE_FIGURES: Mapping[UseFigure, str] = {
    UseFigure.ASKED: "Đã hỏi",
    UseFigure.ANSWERED: "Đã trả lời",
    UseFigure.FOUND: "Có thông tin, khớp",
    UseFigure.NOT_FOUND: "Không có, không khớp",
    UseFigure.NOT_PERMITTED: "Không được phép",
    UseFigure.WAITING: "Đang chờ",
    UseFigure.STALE: "Trả lời đã cũ",
}
USE_DEFINITIONS: tuple[str, ...] = (
    "Tính câu hỏi gửi trong kỳ: xác thực người nộp với CSDL dân cư tính cho cơ quan chủ trì hồ sơ; tra cứu "
    "doanh nghiệp, bảo hiểm, mã ĐVQHNS tính cho cơ quan của cán bộ tra cứu.",
    "Đã trả lời cộng đang chờ luôn bằng đã hỏi; có, không có và không được phép cộng lại bằng đã trả lời.",
    "Trung vị thời gian chờ tính từ lúc hỏi đến lúc trả lời, của những câu đã có trả lời.",
    "Trả lời đã cũ khi số liệu của nó quá số ngày đang đặt cho cơ sở dữ liệu đó.",
)
DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.AGENCY: "Cơ quan",
    Dimension.UNIT: "Đơn vị hành chính",
    Dimension.PROCEDURE: "Thủ tục",
    Dimension.CHANNEL: "Hình thức nộp",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.ONLINE: "Trực tuyến",
    Channel.COUNTER: "Tại quầy",
    Channel.POST: "Bưu chính",
}
LOAD_FIGURES: Mapping[LoadFigure, str] = {
    LoadFigure.OPEN: "Việc đang mở",
    LoadFigure.LATE: "Quá hạn",
    LoadFigure.DUE_TODAY: "Hết hạn hôm nay",
    LoadFigure.DUE_NEXT: "Sẽ quá hạn nếu không xong trong ngày làm việc tới",
}
ROLE_NAMES: Mapping[str, str] = {
    "reception_officer": "cán bộ một cửa",
    "specialist": "chuyên viên",
    "leader": "lãnh đạo",
}
