"""What the demonstration citizens of the sandbox have going on: something to try for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tinhso.sites.demonstration.forms import BIRTH, LICENCE, LINKED_BIRTH, RESIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """One case of a demonstration citizen; ``age`` as in an ending, ``written_name`` the name as the desk
    wrote it, where it slipped."""

    procedure: str
    commune: str
    steps: tuple[str, ...]
    age: float
    is_online: bool = True
    wishes: Mapping[str, Any] = field(default_factory=dict)
    written_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCitizen:
    """A demonstration citizen by id, with their cases and the procedure of an unfinished draft."""

    personal_id: str
    cases: tuple[KnownCase, ...] = ()
    draft: str = ""


def _case(
    procedure: str,
    commune: str,
    steps: str,
    age: float,
    *,
    is_online: bool = True,
    wishes: Mapping[str, Any] | None = None,
    written_name: str = "",
) -> KnownCase:
    return KnownCase(
        procedure=procedure,
        commune=commune,
        steps=tuple(steps.split()),
        age=age,
        is_online=is_online,
        wishes=wishes or {},
        written_name=written_name,
    )


_READY = "receive hand_over draft approve"
_ALONE = {"registration_kind": "individual"}

CITIZENS: tuple[KnownCitizen, ...] = (
    KnownCitizen(  # Trần Quốc Tuấn: a fee to pay, a result to fetch, a paper delivered
        personal_id="074085001201",
        cases=(
            _case(LICENCE, "25741", "ask_fee", 3.0, wishes={"licence_class": "B2"}),
            _case(RESIDENCE, "25747", _READY, 2.0, wishes=_ALONE),
            _case(RESIDENCE, "25813", f"{_READY} cash deliver", 40.0, wishes=_ALONE),
        ),
        draft=RESIDENCE,
    ),
    KnownCitizen(  # Nguyễn Thị Hồng Ánh: has to correct a paper; the birth of her child is left to be filed
        personal_id="074188001202",
        cases=(
            _case(
                RESIDENCE,
                "25747",
                "receive hand_over ask_supplement",
                6.0,
                wishes={**_ALONE, "dwelling_kind": "own"},
            ),
        ),
        draft=LINKED_BIRTH,
    ),
    KnownCitizen(  # Trần Văn Bảy, level 1: came to the counter, may read
        personal_id="074048001203",
        cases=(_case(RESIDENCE, "25747", "receive hand_over", 1.0, is_online=False, wishes=_ALONE),),
    ),
    KnownCitizen(  # Lê Minh Khôi, level 1, student
        personal_id="074201001301",
        cases=(
            _case(
                RESIDENCE,
                "25744",
                f"{_READY} cash deliver",
                30.0,
                is_online=False,
                wishes={**_ALONE, "reason": "study"},
            ),
            _case(
                LICENCE,
                "25747",
                "cash receive hand_over",
                4.0,
                is_online=False,
                wishes={"licence_class": "A1"},
            ),
        ),
    ),
    KnownCitizen(  # Võ Thị Út, of whom only the year of birth is known: result ready, not yet paid
        personal_id="074147001401",
        cases=(_case(RESIDENCE, "25747", _READY, 3.0, wishes=_ALONE),),
    ),
    KnownCitizen(  # Thạch Sa Ry, worker from Sóc Trăng
        personal_id="094195001501",
        cases=(
            _case(RESIDENCE, "25966", "receive hand_over draft", 1.0, wishes=_ALONE),
            _case(
                LICENCE,
                "25966",
                "cash receive hand_over ask_supplement",
                44.0,
                wishes={"licence_class": "A1"},
            ),
        ),
    ),
    KnownCitizen(  # Nguyễn Bảo Ngọc, born abroad: just filed
        personal_id="228304001601",
        cases=(_case(RESIDENCE, "25747", "", 1.0, wishes=_ALONE),),
        draft=LICENCE,
    ),
    KnownCitizen(  # Brôi, a name of one word, level 1
        personal_id="070079001701",
        cases=(_case(LICENCE, "25858", "cash receive", 1.0, is_online=False),),
    ),
    KnownCitizen(  # Công Tằng Tôn Nữ Thị Hoàng Kim Phương Uyên: a very long name on every page
        personal_id="046192001801",
        cases=(
            _case(BIRTH, "25942", "receive hand_over draft", 0.5),
            _case(RESIDENCE, "25747", "receive hand_over ask_withdraw", 1.0, wishes=_ALONE),
        ),
    ),
    KnownCitizen(  # Phạm Đức Thắng, business in Bến Cát: a list of workers, a fee to pay
        personal_id="038079001901",
        cases=(
            _case(LICENCE, "25813", "ask_fee", 8.0, wishes={"licence_class": "C"}),
            _case(
                RESIDENCE,
                "25813",
                "receive hand_over",
                9.0,
                wishes={
                    "registration_kind": "list",
                    "number_of_people": "12",
                    "dwelling_kind": "employer",
                },
            ),
        ),
    ),
    KnownCitizen(  # Huỳnh Ngọc Trâm, pupil: refused
        personal_id="074305002001",
        cases=(_case(RESIDENCE, "25747", "refuse", 2.0, wishes={**_ALONE, "reason": "study"}),),
    ),
    KnownCitizen(  # Đặng Thị Hòa: the counter wrote Hoà, which the register does not know as hers
        personal_id="074170002101",
        cases=(
            _case(
                RESIDENCE,
                "25747",
                "receive",
                1.5,
                is_online=False,
                wishes=_ALONE,
                written_name="Đặng Thị Hoà",
            ),
        ),
    ),
)
