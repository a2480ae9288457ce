"""What the population database says of a relation spares its paper, and every page says so."""

from __future__ import annotations

from tests.sites.portal.portal_data import PEOPLE, Town, document, text_of
from tests.sites.portal.test_every_procedure_on_its_pages import boxes
from tests.support.filled_forms import filled
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers.service import own_dossiers
from tinhso.registers.catalogue.service import get_procedure, papers_for

BIRTH = "1.001193"
MARRIED = "Không cần nộp: Cơ sở dữ liệu quốc gia về dân cư đã ghi cha và mẹ là vợ chồng"
CERTIFICATE = "Giấy chứng nhận kết hôn của cha, mẹ"


def written(town: Town, mother: str) -> str:
    """The father's draft with every step answered and every other paper handed in."""
    screen, draft = town.screen("tuan"), town.draft(procedure=BIRTH)
    version = get_procedure(BIRTH, on=town.now.date())
    personal_id, name, birth, *_ = PEOPLE["tuan"]
    wife_id, wifes_name, wifes_birth, *_ = PEOPLE[mother]
    wanted = {
        "personal_id": personal_id,
        "full_name": name,
        "birth": birth,
        "relation": "father",
        "parents_married": "yes",
        "mother": {"full_name": wifes_name, "personal_id": wife_id, "birth": wifes_birth},
    }
    answers = filled(version, on=town.now.date(), wanted=wanted)
    for section in version.sections:
        sent = screen.post(f"/drafts/{draft}/steps/{section.key}", boxes(section.fields, answers))
        assert sent.status_code == 302, text_of(sent)
    needed = [need.paper.key for need in papers_for(version, answers) if need.status == "needed"]
    given = {f"paper_{key}": document() for key in needed if key != "marriage_certificate"}
    screen.post(f"/drafts/{draft}/papers", given)
    return draft


def test_a_father_who_names_his_wife_as_the_mother_brings_no_certificate(
    town: Town, line: SandboxServer
) -> None:
    screen, draft = town.screen("tuan"), written(town, mother="anh")
    papers = text_of(screen.get(f"/drafts/{draft}/papers"))
    assert MARRIED in papers
    assert "paper_marriage_certificate" not in papers
    assert screen.post(f"/drafts/{draft}/submit").status_code == 302
    (filed,) = own_dossiers(actor=town.actors["tuan"], now=town.now)
    own = text_of(screen.get(f"/dossiers/{filed.id}"))
    for words in ("Bạn không cần nộp", CERTIFICATE, MARRIED):
        assert words in own


def test_one_who_names_another_woman_is_asked_for_it(town: Town, line: SandboxServer) -> None:
    screen, draft = town.screen("tuan"), written(town, mother="bay")
    papers = text_of(screen.get(f"/drafts/{draft}/papers"))
    assert MARRIED not in papers
    assert "paper_marriage_certificate" in papers
    assert f"Còn thiếu: {CERTIFICATE}" in text_of(screen.post(f"/drafts/{draft}/submit"))
