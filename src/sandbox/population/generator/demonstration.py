"""The demonstration citizens: a dozen invented people with fixed ids and known peculiarities."""

from dataclasses import dataclass
from datetime import date

from sandbox.population.generator.households import adopt_parents, marry, settle
from sandbox.population.generator.persons import CARD_ISSUER, card_expiry, commune_address
from sandbox.population.generator.places import BIRTH_COUNTRIES, ORIGIN_PROVINCES
from sandbox.population.generator.records import Address, CitizenRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationCitizen:
    """Somebody to sign in as: id, assurance level, and what makes them interesting."""

    personal_id: str
    level: int
    story: str


DEMONSTRATION_CITIZENS = (
    DemonstrationCitizen(
        personal_id="074085001201", level=2, story="Chủ hộ, cha của hai con; nhà ở Thủ Dầu Một"
    ),
    DemonstrationCitizen(
        personal_id="074188001202", level=2, story="Vừa sinh con ngày 05/7/2023, chưa đăng ký khai sinh"
    ),
    DemonstrationCitizen(
        personal_id="074048001203", level=1, story="Chỉ biết năm sinh; mới có tài khoản mức 1"
    ),
    DemonstrationCitizen(personal_id="074201001301", level=1, story="Sinh viên, tài khoản mức 1"),
    DemonstrationCitizen(
        personal_id="074147001401", level=2, story="Người cao tuổi, chỉ biết năm sinh; ở Dầu Tiếng"
    ),
    DemonstrationCitizen(
        personal_id="094195001501",
        level=2,
        story="Công nhân người Khơ-me, thường trú Sóc Trăng, tạm trú Thuận An",
    ),
    DemonstrationCitizen(
        personal_id="228304001601", level=2, story="Khai sinh ở nước ngoài: ba số đầu là mã quốc gia"
    ),
    DemonstrationCitizen(personal_id="070079001701", level=1, story="Người Xtiêng, tên chỉ có một chữ"),
    DemonstrationCitizen(personal_id="046192001801", level=2, story="Họ tên rất dài"),
    DemonstrationCitizen(
        personal_id="038079001901", level=2, story="Chủ phương tiện, hộ kinh doanh ở Bến Cát"
    ),
    DemonstrationCitizen(personal_id="074305002001", level=2, story="Học sinh lớp 12 ở Tân Uyên"),
    DemonstrationCitizen(
        personal_id="074170002101", level=2, story="Tên và phường đều có chữ Hòa, hai cách đặt dấu"
    ),
    DemonstrationCitizen(
        personal_id="074075002201", level=2, story="Trưởng văn phòng công chứng: đại diện theo pháp luật"
    ),
    DemonstrationCitizen(
        personal_id="074183002301", level=2, story="Giám đốc công ty gốm sứ: đại diện theo pháp luật"
    ),
)


def demonstration_people() -> list[CitizenRecord]:
    """The demonstration citizens with their households."""
    return [*_family_of_tran(), *_single_people()]


def _family_of_tran() -> list[CitizenRecord]:
    home = commune_address("25741", "Số 18/4, đường Yersin, khu phố 5")
    man = _person("074085001201", "Trần", "Quốc", "Tuấn", date(1985, 3, 12), home, "0901000101")
    wife = _person("074188001202", "Nguyễn", "Thị Hồng", "Ánh", date(1988, 11, 2), home, "0901000102")
    elder = _person("074048001203", "Trần", "Văn", "Bảy", 1948, home, "0901000103")
    son = _person("074215001204", "Trần", "Gia", "Huy", date(2015, 9, 1), home, "")
    marry(man, wife)
    elder.marital_status = "widowed"
    adopt_parents(son, father=man, mother=wife)
    adopt_parents(man, father=elder, mother=None)
    return settle([man, wife, elder, son], ["Vợ", "Cha", "Con"], "740000101")


def _single_people() -> list[CitizenRecord]:
    student = _person(
        "074201001301", "Lê", "Minh", "Khôi", date(2001, 6, 9),
        commune_address("25747", "Số 77, đường Cách Mạng Tháng Tám, khu phố 2"), "0901000104",
    )  # fmt: skip
    elder = _person(
        "074147001401", "Võ", "Thị", "Út", 1947,
        commune_address("25777", "Số 5, đường Thống Nhất, khu phố 4A"), "0901000105",
    )  # fmt: skip
    elder.marital_status = "widowed"
    stieng = _person(
        "070079001701", "", "", "Brôi", date(1979, 1, 1),
        commune_address("25858", "Tổ 3, ấp 2"), "0901000108", birth=_province("70"),
    )  # fmt: skip
    stieng.ethnicity = "22"
    long_name = _person(
        "046192001801", "Công Tằng Tôn Nữ", "Thị Hoàng Kim", "Phương Uyên", date(1992, 12, 24),
        commune_address("25942", "Số 240/15, đường Lý Thường Kiệt, khu phố Thống Nhất"),
        "0901000109", birth=Address(province="46", province_name="Tỉnh Thừa Thiên Huế"),
    )  # fmt: skip
    trader = _person(
        "038079001901", "Phạm", "Đức", "Thắng", date(1979, 8, 20),
        commune_address("25813", "Số 301, đường Hùng Vương, khu phố 1"), "0901000110",
        birth=_province("38"),
    )  # fmt: skip
    pupil = _person(
        "074305002001", "Huỳnh", "Ngọc", "Trâm", date(2005, 5, 15),
        commune_address("25888", "Số 12, đường ĐT 746, khu phố 3"), "0901000111",
    )  # fmt: skip
    same_sound = _person(
        "074170002101", "Đặng", "Thị", "Hòa", date(1970, 2, 28),
        commune_address("25759", "Số 9, đường Trần Ngọc Lên, khu phố 1"), "0901000112",
    )  # fmt: skip
    notary = _person(
        "074075002201", "Bùi", "Thanh", "Liêm", date(1975, 6, 1),
        commune_address("25741", "Số 40, đường Huỳnh Văn Cù, khu phố 2"), "0901000113",
    )  # fmt: skip
    director = _person(
        "074183002301", "Lý", "Ngọc", "Thu", date(1983, 9, 9),
        commune_address("25966", "Số 7, đường Nguyễn Trãi, khu phố Chợ"), "0901000114",
    )  # fmt: skip
    people = [
        student, elder, _worker(), _born_abroad(), stieng, long_name, trader, pupil, same_sound, notary,
        director,
    ]  # fmt: skip
    for number, person in enumerate(people):
        settle([person], [], f"7400002{number:02}")
    return people


def _worker() -> CitizenRecord:
    there = Address(province="94", province_name="Tỉnh Sóc Trăng", detail="Ấp 3, huyện Mỹ Xuyên")
    worker = _person(
        "094195001501", "Thạch", "", "Sa Ry", date(1995, 4, 14), there, "0901000106",
        birth=_province("94"),
    )  # fmt: skip
    worker.ethnicity, worker.religion = "05", "Phật giáo"
    room = commune_address("25969", "Số 15/2, đường Thủ Khoa Huân, khu phố Hòa Lân")
    worker.temporary_residence = worker.current_residence = room
    return worker


def _born_abroad() -> CitizenRecord:
    country, name = BIRTH_COUNTRIES["228"]
    return _person(
        "228304001601", "Nguyễn", "Bảo", "Ngọc", date(2004, 10, 30),
        commune_address("25744", "Số 88, đường Phú Lợi, khu phố 7"), "0901000107",
        birth=Address(country=country, detail=name),
    )  # fmt: skip


def _province(code: str) -> Address:
    return Address(province=code, province_name=ORIGIN_PROVINCES[code][0])


def _person(
    personal_id: str,
    family: str,
    middle: str,
    given: str,
    born: date | int,
    home: Address,
    phone: str,
    *,
    birth: Address | None = None,
) -> CitizenRecord:
    birth_date = None if isinstance(born, int) else born
    place = birth or commune_address("25741", "")
    person = CitizenRecord(
        personal_id=personal_id,
        family_name=family,
        middle_name=middle,
        given_name=given,
        sex="male" if personal_id[3] in "02" else "female",
        birth_year=born if isinstance(born, int) else born.year,
        birth_date=birth_date,
        birth_place=place,
        birth_registration=place,
        home_town=place,
        permanent_residence=home,
        current_residence=home,
        phone=phone,
    )
    if person.birth_year < 2009:
        person.card_issued_on, person.card_issuer = date(2021, 5, 20), CARD_ISSUER
        person.card_expires_on = card_expiry(person)
        person.email = f"{personal_id[-4:]}@congdan.example"
    return person
