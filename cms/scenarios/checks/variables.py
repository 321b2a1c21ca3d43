"""Rules of variables and conditions as they are written (B10, B11, W9)."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import IMPACTS, Clause, Effect, Scene, Value, Variable
from cms.scenarios.checks.facts import ScenarioFacts, choice_number, names_read
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.space import all_clauses, all_conditions, meets_clause

_TYPES: dict[str, type] = {"number": int, "flag": bool, "text": str}
_ORDERING_OPS = {"<", "<=", ">", ">="}


def check_declarations(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B11: a variable that cannot be what it says."""
    seen: set[str] = set(IMPACTS)
    for n, variable in enumerate(facts.scenario.variables):
        path = f"variables.{n}"
        if not variable.key or variable.key in seen:
            yield problem_at(
                "B11",
                None,
                path,
                _("The key “%(key)s” is taken.") % {"key": variable.key},
                _(
                    "Give the variable a key of its own; trips, minutes, money and trust are"
                    " counted anyway."
                ),
            )
        elif variable.kind == "text" and not variable.options:
            yield problem_at(
                "B11",
                None,
                path,
                _("“%(title)s” has no values to choose from.")
                % {"title": _variable_name(variable)},
                _("List all values that it can have."),
            )
        elif not _value_fits(variable, variable.start):
            yield problem_at(
                "B11",
                None,
                path,
                _("“%(title)s” cannot begin as “%(value)s”.")
                % {
                    "title": _variable_name(variable),
                    "value": variable.start,
                },
                _("Let it begin with a value of its kind or from its list."),
            )
        else:
            seen.add(variable.key)
            continue
        # after its problem: what the other rules find of it is explained
        facts.doubtful.add(variable.key)


def check_uses(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B11: a condition or an effect of a variable that does not exist, or with a value that it
    cannot have.

    A variable that does not exist is one problem, however often it is named.
    """
    variables = {v.key: v for v in reversed(facts.scenario.variables)}
    wrongly_declared = facts.doubtful & variables.keys()
    missing: set[str] = set()
    for scene, path, name, text, mend in _find_misuses(facts, variables):
        if name in wrongly_declared:
            continue
        facts.mark_broken(scene, choice_number(path))
        if name in variables and ".effects." in path:
            facts.doubtful.add(name)
        if name not in missing:
            yield problem_at("B11", scene, path, text, mend)
        if name not in {*variables, *IMPACTS}:
            missing.add(name)
    _mark_doubtful(facts, set(variables), missing)


def _mark_doubtful(facts: ScenarioFacts, declared_names: set[str], missing: set[str]) -> None:
    """Mark variables as doubtful of which other rules are to say nothing more.

    A variable that does not exist may have been meant as one that does; and choices that were
    deleted may have changed or read any.
    """
    changes_missing = any(e.variable in missing for _scene, _path, e in _all_effects(facts))
    if facts.unmarked or changes_missing:
        facts.doubtful |= declared_names - variables_changed(facts)
    if facts.unmarked or variables_read(facts) & missing:
        facts.doubtful |= declared_names - variables_read(facts)
    for scene, path, when in all_conditions(facts.scenario):
        if names_read(when) & facts.doubtful:
            facts.mark_broken(scene, choice_number(path))


def check_contradictions(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B10: clauses that contradict each other."""
    for scene, path, when in all_conditions(facts.scenario):
        if not _is_blamed(facts, scene, path) and _is_contradictory(facts, when):
            facts.mark_broken(scene, choice_number(path))
            yield problem_at(
                "B10",
                scene,
                path,
                _("The parts of this condition contradict each other, so it never holds."),
                _("Take one part away, or make two conditions of it."),
            )


def check_idle_variables(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W9: a variable that is read but never changed, or changed but never read."""
    read_names, changed_names = variables_read(facts), variables_changed(facts)
    explained: set[str] = set()
    for scene, path, when in all_conditions(facts.scenario):
        if _is_blamed(facts, scene, path):
            explained |= names_read(when)
    for n, variable in enumerate(facts.scenario.variables):
        if variable.key in facts.doubtful:
            continue
        if variable.key not in read_names:
            yield problem_at(
                "W9",
                None,
                f"variables.{n}",
                _("No condition asks for “%(title)s”, so it changes nothing.")
                % {"title": _variable_name(variable)},
                _("Use it in a condition, or delete it."),
            )
        elif variable.key not in changed_names and variable.key not in explained:
            yield problem_at(
                "W9",
                None,
                f"variables.{n}",
                _("No choice changes “%(title)s”, so its conditions always come out the same.")
                % {"title": _variable_name(variable)},
                _("Let a choice change it, or take the conditions away."),
            )


def _all_effects(facts: ScenarioFacts) -> Iterator[tuple[Scene, str, Effect]]:
    """Every effect of a scenario: its scene, the path of the field in it, the effect."""
    for scene in facts.scenario.scenes:
        for n, choice in enumerate(scene.choices):
            for m, effect in enumerate(choice.effects):
                yield scene, f"choices.{n}.effects.{m}", effect


def variables_read(facts: ScenarioFacts) -> set[str]:
    """Variables and impacts that some condition reads."""
    return {clause.variable for clause in all_clauses(facts.scenario)}


def variables_changed(facts: ScenarioFacts) -> set[str]:
    """Keys of the variables that some choice really changes."""
    start = {v.key: v.start for v in reversed(facts.scenario.variables)}
    names = set()
    for _scene, _path, effect in _all_effects(facts):
        if effect.variable not in start:
            continue
        unchanged = 0 if effect.op == "add" else start[effect.variable]
        if effect.value != unchanged:
            names.add(effect.variable)
    return names


def _is_blamed(facts: ScenarioFacts, scene: Scene, path: str) -> bool:
    """Whether a problem already names the place of a condition."""
    return (scene.key, choice_number(path)) in facts.broken


def _find_misuses(
    facts: ScenarioFacts, variables: dict[str, Variable]
) -> Iterator[tuple[Scene, str, str, str, str]]:
    """(scene, path, name of the variable, text, mend) of conditions and effects with a fault."""
    for scene, path, when in all_conditions(facts.scenario):
        for n, clause in enumerate(when):
            for text, mend in _clause_faults(variables, clause):
                yield scene, f"{path}.{n}", clause.variable, text, mend
    for scene, path, effect in _all_effects(facts):
        for text, mend in _effect_faults(variables, effect):
            yield scene, path, effect.variable, text, mend


def _clause_faults(variables: dict[str, Variable], clause: Clause) -> Iterator[tuple[str, str]]:
    variable = variables.get(clause.variable)
    if variable is None and clause.variable not in IMPACTS:
        yield _missing_variable(clause.variable)
    elif not _value_fits(variable, clause.value):
        yield _unfit_value(variable, clause.variable, clause.value)
    elif variable is not None and variable.kind != "number" and clause.op in _ORDERING_OPS:
        yield (
            _("“%(title)s” is no number and cannot be more or less.")
            % {"title": _variable_name(variable)},
            _("Compare by “is” or “is not”."),
        )


def _effect_faults(variables: dict[str, Variable], effect: Effect) -> Iterator[tuple[str, str]]:
    variable = variables.get(effect.variable)
    if variable is None and effect.variable in IMPACTS:
        yield (
            _("Trips, minutes, money and trust are not changed by an effect."),
            _("Write them in the choice's own fields."),
        )
    elif variable is None:
        yield _missing_variable(effect.variable)
    elif effect.op == "add" and variable.kind != "number":
        yield (
            _("“%(title)s” is no number, so nothing can be added to it.")
            % {"title": _variable_name(variable)},
            _("Set it to a value instead."),
        )
    elif not _value_fits(None if effect.op == "add" else variable, effect.value):
        yield _unfit_value(variable, effect.variable, effect.value)


def _missing_variable(name: str) -> tuple[str, str]:
    return _("The case has no variable “%(name)s”.") % {"name": name}, _(
        "Add the variable, or choose one that is there."
    )


def _unfit_value(variable: Variable | None, name: str, value: Value) -> tuple[str, str]:
    title = _variable_name(variable) if variable else name
    return _("“%(title)s” can never be “%(value)s”.") % {"title": title, "value": value}, _(
        "Write a value of its kind or from its list."
    )


def _variable_name(variable: Variable) -> str:
    return variable.title or variable.key


def _value_fits(variable: Variable | None, value: Value) -> bool:
    """Whether a variable can have a value; None stands for a number."""
    if variable is None:
        return type(value) is int
    has_its_kind = type(value) is _TYPES[variable.kind]
    return has_its_kind and (variable.kind != "text" or value in variable.options)


def _is_contradictory(facts: ScenarioFacts, when: tuple[Clause, ...]) -> bool:
    """Whether no value of some variable meets all clauses on it."""
    variables = {v.key: v for v in facts.scenario.variables}
    clauses_by_name: dict[str, list[Clause]] = defaultdict(list)
    for clause in when:
        clauses_by_name[clause.variable].append(clause)
    return any(
        len(own_clauses) > 1 and _exclude_each_other(own_clauses, variables.get(name))
        for name, own_clauses in clauses_by_name.items()
    )


def _exclude_each_other(own_clauses: list[Clause], variable: Variable | None) -> bool:
    """Whether no value of the one variable of these clauses meets them all."""
    values = _telling_values(variable, own_clauses)
    return not any(all(meets_clause(clause, value) for clause in own_clauses) for value in values)


def _telling_values(variable: Variable | None, own_clauses: list[Clause]) -> tuple[Value, ...]:
    """Enough values to find one that meets all clauses, if there is one: those compared with, and
    their neighbours.
    """
    if variable is not None and variable.kind != "number":
        return (False, True) if variable.kind == "flag" else variable.options
    return tuple(int(c.value) + distance for c in own_clauses for distance in (-1, 0, 1))
