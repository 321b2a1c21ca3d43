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
from cms.scenarios.checks.facts import Facts
from cms.scenarios.checks.problem import Problem, at

__all__ = ["RULES", "Problem", "check"]

Rule = Callable[[Facts], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    graph.keys,
    graph.links,
    variables.declared,
    variables.used,
    variables.contradictions,
    tasks.steps,
    tasks.marked,
    tasks.times,
    forms.fields,
    forms.calendar,
    graph.orphans,
    graph.traps,
    graph.endings,
    states.circles,
    states.conditions,
    states.closed,
    states.hidden,
    states.stuck,
    states.best_path,
    balance.winnable,
    texts.consequences,
    media.alternatives,
    media.weight,
    texts.personal,
    texts.length,
    texts.position,
    texts.bases,
    graph.idle,
    balance.paths,
    texts.twins,
    texts.sentences,
    variables.idle,
    balance.losable,
    texts.given_away,
    states.unknown,
    balance.modes,
)


def check(scenario: Scenario) -> tuple[Problem, ...]:
    """All problems of a scenario, blocking ones first, each rule in the order of the scenes."""
    if not scenario.scenes:
        return (
            at(
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
    facts = Facts(scenario)
    problems: list[Problem] = []
    # in this order: a rule leaves to the later ones what it has explained
    for rule in RULES:
        problems += rule(facts)
    return tuple(sorted(problems, key=lambda problem: not problem.blocks))
