"""Rules of pictures and recordings, and of what a lesson weighs (B7, B8)."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content.plain import to_plain
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.kit import PICTURES

# Bytes that a slow line carries (practice).
MAX_PACK = 150_000
KIT_PICTURE = 6_000


def describe_missing_alternative() -> tuple[str, str]:
    """What is wrong with a picture without a text alternative, and how to mend it."""
    return (
        _("The picture has no text alternative."),
        _("Say in one sentence what the picture shows."),
    )


def check_alternatives(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B7: a picture without a text alternative, or that the kit does not have; a recording without
    its words.
    """
    kit = {name for name, _title in PICTURES}
    for scene in facts.scenes:
        if (scene.picture or scene.image) and not scene.picture_alt.strip():
            yield problem_at(
                "B7",
                scene,
                "picture_alt",
                *describe_missing_alternative(),
            )
        if scene.picture and scene.picture not in kit and scene.image is None:
            yield problem_at(
                "B7",
                scene,
                "picture",
                _("There is no picture “%(name)s”.") % {"name": scene.picture},
                _("Choose one from the list, or upload one of your own."),
            )
        for n, audio in enumerate(scene.audio):
            if not audio.transcript.strip():
                yield problem_at(
                    "B7",
                    scene,
                    f"audio.{n}.transcript",
                    _("The recording has no transcript."),
                    _("Write down what is said in it."),
                )


def check_weight(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B8: more bytes than a slow line carries: texts and pictures together, or one recording
    (loaded only when it is played).
    """
    text = len(json.dumps(to_plain(facts.scenario), ensure_ascii=False).encode())
    kit = {scene.picture for scene in facts.scenes if scene.picture and scene.image is None}
    own = {scene.image.url: scene.image.size for scene in facts.scenes if scene.image}
    size = text + KIT_PICTURE * len(kit) + sum(own.values())
    if size > MAX_PACK:
        yield problem_at(
            "B8",
            None,
            "",
            _("The lesson weighs %(size)d KB; %(most)d KB are the most that a slow line carries.")
            % {"size": size // 1_000, "most": MAX_PACK // 1_000},
            _("Use smaller or fewer pictures, or make two lessons of it."),
        )
    for scene in facts.scenes:
        for n, audio in enumerate(scene.audio):
            if audio.size > MAX_PACK:
                yield problem_at(
                    "B8",
                    scene,
                    f"audio.{n}",
                    _(
                        "The recording weighs %(size)d KB; %(most)d KB are the most that a slow"
                        " line carries."
                    )
                    % {"size": audio.size // 1_000, "most": MAX_PACK // 1_000},
                    _("Shorten it, or record it at a lower rate."),
                )
