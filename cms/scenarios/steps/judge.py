"""Best and worst way (cách tốt nhất và cách kém nhất), compared with the ratings of experts."""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Any

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.steps.choose import ONE_MESSAGES
from cms.scenarios.steps.step import (
    AT_LEAST,
    WHOLE,
    AnswerFault,
    AnswerField,
    AnswerLine,
    ItemVerdict,
    PlacedFault,
    Step,
    StepInput,
    item_findings,
    item_options,
)
from cms.scenarios.steps.step import mark_text as _

LOWEST, HIGHEST = 1, 5
_WORDS = ("best", "worst")


class JudgeStep(Step):
    """Best and worst against the mean of the panel: half the points each, partial credit in
    between.
    """

    kind = StepKind.JUDGE
    name = _("Best and worst way")
    is_rated = True
    inputs = (
        AT_LEAST,
        StepInput(
            "item",
            "panel",
            _("Ratings of the experts, 1 to 5"),
            "ratings",
            hint=_("One a person, for example: 5 4 5."),
            size="half",
        ),
    )
    lines_title = _("Your choice beside that of the experts")
    script_texts = {
        "judge": lines_title,
        "best": _("you chose: best"),
        "worst": _("you chose: worst"),
        "topped": _("experts: best"),
        "bottomed": _("experts: worst"),
        "rate": _("Choose the best and the worst way; they cannot be the same."),
    }
    master = "picked"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        best, worst = str(response.get("best") or ""), str(response.get("worst") or "")
        if best == worst or scene.item(best) is None or scene.item(worst) is None:
            return JudgedAnswer(0, item_findings(scene, [False] * len(scene.items)))
        means = _mean_ratings(scene)
        wrong = set()
        if means[best] < max(means.values()):
            wrong.add(best)
        if means[worst] > min(means.values()):
            wrong.add(worst)
        verdicts = [item.key not in wrong for item in scene.items]
        return JudgedAnswer(_panel_percent(scene, best, worst), item_findings(scene, verdicts))

    def marks(self, scene: Scene) -> set[int]:
        keys = [item.key for item in scene.items]
        return {0, *(_panel_percent(scene, best, worst) for best, worst in permutations(keys, 2))}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        ranked = sorted(scene.items, key=lambda item: item.rating)
        return {"best": ranked[-1].key, "worst": ranked[0].key}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        keys = [item.key for item in scene.items]
        return dict(zip(_WORDS, dice.sample(keys, 2), strict=True))

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        model = self.model_response(scene)
        for item in scene.items:
            rating = _word_for(response, item.key)
            model_rating = _word_for(model, item.key)
            if rating:
                verdict = ItemVerdict.GOOD if findings[item.key].is_right else ItemVerdict.BAD
            else:
                verdict = ItemVerdict.MISSED if model_rating else ItemVerdict.LEFT
            yield AnswerLine(
                item.key,
                item.text,
                verdict,
                findings[item.key].text,
                rating,
                model_rating,
                self._rating_remarks(rating, model_rating),
            )

    def _rating_remarks(self, rating: str, model_rating: str) -> tuple[str, ...]:
        own_word = self.script_texts.get(rating)
        expert_word = {
            "best": self.script_texts["topped"],
            "worst": self.script_texts["bottomed"],
        }.get(model_rating)
        return tuple(word for word in (own_word, expert_word) if word)

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        if len(scene.items) < 2:
            yield (
                "items",
                _("At least two ways to act are needed to choose the best and the worst."),
                _("Add the ways to act."),
            )
            return
        for n, item in enumerate(scene.items):
            if not item.panel:
                yield (
                    f"items.{n}.panel",
                    _("The panel has not rated this item."),
                    _("Write the experts' ratings, 1 (worst) to 5 (best)."),
                )
            elif not all(LOWEST <= rating <= HIGHEST for rating in item.panel):
                yield (
                    f"items.{n}.panel",
                    _("A rating is not between 1 and 5."),
                    _("Write the experts' ratings, 1 (worst) to 5 (best)."),
                )
        means = {item.rating for item in scene.items if item.panel}
        if len(means) == 1 and all(item.panel for item in scene.items):
            yield (
                "items",
                _("The panel finds all items equally good, so there is no best and no worst."),
                _("Take other ways to act, or ask the panel again."),
            )

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        return []

    def master_texts(self, scene: Scene) -> list[str]:
        """The item that the experts rated highest; none where nobody rated."""
        rated = [item for item in scene.items if item.panel]
        return [max(rated, key=lambda item: item.rating).text] if rated else []

    def task(self, scene: Scene) -> str:
        return _("Of these ways choose the best and the worst.")

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        titles = {"best": _("The best way"), "worst": _("The worst way")}
        options = item_options(scene)
        return [
            AnswerField(name, "one", "", title, options, messages=ONE_MESSAGES)
            for name, title in titles.items()
        ]

    def answer_faults(self, scene: Scene, data: Mapping[str, Any]) -> Iterator[AnswerFault]:
        if data.get("best") and data.get("best") == data.get("worst"):
            yield AnswerFault("worst", _("The best and the worst way cannot be the same."))

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"best": data["best"], "worst": data["worst"]}


def _word_for(response: Mapping[str, Any], key: str) -> str:
    """Which of the two an item was called in a response; "" for neither."""
    return next((word for word in _WORDS if response.get(word) == key), "")


def _mean_ratings(scene: Scene) -> dict[str, float]:
    return {item.key: item.rating for item in scene.items}


def _panel_percent(scene: Scene, best: str, worst: str) -> int:
    means = _mean_ratings(scene)
    top, bottom = max(means.values()), min(means.values())
    if top == bottom:
        return WHOLE
    share = (means[best] - bottom + top - means[worst]) / (2 * (top - bottom))
    # rounded down; the small term keeps a share that is whole from falling below itself as a float
    return int(WHOLE * share + 1e-9)


STEP = JudgeStep()
