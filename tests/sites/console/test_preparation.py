"""Each step is done once, again when its inputs change, and learns only what it may know."""

import json
import sys
from pathlib import Path

import pytest

from tinhso.sites.console.supervisor import preparation
from tinhso.sites.console.supervisor.preparation import Preparation, Step, UnableToPrepare
from tinhso.sites.console.supervisor.surroundings import share_of

ENVIRONMENT = {
    "DATABASE_URL": "postgresql://app@127.0.0.1/x",
    "TINHSO_DATABASE_OWNER_URL": "postgresql://owner@127.0.0.1/x",
    "TINHSO_SECRET_KEY": "s",
    "SANDBOX_VAR_DIR": "/somewhere",
}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "data.csv").write_text("one")
    monkeypatch.setattr(preparation, "_SOURCE", folder)
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Preparation:
    said: list[str] = []
    return Preparation(
        var=tmp_path, mark=str(tmp_path), environment={}, say=said.append, should_stop=lambda: False
    )


def counting_step(tmp_path: Path) -> Step:
    code = f"open({str(tmp_path / 'count')!r}, 'a').write('x')"
    return Step(name="count", title="đếm", command=(sys.executable, "-c", code), inputs=("*.csv",))


def count(tmp_path: Path) -> int:
    return len((tmp_path / "count").read_text())


def test_a_step_is_done_once(tmp_path: Path, source: Path, work: Preparation) -> None:
    for _ in range(3):
        work.run([counting_step(tmp_path)], store="database")
    assert count(tmp_path) == 1


def test_a_step_is_done_again_when_its_data_changes(tmp_path: Path, source: Path, work: Preparation) -> None:
    work.run([counting_step(tmp_path)], store="database")
    (source / "data.csv").write_text("two")
    work.run([counting_step(tmp_path)], store="database")
    assert count(tmp_path) == 2


def test_a_step_is_done_again_for_another_database(tmp_path: Path, source: Path, work: Preparation) -> None:
    work.run([counting_step(tmp_path)], store="database")
    work.run([counting_step(tmp_path)], store="another database")
    assert count(tmp_path) == 2


def test_a_step_is_done_again_when_what_it_left_is_gone(
    tmp_path: Path, source: Path, work: Preparation
) -> None:
    code = f"open({str(tmp_path / 'keys')!r}, 'a').write('x')"
    step = Step(name="keys", title="khoá", command=(sys.executable, "-c", code), leaves="keys")
    work.run([step], store="database")
    (tmp_path / "keys").unlink()
    work.run([step], store="database")
    assert (tmp_path / "keys").exists()


def test_a_failed_step_says_why_and_is_tried_again(tmp_path: Path, source: Path, work: Preparation) -> None:
    failing = Step(
        name="fails", title="hỏng", command=(sys.executable, "-c", "raise SystemExit('không có bảng')")
    )
    for _ in range(2):
        with pytest.raises(UnableToPrepare, match="không có bảng"):
            work.run([failing], store="database")


def test_steps_after_a_failed_one_are_not_done(tmp_path: Path, source: Path, work: Preparation) -> None:
    failing = Step(name="fails", title="hỏng", command=(sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(UnableToPrepare):
        work.run([failing, counting_step(tmp_path)], store="database")
    assert not (tmp_path / "count").exists()


def test_only_the_migration_learns_of_the_owner() -> None:
    audiences = {step.name: step.audience for step in preparation.HOUSE_STEPS}
    assert [name for name, audience in audiences.items() if audience == "owner"] == ["migrate"]
    assert "TINHSO_DATABASE_OWNER_URL" not in share_of(ENVIRONMENT, "house")
    assert "TINHSO_DATABASE_OWNER_URL" in share_of(ENVIRONMENT, "owner")


def test_the_sandbox_learns_nothing_of_the_house(tmp_path: Path, source: Path, work: Preparation) -> None:
    code = f"import json, os; json.dump(dict(os.environ), open({str(tmp_path / 'seen')!r}, 'w'))"
    work.environment = ENVIRONMENT
    step = Step(name="see", title="xem", command=(sys.executable, "-c", code), audience="sandbox")
    work.run([step], store="database")
    seen = json.loads((tmp_path / "seen").read_text())
    assert seen["SANDBOX_VAR_DIR"] == "/somewhere"
    assert "DATABASE_URL" not in share_of(ENVIRONMENT, "sandbox")
    assert seen.get("TINHSO_SECRET_KEY") != "s"
