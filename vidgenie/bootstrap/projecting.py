"""Services about Projects."""

from dataclasses import dataclass

from vidgenie.bootstrap.ground import Ground, now
from vidgenie.bootstrap.making import Making
from vidgenie.domain.account import Account
from vidgenie.engine.engine import Engine
from vidgenie.media.sound.beds import BEDS
from vidgenie.projects import pillars
from vidgenie.services.assets import AssetService
from vidgenie.services.credits import CreditService
from vidgenie.services.production import ProductionService
from vidgenie.services.progress import ProgressService
from vidgenie.services.project_export import ProjectExportService
from vidgenie.services.project_making import ProjectMaker
from vidgenie.services.project_rules import Rules
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.projects import ProjectService
from vidgenie.services.quick import QuickService
from vidgenie.services.receipts import ReceiptService
from vidgenie.services.script_taking import ScriptTaking
from vidgenie.services.segment_changes import SegmentChanges
from vidgenie.services.segments import SegmentService
from vidgenie.services.stages import Stages
from vidgenie.services.template_filling import filled


@dataclass(frozen=True)
class Projecting:
    """Those services."""

    stages: Stages
    projects: ProjectService
    segments: SegmentService
    production: ProductionService
    quick: QuickService
    progress: ProgressService
    project_export: ProjectExportService


def projecting(  # noqa: PLR0913  # what the services stand on
    ground: Ground,
    engine: Engine,
    made: Making,
    *,
    assets: AssetService,
    credit_service: CreditService,
    receipts: ReceiptService,
) -> Projecting:
    """Wire them."""
    transaction, reading = ground.transaction, ground.reading
    taking = ScriptTaking(transaction, now)
    stages = Stages(reading, taking.take_over)
    rules = Rules(ground.providers, BEDS)
    changes = SegmentChanges(rules, now)
    production = ProductionService(transaction, reading, made.runs, stages, pillars.note, changes)
    viewer = ProjectViewer(
        assets.signed_url, lambda one: credit_service.standing(one).available, production.to_come
    )

    def defaults(account: Account) -> dict[str, str]:
        return {"video": ground.settings.video_provider, **made.preferences.defaults(account)}

    projects = ProjectService(
        transaction,
        reading,
        now,
        engine,
        rules,
        ProjectMaker(rules, now, defaults, filled),
        viewer,
        taking.take_over,
    )
    return Projecting(
        stages=stages,
        projects=projects,
        segments=SegmentService(transaction, reading, now, rules, changes, viewer),
        production=production,
        quick=QuickService(reading, projects, production),
        progress=ProgressService(engine, reading, made.runs, stages, viewer),
        project_export=ProjectExportService(reading, ground.storage, stages, now, receipts),
    )
