"""The linter of scenarios: what blocks printing (B…) and what only warns (W…).
docs/scenario-rules.md lists all rules.

One defect is one finding. Rules run from the plainest to those that need most to be right, and what
an earlier finding explains is not found again: a link that leads nowhere is B1 and does not make
the scene behind it unreachable (B2); a condition that never holds is B10 and does not make its
target one (B12).
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.scenarios.checks import balance, forms, graph, media, states, tasks, texts, variables
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at

__all__ = ["RULES", "ScenarioProblem", "check_scenario"]

CheckRule = Callable[[ScenarioFacts], Iterator[ScenarioProblem]]

RULES: tuple[CheckRule, ...] = (
    graph.check_keys,
    graph.check_links,
    variables.check_declarations,
    variables.check_uses,
    variables.check_contradictions,
    tasks.check_steps,
    tasks.check_marks,
    tasks.check_times,
    forms.check_fields,
    forms.check_calendar,
    graph.check_orphans,
    graph.check_traps,
    graph.check_endings,
    states.check_circles,
    states.check_conditions,
    states.check_closed_branches,
    states.check_hidden_scenes,
    states.check_stuck_states,
    states.check_best_path,
    balance.check_can_be_won,
    texts.check_consequences,
    media.check_alternatives,
    media.check_weight,
    texts.check_personal_data,
    texts.check_lengths,
    texts.check_positions,
    texts.check_bases,
    graph.check_idle_loops,
    balance.check_path_lengths,
    texts.check_twin_choices,
    texts.check_sentences,
    variables.check_idle_variables,
    balance.check_can_be_lost,
    texts.check_given_away,
    states.check_state_count,
    balance.check_modes,
)


def check_scenario(scenario: Scenario) -> tuple[ScenarioProblem, ...]:
    """All problems of a scenario, blocking ones first, each rule in the order of the scenes."""
    if not scenario.scenes:
        return (
            problem_at(
                "B4",
                None,
                "scenes",
                _("The scenario has no scene yet."),
                _(
                    "Add the first scene: where it happens, what the citizen says, what can be"
                    " done."
                ),
            ),
        )
    facts = ScenarioFacts(scenario)
    problems: list[ScenarioProblem] = []
    # in this order: a rule leaves to the later ones what it has explained
    for rule in RULES:
        problems += rule(facts)
    return tuple(sorted(problems, key=lambda problem: not problem.blocks))
