"""Names of people, by people, sex and generation. Lists and weights are our own estimate."""

from dataclasses import dataclass
from random import Random

FAMILY_NAMES = {
    "Nguyễn": 360, "Trần": 115, "Lê": 95, "Phạm": 66, "Huỳnh": 52, "Võ": 44, "Phan": 40,
    "Đặng": 24, "Bùi": 21, "Hồ": 18, "Đỗ": 17, "Ngô": 16, "Dương": 15, "Hoàng": 15, "Trương": 14,
    "Đinh": 11, "Lý": 10, "Lâm": 9, "Mai": 8, "Đoàn": 8, "Trịnh": 7, "Cao": 7, "Vũ": 7, "Tô": 5,
    "Hà": 5, "Lương": 5, "Thái": 4, "Châu": 4, "Tạ": 4, "Phùng": 4, "Quách": 3, "Kiều": 3,
    "Từ": 2, "Văn": 2, "La": 2, "Nghiêm": 2, "Mạc": 1, "Viên": 1, "Ông": 1, "Ưng": 1,
}  # fmt: skip
MIDDLE_NAMES = {
    "male": (
        "Văn", "Văn", "Văn", "Hữu", "Đức", "Minh", "Quốc", "Thanh", "Hoàng", "Ngọc", "Công",
        "Xuân", "Thành", "Anh", "Gia", "Nhật", "Trọng", "Đình", "Chí", "Phước", "Tấn", "Bá",
    ),
    "female": (
        "Thị", "Thị", "Thị", "Thị", "Ngọc", "Thanh", "Kim", "Mỹ", "Thu", "Hồng", "Bích", "Thùy",
        "Thị Ngọc", "Thị Kim", "Thị Thu", "Thị Mỹ", "Hoàng", "Phương", "Minh", "Bảo", "Khánh",
    ),
}  # fmt: skip
GIVEN_NAMES = {
    ("male", "elder"): (
        "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Út", "Sang", "Đực", "Lành", "Phước",
        "Lộc", "Thọ", "Rạng", "Bền", "Cội", "Đảnh", "Ẩn", "Nghĩa", "Nhơn", "Hòa", "Thạnh", "Ơn",
    ),
    ("male", "adult"): (
        "Hùng", "Dũng", "Tuấn", "Thành", "Hải", "Sơn", "Bình", "Cường", "Phong", "Long", "Khoa",
        "Trung", "Hiếu", "Tâm", "Đạt", "Quang", "Nam", "Tài", "Lợi", "Phúc", "Vinh", "Thắng",
        "Đông", "Thủy", "Hòa", "Duy", "Nhân", "Toàn", "Kiệt", "Ngà", "Thuận", "Quý", "Khuyến",
    ),
    ("male", "child"): (
        "Khang", "Khôi", "Bảo", "Huy", "Nguyên", "Đăng", "Minh", "Quân", "Phát", "Thịnh", "Kiên",
        "Khải", "An", "Lâm", "Phong", "Hưng", "Tú", "Đức", "Nhật", "Vương", "Gia Huy", "Phước",
    ),
    ("female", "elder"): (
        "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Út", "Lài", "Huệ", "Sen", "Đẹp",
        "Mười", "Ngọt", "Thơm", "Gái", "Nết", "Hường", "Cúc", "Mận", "Lựu", "Lụa", "Hoà", "Ẩm",
    ),
    ("female", "adult"): (
        "Hương", "Lan", "Hoa", "Thảo", "Trang", "Linh", "Nga", "Hằng", "Hạnh", "Dung", "Thủy",
        "Yến", "Phượng", "Loan", "Tuyết", "Vân", "Trinh", "Ngân", "Diễm", "Hiền", "Nhung", "Oanh",
        "Quyên", "Xuân", "Thúy", "Hà", "Liên", "Giang", "Đào", "Thoa", "Thuỳ", "Uyên", "Ánh",
    ),
    ("female", "child"): (
        "Anh", "My", "Vy", "Ngân", "Nhi", "Trâm", "Hân", "Thư", "Ngọc", "Quỳnh", "Trúc", "Châu",
        "Khuê", "Tiên", "Uyên", "An Nhiên", "Bảo Ngọc", "Tường Vi", "Như", "Yến", "Đan", "Mai",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name in its three parts; any of them but the last may be blank."""

    family: str
    middle: str
    given: str


# Names of the peoples who live in the province beside the Kinh: code -> sex -> (family, middle,
# given). Some have one word only, some an apostrophe, some put the clan last.
MINORITY_NAMES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "02": {
        "male": (
            ("Nông", "Hoàng", "Lương"),
            ("Văn", "Đức"),
            ("Thuận", "Chiến", "Lưu", "Páo"),
        ),
        "female": (
            ("Nông", "Vi", "Lục"),
            ("Thị",),
            ("Mới", "Hiên", "Nguyệt", "Pảng"),
        ),
    },
    "04": {
        "male": (
            ("Trương", "Quách", "Tăng", "Mạch", "Lưu"),
            ("Chí", "Gia", ""),
            ("Vinh", "Hào", "Cường", "Phú"),
        ),
        "female": (
            ("Trương", "Quách", "Tăng", "Lâm"),
            ("Mỹ", "Tú", "Bội"),
            ("Linh", "Nghi", "Phấn", "Quyên"),
        ),
    },
    "05": {
        "male": (
            ("Thạch", "Sơn", "Danh", "Kim", "Châu"),
            ("", "Sô", "Sa"),
            ("Phia", "Rây", "Thươl", "Chanh Đa", "Vannara"),
        ),
        "female": (
            ("Thạch", "Sơn", "Thị", "Danh"),
            ("", "Thị", "Sa"),
            ("Sa Ry", "Sô Phi", "Đa Ni", "Phol Ly"),
        ),
    },
    "06": {
        "male": (
            ("Quách", "Bùi", "Đinh"),
            ("Văn", "Công"),
            ("Dậu", "Thiện", "Ọc", "Nhưng"),
        ),
        "female": (
            ("Quách", "Bùi", "Đinh"),
            ("Thị",),
            ("Ẻm", "Thiều", "Ban", "Xiêm"),
        ),
    },
    "12": {
        "male": (
            ("Y",),
            ("",),
            ("Bhiăm Niê", "Thuin Mlô", "Khăm Kbuôr", "Wen Êban"),
        ),
        "female": (
            ("H'Len", "H'Nhung", "H'Bluên"),
            ("",),
            ("Niê", "Mlô", "Kbuôr", "Ayŭn"),
        ),
    },
    "17": {
        "male": (
            ("Chế", "Đạo", "Bá", "Từ"),
            ("Văn", "Thanh", ""),
            ("Linh", "Chân", "Sơn", "Mách"),
        ),
        "female": (
            ("Chế", "Đàng", "Kiều", "Thị"),
            ("Thị", ""),
            ("Hà Nê", "Mâng", "Rô Phi Á", "Sanh"),
        ),
    },
    "22": {
        "male": (
            ("Điểu",),
            ("", "Văn"),
            ("Xuân", "Nhớ", "Brôi", "Lên", "Thé"),
        ),
        "female": (
            ("Thị",),
            ("",),
            ("Mương", "Ngách", "Hươi", "Sa Rum", "Giáo"),
        ),
    },
}  # fmt: skip
ETHNICITIES = {
    "01": ("Kinh", 9080), "02": ("Tày", 90), "04": ("Hoa", 320), "05": ("Khơ-me", 260),
    "06": ("Mường", 70), "12": ("Ê-đê", 110), "17": ("Chăm", 60), "22": ("Xtiêng", 90),
}  # fmt: skip
PATRILINEAL = frozenset({"02", "04", "06"})
SINGLE_WORD_NAMES = {
    "male": ("Brôi", "Lơ", "Điểu", "Sôm", "Yăng"),
    "female": ("Mương", "Giê", "Sanh", "Rum", "Ẻm"),
}
LONG_NAMES = {
    "male": (
        ("Nguyễn Phước", "Hoàng Bảo Thiên", "Trường Sơn"),
        ("Trần Lê", "Nguyễn Đăng Khoa", "Vĩnh Thịnh"),
    ),
    "female": (
        ("Công Tằng Tôn Nữ", "Thị Hoàng Kim", "Phương Uyên"),
        ("Huyền Tôn Nữ", "Ngọc Thảo Quỳnh", "Anh Thư"),
    ),
}


class NameGiver:
    """Gives names that fit a person's people, sex and generation."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def ethnicity(self) -> str:
        """The people a family belongs to."""
        codes = list(ETHNICITIES)
        weights = [weight for _, weight in ETHNICITIES.values()]
        return self._random.choices(codes, weights)[0]

    def name(self, *, ethnicity: str, sex: str, birth_year: int, family: str | None = None) -> PersonName:
        """A name; ``family`` hands down the father's family name among the Kinh."""
        curiosity = self._random.randrange(1000)
        if curiosity < 3:
            return PersonName(family="", middle="", given=self._random.choice(SINGLE_WORD_NAMES[sex]))
        if curiosity < 6:
            parts = self._random.choice(LONG_NAMES[sex])
            return PersonName(family=parts[0], middle=parts[1], given=parts[2])
        if ethnicity != "01":
            return self._minority_name(ethnicity, sex, family)
        return PersonName(
            family=family or self.family_name(),
            middle=self._random.choice(MIDDLE_NAMES[sex]),
            given=self._random.choice(GIVEN_NAMES[sex, generation_of(birth_year)]),
        )

    def family_name(self) -> str:
        """A Kinh family name by its frequency."""
        return self._random.choices(list(FAMILY_NAMES), list(FAMILY_NAMES.values()))[0]

    def _minority_name(self, ethnicity: str, sex: str, family: str | None) -> PersonName:
        families, middles, givens = MINORITY_NAMES[ethnicity][sex]
        handed_down = family if ethnicity in PATRILINEAL else None
        return PersonName(
            family=handed_down or self._random.choice(families),
            middle=self._random.choice(middles),
            given=self._random.choice(givens),
        )


def generation_of(birth_year: int) -> str:
    """elder (before 1960), adult, or child (from 2000)."""
    if birth_year < 1960:
        return "elder"
    return "adult" if birth_year < 2000 else "child"
