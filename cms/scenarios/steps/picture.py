"""Find on a picture (tìm trên ảnh): items are spots, given in percent of the picture."""

from collections.abc import Iterator

from cms.content import Scene, StepItem, StepKind
from cms.scenarios.steps.picking import PickingStep
from cms.scenarios.steps.step import WHOLE, PlacedFault, StepInput
from cms.scenarios.steps.step import mark_text as _


def _percent_input(name: str, label: str) -> StepInput:
    return StepInput("item", name, label, "number", size="quarter", least=0, top=WHOLE)


class PictureStep(PickingStep):
    kind = StepKind.PICTURE
    name = _("Find on a picture")
    shows_picture = True
    inputs = (
        *PickingStep.inputs,
        _percent_input("x", _("From the left, %")),
        _percent_input("y", _("From the top, %")),
        _percent_input("w", _("Width, %")),
        _percent_input("h", _("Height, %")),
    )

    def task(self, scene: Scene) -> str:
        return _("Press the spots on the picture, or tick them in the list below it.")

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        yield from super().faults(scene)
        if not scene.picture and scene.image is None:
            yield "picture", _("There is no picture to find anything on."), _("Choose a picture.")
        for n, item in enumerate(scene.items):
            if not _is_inside(item):
                yield (
                    f"items.{n}.x",
                    _("The spot of this item lies outside the picture or has no size."),
                    _("Keep left + width and top + height within 100 %."),
                )


def _is_inside(item: StepItem) -> bool:
    """Whether the spot of an item has a size and lies within the picture."""
    if min(item.w, item.h) <= 0 or min(item.x, item.y) < 0:
        return False
    return item.x + item.w <= WHOLE and item.y + item.h <= WHOLE


STEP = PictureStep()
