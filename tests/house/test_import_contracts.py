"""Every contract of .importlinter catches a planted violation, and the clean tree and the real one pass."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.house.planted_tree import CONTRACTS, REPOSITORY, build_tree

FLOORS = "A floor imports only floors below it, and nothing imports config"
DOORS = "Other rooms use a room only through service and events"
PURE = "Engines and rules compute: no Django, no database, no clock, no input or output"
BEHIND = "Behind the door each file uses only what stands below it"
PARTS = "Dossiers stand in parts behind their one door"
REVIEWED = "Reviewing files stands over the catalogue that is read"
VIEWS = "Views of the portal stand over what lays its pages out"
COUNTER = "The counter stands over the rest of the desk; finding leads to it"
STYLE = "The style page of the frame stands over the frame itself"
ACCOUNTS = "Administering accounts stands over signing in"
ACTING = "Acting on feedback and reading it do not know each other"
LOOKING_UP = "Looking up and verifying people do not know each other behind their one door"
FORMS = "How the demonstration fills in forms knows no story"
PROCESS = "The rules of process stand below its tables"
STAFFING = "Officers stand over units and agencies behind their one door"
KEEPING = "The exchange keeps its rows between what it does and the words of other systems"
RINGS = "No rings between neighbours, at any depth"


@dataclass(frozen=True)
class Plant:
    """One forbidden import, and the contract that must break (others may break with it)."""

    file: str
    text: str
    contract: str


def imports(file: str, module: str, contract: str) -> Plant:
    package, _, name = module.rpartition(".")
    statement = f"from {package} import {name}" if package else f"import {name}"
    return Plant(file=f"src/{file}", text=f"\n{statement}\n", contract=contract)


PLANTS = {
    "a lower floor imports a higher one": imports(
        "tinhso/registers/people/models.py", "tinhso.casework.dossiers.service", FLOORS
    ),
    "the foundation imports a register": imports(
        "tinhso/foundation/audit/models.py", "tinhso.registers.people.service", FLOORS
    ),
    "a site imports config": imports("tinhso/sites/portal/views.py", "tinhso.config", FLOORS),
    "a floor nobody planned": Plant("src/tinhso/attic/__init__.py", "", FLOORS),
    "a site imports another": imports(
        "tinhso/sites/portal/views.py",
        "tinhso.sites.onestop.service",
        "Sites stand on the frame and do not know each other",
    ),
    "a room nobody planned": Plant(
        "src/tinhso/casework/parcels/service.py", "", "Rooms of casework do not know each other"
    ),
    "statistics imports programme": imports(
        "tinhso/coordination/statistics/models.py",
        "tinhso.coordination.programme.service",
        "Coordination: programme over lines over statistics over the rest",
    ),
    "casework rooms know each other": imports(
        "tinhso/casework/dossiers/models.py",
        "tinhso.casework.cleaning.service",
        "Rooms of casework do not know each other",
    ),
    "services know each other": imports(
        "tinhso/services/payments/models.py",
        "tinhso.services.notices.service",
        "Rooms of services do not know each other",
    ),
    "registers know each other": imports(
        "tinhso/registers/catalogue/models.py",
        "tinhso.registers.agencies.service",
        "Registers do not know each other",
    ),
    "audit imports authority": imports(
        "tinhso/foundation/audit/models.py",
        "tinhso.foundation.authority.service",
        "The foundation is layered",
    ),
    "the clock imports identifiers": imports(
        "tinhso/foundation/clock/models.py",
        "tinhso.foundation.identifiers.service",
        "The foundation is layered",
    ),
    "the ledger imports files, its neighbour": imports(
        "tinhso/foundation/ledger/models.py", "tinhso.foundation.files.service", "The foundation is layered"
    ),
    "text imports linkage": imports(
        "tinhso/engines/text/rules.py",
        "tinhso.engines.linkage.service",
        "Engines do not know each other, except that all may use text",
    ),
    "a site goes round the door": imports(
        "tinhso/sites/portal/views.py", "tinhso.casework.dossiers.models", DOORS
    ),
    "a room imports another as a whole": imports(
        "tinhso/casework/dossiers/models.py", "tinhso.registers.people", DOORS
    ),
    "the console goes round the door": imports(
        "tinhso/sites/console/commands.py", "tinhso.foundation.clock.models", DOORS
    ),
    "models import queries": imports(
        "tinhso/casework/dossiers/models.py", "tinhso.casework.dossiers.queries", BEHIND
    ),
    "rules import Django": imports("tinhso/casework/dossiers/rules.py", "django.db.models", PURE),
    "rules import their own models": imports(
        "tinhso/casework/dossiers/rules.py", "tinhso.casework.dossiers.models", PURE
    ),
    "rules ask a register": imports(
        "tinhso/casework/dossiers/rules.py", "tinhso.registers.people.service", PURE
    ),
    "an engine reads the time": imports("tinhso/engines/linkage/rules.py", "time", PURE),
    "the exchange draws lots": imports("tinhso/engines/sync/core.py", "random", PURE),
    "an engine opens a socket": imports("tinhso/engines/vision/rules.py", "socket", PURE),
    "a nested rule imports psycopg": imports("tinhso/casework/cleaning/rules/names.py", "psycopg", PURE),
    "signing in administers accounts": imports(
        "tinhso/services/identity/actions/signing.py",
        "tinhso.services.identity.administering.accounts",
        ACCOUNTS,
    ),
    "reading feedback acts on it": imports(
        "tinhso/casework/feedback/queries/lists.py", "tinhso.casework.feedback.actions.steps", ACTING
    ),
    "verifying people looks up": imports(
        "tinhso/services/verification/actions/ask.py",
        "tinhso.services.verification.looking_up.asking",
        LOOKING_UP,
    ),
    "forms of the demonstration know its stories": imports(
        "tinhso/sites/demonstration/forms/case.py", "tinhso.sites.demonstration.telling", FORMS
    ),
    "the words of a portal know the rows": imports(
        "tinhso/coordination/exchange/adapters/national.py",
        "tinhso.coordination.exchange.keeping.rows",
        KEEPING,
    ),
    "a rule of process knows its tables": imports(
        "tinhso/foundation/process/rules/clock.py", "tinhso.foundation.process.models", PROCESS
    ),
    "handling a dossier moves many": imports(
        "tinhso/casework/dossiers/handling/steps.py", "tinhso.casework.dossiers.moving.versions", PARTS
    ),
    "loading the province knows its officers": imports(
        "tinhso/registers/agencies/actions/loading.py",
        "tinhso.registers.agencies.staffing.posts",
        STAFFING,
    ),
    "the record of dossiers knows how they are filed": imports(
        "tinhso/casework/dossiers/record/rows.py", "tinhso.casework.dossiers.filing.entry", PARTS
    ),
    "reading dossiers handles them": imports(
        "tinhso/casework/dossiers/reading/rows.py", "tinhso.casework.dossiers.handling.steps", PARTS
    ),
    "reading the catalogue knows how files are reviewed": imports(
        "tinhso/registers/catalogue/queries.py", "tinhso.registers.catalogue.reviewing.files", REVIEWED
    ),
    "what lays pages out knows a view": imports(
        "tinhso/sites/portal/visits.py", "tinhso.sites.portal.views", VIEWS
    ),
    "the lists know the counter": imports(
        "tinhso/sites/onestop/lists.py", "tinhso.sites.onestop.counter.filling", COUNTER
    ),
    "filing dossiers knows their reserve numbers": imports(
        "tinhso/casework/dossiers/filing/entry.py", "tinhso.casework.dossiers.reserve.entering", PARTS
    ),
    "what administration shares knows a part": imports(
        "tinhso/sites/administration/visits.py",
        "tinhso.sites.administration.holidays.listed",
        "Parts of administration stand over what they share, and do not know each other",
    ),
    "the frame knows its style page": imports(
        "tinhso/sites/frame/service.py", "tinhso.sites.frame.style.views", STYLE
    ),
    "the sandbox imports the product": imports(
        "sandbox/population/views.py",
        "tinhso.foundation.clock.service",
        "The sandbox shares no code with the product",
    ),
    "the product imports the sandbox": imports(
        "tinhso/services/verification/models.py",
        "sandbox.population",
        "The product does not know that it talks to a sandbox",
    ),
    "neighbouring modules in a ring": Plant(
        "src/tinhso/casework/dossiers/forms.py",
        "\nfrom tinhso.casework.dossiers import forms_apart\n",
        RINGS,
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Broken contracts of the clean tree and of each plant, found by one run of import-linter."""
    root = build_tree(tmp_path_factory.mktemp("house"))
    for name in ("queries", "forms_apart"):
        ring = "from tinhso.casework.dossiers import forms\n" if name == "forms_apart" else ""
        (root / f"src/tinhso/casework/dossiers/{name}.py").write_text(ring)
    (root / "src/tinhso/casework/dossiers/forms.py").write_text("")
    for module in (
        "registers/catalogue/queries",
        "sites/portal/visits",
        "sites/portal/views",
        "sites/onestop/lists",
        "sites/administration/visits",
        "sites/demonstration/telling",
    ):
        (root / f"src/tinhso/{module}.py").write_text("")
    for module in (
        "casework/dossiers/record/rows",
        "casework/dossiers/reading/rows",
        "casework/dossiers/handling/steps",
        "casework/dossiers/filing/entry",
        "casework/dossiers/moving/versions",
        "casework/feedback/queries/lists",
        "casework/feedback/actions/steps",
        "services/identity/actions/signing",
        "services/identity/administering/accounts",
        "services/verification/actions/ask",
        "services/verification/looking_up/asking",
        "registers/agencies/actions/loading",
        "registers/agencies/staffing/posts",
        "coordination/exchange/adapters/national",
        "coordination/exchange/keeping/rows",
        "foundation/process/rules/clock",
        "casework/dossiers/reserve/entering",
        "sites/onestop/counter/filling",
        "registers/catalogue/reviewing/files",
        "sites/frame/style/views",
        "sites/administration/holidays/listed",
        "sites/demonstration/forms/case",
    ):
        file = root / f"src/tinhso/{module}.py"
        file.parent.mkdir()
        (file.parent / "__init__.py").write_text("")
        file.write_text("")
    result = subprocess.run(
        [sys.executable, "-m", "tests.house.lint_planted", str(root), str(CONTRACTS)],
        input=json.dumps({name: asdict(plant) for name, plant in PLANTS.items()}),
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(REPOSITORY)])},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, list[str]] = json.loads(result.stdout)
    return found


def test_the_clean_tree_keeps_every_contract(broken: dict[str, list[str]]) -> None:
    assert broken["clean"] == []


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_import_breaks_its_contract(name: str, broken: dict[str, list[str]]) -> None:
    assert PLANTS[name].contract in broken[name]


def test_every_contract_is_proved_by_a_plant() -> None:
    text = CONTRACTS.read_text(encoding="utf-8")
    names = {line.removeprefix("name = ") for line in text.splitlines() if line.startswith("name = ")}
    assert names == {plant.contract for plant in PLANTS.values()}


def test_the_house_keeps_every_contract() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
