"""Places: the communes of Bình Dương in 2023, provinces people come from, countries of birth."""

import csv
from dataclasses import replace
from functools import cache
from importlib.resources import files
from random import Random

from sandbox.population.generator.records import Address

PROVINCE = "74"
PROVINCE_NAME = "Tỉnh Bình Dương"
# How many people a district holds, relative to the others (industrial south, rural north).
DISTRICT_WEIGHTS = {
    "718": 32, "719": 10, "720": 11, "721": 30, "722": 9, "723": 36, "724": 46, "725": 60, "726": 8,
}  # fmt: skip
ORIGIN_PROVINCES = {
    "79": ("Thành phố Hồ Chí Minh", 30), "70": ("Tỉnh Bình Phước", 22), "72": ("Tỉnh Tây Ninh", 14),
    "75": ("Tỉnh Đồng Nai", 16), "80": ("Tỉnh Long An", 8), "38": ("Tỉnh Thanh Hóa", 30),
    "40": ("Tỉnh Nghệ An", 28), "42": ("Tỉnh Hà Tĩnh", 14), "96": ("Tỉnh Cà Mau", 26),
    "94": ("Tỉnh Sóc Trăng", 30), "91": ("Tỉnh Kiên Giang", 26), "89": ("Tỉnh An Giang", 30),
    "87": ("Tỉnh Đồng Tháp", 22), "36": ("Tỉnh Nam Định", 10), "01": ("Thành phố Hà Nội", 6),
    "66": ("Tỉnh Đắk Lắk", 12), "48": ("Thành phố Đà Nẵng", 4), "51": ("Tỉnh Quảng Ngãi", 10),
}  # fmt: skip
# Births registered abroad carry a country in place of a province. The numbers are illustrative
# (chưa xác minh); what matters is that no province has them.
BIRTH_COUNTRIES = {"228": ("US", "Hoa Kỳ"), "138": ("KH", "Cam-pu-chia"), "122": ("TW", "Đài Loan")}
STREETS = (
    "Yersin", "Cách Mạng Tháng Tám", "Đại lộ Bình Dương", "Thích Quảng Đức", "Lê Hồng Phong",
    "Phú Lợi", "Huỳnh Văn Lũy", "Nguyễn Trãi", "Trần Hưng Đạo", "ĐT 743", "ĐT 746", "Lý Thường Kiệt",
    "Nguyễn An Ninh", "Lê Văn Tách", "Bùi Ngọc Thu", "Hồ Văn Cống", "30 Tháng 4", "Ngô Gia Tự",
)  # fmt: skip


@cache
def units() -> tuple[dict[str, str], ...]:
    """The administrative units of the province as of 2023."""
    source = files("sandbox.population") / "data" / "units_2023.csv"
    return tuple(csv.DictReader(source.read_text("utf-8").splitlines()))


@cache
def communes() -> tuple[Address, ...]:
    """The 91 communes, each as an address without house and street."""
    districts = {unit["gso_code"]: unit["name"] for unit in units() if unit["level"] == "district"}
    return tuple(
        Address(
            province=PROVINCE,
            province_name=PROVINCE_NAME,
            district=unit["parent_code"],
            district_name=districts[unit["parent_code"]],
            commune=unit["gso_code"],
            commune_name=unit["name"],
        )
        for unit in units()
        if unit["level"] == "commune"
    )


def commune(code: str) -> Address:
    """One commune by its code."""
    return next(address for address in communes() if address.commune == code)


class PlaceFinder:
    """Finds places for people to be born and to live in."""

    def __init__(self, random: Random) -> None:
        self._random = random
        sizes: dict[str, int] = {}
        for address in communes():
            sizes[address.district] = sizes.get(address.district, 0) + 1
        self._weights = [DISTRICT_WEIGHTS[a.district] / sizes[a.district] for a in communes()]

    def commune(self) -> Address:
        """A commune of the province, by its weight."""
        return self._random.choices(communes(), self._weights)[0]

    def home(self) -> Address:
        """A home in the province."""
        place = self.commune()
        return replace(place, detail=self.house(rural=place.commune_name.startswith("Xã")))

    def house(self, *, rural: bool) -> str:
        """House and street, or group and hamlet."""
        if rural:
            return f"Tổ {self._random.randint(1, 18)}, ấp {self._random.randint(1, 9)}"
        number = str(self._random.randint(1, 480))
        if self._random.random() < 0.4:
            number = f"{number}/{self._random.randint(1, 60)}"
        return f"Số {number}, đường {self._random.choice(STREETS)}, khu phố {self._random.randint(1, 9)}"

    def origin(self) -> Address:
        """Another province, by how many of its people came here."""
        code = self._random.choices(
            list(ORIGIN_PROVINCES), [weight for _, weight in ORIGIN_PROVINCES.values()]
        )[0]
        return Address(province=code, province_name=ORIGIN_PROVINCES[code][0])

    def abroad(self) -> tuple[str, Address]:
        """A country of birth: its three digits in a personal id, and the address."""
        digits = self._random.choice(sorted(BIRTH_COUNTRIES))
        country, name = BIRTH_COUNTRIES[digits]
        return digits, Address(country=country, detail=name)
