"""Where a person lives is told in one line wherever that is, so that nobody types what the state knows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tinhso.casework.dossiers.filing.applicant import with_whole_residence
from tinhso.services.verification.service import LAST_DAY_OF_THE_LIST, RESIDENCE_ANYWHERE

pytestmark = pytest.mark.django_db
FULL = "population.residence_full"
FAR = {"population.residence_detail": "Ấp 3", RESIDENCE_ANYWHERE: "Ấp 3, Tỉnh Sóc Trăng"}


def test_a_commune_of_the_province_is_named_by_its_dated_units(province):
    near = {**FAR, "population.residence_commune": "25747"}
    assert with_whole_residence(near, now=province.now)[FULL].startswith("Ấp 3, Phường Phú Cường, ")


@pytest.mark.parametrize("commune", [{}, {"population.residence_commune": "31501"}])
def test_elsewhere_the_national_list_is_used(province, commune):
    assert with_whole_residence({**FAR, **commune}, now=province.now)[FULL] == "Ấp 3, Tỉnh Sóc Trăng"


def test_after_the_list_ended_nothing_is_guessed(province):
    after = datetime.combine(LAST_DAY_OF_THE_LIST + timedelta(days=1), province.now.timetz())
    assert FULL not in with_whole_residence(FAR, now=after)


def test_what_is_told_whole_stays(province):
    assert with_whole_residence({**FAR, FULL: "Như trên thẻ"}, now=province.now)[FULL] == "Như trên thẻ"
