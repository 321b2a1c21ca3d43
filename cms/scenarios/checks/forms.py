"""Rules of the fields of a form: their checks can be met, and the model answer meets them (B15)."""

import datetime as dt
from collections.abc import Iterator

import re2
from django.utils.translation import gettext as _

from cms.content import FieldCheck, FormField, Scenario, Scene
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.fields import MAX_DISTANCE, comparable_text, first_broken_check, parse_day
from cms.scenarios.steps import step_of

FaultText = tuple[str, str]  # text, mend


def check_fields(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B15: a field that cannot be filled in rightly."""
    for scene in facts.scenes:
        if not step_of(scene).has_fields:
            continue
        keys = [field.key for field in scene.fields]
        if len(set(keys)) < len(keys) or not all(keys):
            yield problem_at(
                "B15",
                scene,
                "fields",
                _("Two fields have the same key."),
                _("Give each field a key of its own."),
            )
            continue
        wrong_keys: set[str] = set()
        for n, field in enumerate(scene.fields):
            for path, fault in _field_faults(facts.scenario, scene, field):
                wrong_keys.add(field.key)
                yield problem_at("B15", scene, f"fields.{n}{path}", *fault)
        yield from _check_models(facts.scenario, scene, wrong_keys)


def check_calendar(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B15: a holiday or a worked weekend day that is no day."""
    for name in ("holidays", "workdays"):
        for n, day in enumerate(getattr(facts.scenario, name)):
            try:
                dt.date.fromisoformat(day)
            except ValueError:
                yield problem_at(
                    "B15",
                    None,
                    f"{name}.{n}",
                    _("“%(text)s” is no date.") % {"text": day},
                    _("Write it as 2026-09-02."),
                )


def _field_faults(
    scenario: Scenario, scene: Scene, field: FormField
) -> Iterator[tuple[str, FaultText]]:
    """(path inside the field, fault)."""
    if field.kind == "choice" and not field.options:
        yield (
            ".options",
            (
                _("The field “%(label)s” has nothing to choose from.") % {"label": field.label},
                _("List the options."),
            ),
        )
    for m, check in enumerate(field.checks):
        for path, fault in _check_faults(scenario, scene, field, check):
            yield f".checks.{m}.{path}", fault


def _check_faults(
    scenario: Scenario, scene: Scene, field: FormField, check: FieldCheck
) -> Iterator[tuple[str, FaultText]]:
    match check.rule:
        case "pattern" if not _is_readable_pattern(check.value):
            yield (
                "value",
                (
                    _("The pattern cannot be read."),
                    _(
                        "Write it as a regular expression that RE2 knows: no look-ahead, no"
                        " back-references."
                    ),
                ),
            )
        case "equals":
            yield from _equals_faults(field, check)
        case "number" if _is_empty_range(check):
            yield (
                "low",
                (_("The least number is above the greatest."), _("Exchange the two numbers.")),
            )
        case "paper" if _paper_line(scenario, check.paper, check.line) is None:
            yield (
                "paper",
                (
                    _("There is no such line on a paper of the case."),
                    _("Choose the paper and the line, or add the line to the paper."),
                ),
            )
        case "date":
            yield from _date_faults(scenario, scene, field, check)


def _is_empty_range(check: FieldCheck) -> bool:
    if check.low is None or check.high is None:
        return False
    return check.low > check.high


def _equals_faults(field: FormField, check: FieldCheck) -> Iterator[tuple[str, FaultText]]:
    options = set(map(comparable_text, field.options))
    if not check.accept:
        yield "accept", (_("There is no right value."), _("Write what is right in this field."))
    elif (
        field.kind == "choice"
        and options
        and options.isdisjoint(map(comparable_text, check.accept))
    ):
        yield (
            "accept",
            (
                _("The right value is not among the options."),
                _("Add it to the options, or change it."),
            ),
        )


def _date_faults(
    scenario: Scenario, scene: Scene, field: FormField, check: FieldCheck
) -> Iterator[tuple[str, FaultText]]:
    source, _colon, name = check.base.partition(":")
    if abs(check.count) > MAX_DISTANCE:
        yield (
            "count",
            (_("The date lies too far off."), _("Check the number of days, months or years.")),
        )
    elif source == "field":
        if name == field.key or all(other.key != name for other in scene.fields):
            yield (
                "base",
                (
                    _("The date is counted from a field that is not in this form."),
                    _("Choose another field of this form."),
                ),
            )
    elif source == "paper":
        paper, _dot, line = name.partition(".")
        if parse_day(_paper_line(scenario, paper, line) or "") is None:
            yield (
                "base",
                (
                    _(
                        "The date is counted from a line of a paper that is not there or is no"
                        " date."
                    ),
                    _("Choose a line with a date such as 05/10/2026."),
                ),
            )
    elif check.base and parse_day(check.base) is None:
        yield (
            "base",
            (
                _("The date is counted from something that is no date."),
                _("Write a date such as 2026-10-05, or choose a field or a line of a paper."),
            ),
        )


def _check_models(
    scenario: Scenario, scene: Scene, wrong_keys: set[str]
) -> Iterator[ScenarioProblem]:
    """Model answers that break the checks of their own field; nothing is said of a date that is
    counted from a field with a fault.
    """
    models = {field.key: field.model for field in scene.fields}
    # fields with dates that are counted from another field come last, so that one wrong model is
    # one problem
    in_order = sorted(enumerate(scene.fields), key=lambda pair: bool(_base_fields(pair[1])))
    for n, field in in_order:
        if not field.model or field.key in wrong_keys:
            continue
        if any(base in wrong_keys or not models[base] for base in _base_fields(field)):
            continue
        broken = first_broken_check(scenario, scene, field, models)
        if broken is not None or _is_no_option(field):
            wrong_keys.add(field.key)
            yield problem_at(
                "B15",
                scene,
                f"fields.{n}.model",
                _("The model answer “%(text)s” breaks the checks of its own field.")
                % {"text": field.model},
                _("Correct the model answer or the checks."),
            )


def _is_no_option(field: FormField) -> bool:
    """Whether the model answer of a field with options is none of them."""
    return field.kind == "choice" and comparable_text(field.model) not in map(
        comparable_text, field.options
    )


def _base_fields(field: FormField) -> list[str]:
    """Keys of the fields from which dates of a field are counted."""
    bases = [check.base for check in field.checks]
    return [base.removeprefix("field:") for base in bases if base.startswith("field:")]


def _is_readable_pattern(value: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options)
    except re2.error:
        return False
    return bool(value)


def _paper_line(scenario: Scenario, paper: str, line: str) -> str | None:
    """The text of a line of a paper, in the first scene that shows it; None without one."""
    for scene in scenario.scenes:
        for shown_paper in scene.papers:
            paper_line = shown_paper.line(line) if shown_paper.key == paper else None
            if paper_line is not None:
                return paper_line.value
    return None
