"""Services about Projects."""

from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.engine.engine import Engine
from vidgenie.projects import pillars
from vidgenie.services.assets import AssetService
from vidgenie.services.production import ProductionService
from vidgenie.services.progress import ProgressService
from vidgenie.services.project_export import ProjectExportService
from vidgenie.services.runs import RunService
from vidgenie.services.script_taking import ScriptTaking
from vidgenie.services.stages import Stages


@dataclass(frozen=True)
class Projecting:
    """Those services."""

    stages: Stages
    production: ProductionService
    progress: ProgressService
    project_export: ProjectExportService


def projecting(
    ground: Ground, engine: Engine, *, assets: AssetService, runs: RunService
) -> Projecting:
    """Wire them."""
    transaction, reading = ground.transaction, ground.reading
    stages = Stages(reading, ScriptTaking(transaction, now).take_over)
    return Projecting(
        stages=stages,
        production=ProductionService(transaction, reading, runs, stages, pillars.note),
        progress=ProgressService(engine, reading, runs, stages, assets.signed_url),
        project_export=ProjectExportService(reading, ground.storage, stages, now),
    )
