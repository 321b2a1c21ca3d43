"""Find what is wrong in the papers (tìm chỗ sai trong hồ sơ): items are lines of the papers on the
counter, and those that are right to pick are mistakes.
"""

from collections.abc import Iterator

from cms.content import Scene, StepKind
from cms.scenarios.steps.picking import PickingStep
from cms.scenarios.steps.step import PlacedFault, StepInput
from cms.scenarios.steps.step import mark_text as _


class SpotStep(PickingStep):
    kind = StepKind.SPOT
    name = _("Find what is wrong in the papers")
    inputs = (
        *PickingStep.inputs,
        StepInput("item", "paper", _("Stands on the paper"), "choice", "papers", size="half"),
    )

    def task(self, scene: Scene) -> str:
        return _("Tick every line that is wrong.")

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        yield from super().faults(scene)
        for n, item in enumerate(scene.items):
            if item.paper and scene.paper(item.paper) is None:
                yield (
                    f"items.{n}.paper",
                    _("The paper of this item does not lie on the counter."),
                    _("Put the paper into the scene, or choose another one."),
                )


STEP = SpotStep()
