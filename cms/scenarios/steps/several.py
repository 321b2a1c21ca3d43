"""Choose several (chọn nhiều): items of a list belong to the answer, or do not."""

from cms.content import Scene, StepKind
from cms.scenarios.steps.picking import PickingStep
from cms.scenarios.steps.step import mark_text as _


class SeveralStep(PickingStep):
    kind = StepKind.SEVERAL
    name = _("Choose several")
    template = "plain"

    def task(self, scene: Scene) -> str:
        return _("Tick all that belong.")


STEP = SeveralStep()
