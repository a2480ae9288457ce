"""What the models say stands in the migrations: a column that only code knows is missed at its first use."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

OURS = {each.label for each in apps.get_app_configs() if each.name.startswith("tinhso.")}


def missing(wanted: ProjectState) -> list[str]:
    """What would have to be migrated to come from the migrations to this state, in the words of Django."""
    loader = MigrationLoader(None)
    with override(None):  # names of columns are compared as they were written
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    return [
        f"{app}: {step.describe()}"
        for app in sorted(OURS & changes.keys())
        for migration in changes[app]
        for step in migration.operations
    ]


def test_no_model_is_ahead_of_its_migrations() -> None:
    assert missing(ProjectState.from_apps(apps)) == []


def test_a_column_without_a_migration_is_found() -> None:
    wanted = ProjectState.from_apps(apps)
    wanted.models["identity", "account"].fields["nickname"] = models.TextField(default="")
    assert missing(wanted) == ["identity: Add field nickname to account"]
