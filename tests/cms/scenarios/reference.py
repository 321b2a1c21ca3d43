"""A second, slow evaluator of scenarios, written from the content types alone: it knows nothing of
the engine and tries everything.

A state is (scene, {name: value}) with every variable and every impact in it; nothing is left out or
taken together.
"""

import operator
from fractions import Fraction
from itertools import chain, combinations, permutations, product

from cms.content import Scenario, Scene, StepAnswer

LIMIT = 1_000_000
OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def condition_holds(when, facts):
    return all(_clause_holds(clause, facts) for clause in when)


def _clause_holds(clause, facts):
    if clause.variable not in facts:
        return False
    fact = facts[clause.variable]
    if type(fact) is not type(clause.value):
        return False
    if isinstance(fact, str) and clause.op not in ("==", "!="):
        return False
    return OPERATORS[clause.op](fact, clause.value)


def first_facts(scenario: Scenario):
    facts = {v.key: v.start for v in scenario.variables}
    facts.update(trips=scenario.start_trips, minutes=scenario.start_minutes, money=0, trust=0)
    return facts


def find_scene(scenario: Scenario, key: str) -> Scene:
    return next(scene for scene in scenario.scenes if scene.key == key)


def enter_scene(scenario: Scenario, key: str, facts) -> str:
    scene = find_scene(scenario, key)
    while scene.when and not condition_holds(scene.when, facts):
        scene = find_scene(scenario, scene.otherwise)
    return scene.key


def answer_percent(scene: Scene, response) -> int:
    """The share that is right, from the words of the contract."""
    match scene.step.value:
        case "several" | "spot" | "picture":
            return _picked_percent(scene, response)
        case "order":
            return _order_percent(scene, response)
        case "form":
            texts = response.get("fields", {})
            good = [field for field in scene.fields if texts.get(field.key) == field.model]
            return int(Fraction(100 * len(good), len(scene.fields)))
        case "reason":
            return 100 if response.get("text") else 0
        case "judge":
            return _panel_percent(scene, response.get("best"), response.get("worst"))
    return 100


def _picked_percent(scene: Scene, response) -> int:
    right = {item.key for item in scene.items if item.right}
    wrong = {item.key for item in scene.items} - right
    picked = set(response.get("picked", []))
    share = Fraction(len(picked & right) - len(picked & wrong), len(right))
    return max(0, int(100 * share)) if share > 0 else 0


def _order_percent(scene: Scene, response) -> int:
    keys = [item.key for item in scene.items]
    order = [key for key in response.get("order", []) if key in keys]
    rank = {key: order.index(key) if key in order else 99 for key in keys}
    pairs = list(combinations(keys, 2))
    return int(Fraction(100 * sum(rank[a] < rank[b] for a, b in pairs), len(pairs)))


def _panel_percent(scene: Scene, best, worst) -> int:
    mean = {item.key: Fraction(sum(item.panel), len(item.panel)) for item in scene.items}
    if best == worst or best not in mean or worst not in mean:
        return 0
    top, low = max(mean.values()), min(mean.values())
    if top == low:
        return 100
    return int(50 * (mean[best] - low) / (top - low) + 50 * (top - mean[worst]) / (top - low))


def all_responses(scene: Scene):
    """Every answer that makes a difference."""
    keys = [item.key for item in scene.items]
    match scene.step.value:
        case "several" | "spot" | "picture":
            picks = chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1))
            return [{"picked": list(pick)} for pick in picks]
        case "order":
            return [{"order": []}, *({"order": list(order)} for order in permutations(keys))]
        case "form":
            return _form_responses(scene)
        case "reason":
            return [{"text": ""}, {"text": "vì dân"}]
        case "judge":
            return [{"best": best, "worst": worst} for best, worst in product(keys, keys)]
    return []


def _form_responses(scene: Scene):
    """Every field right or wrong."""
    names = [field.key for field in scene.fields]
    texts = product(*((field.model, "sai") for field in scene.fields))
    return [{"fields": dict(zip(names, combination, strict=True))} for combination in texts]


def answers_in(scene: Scene):
    """Every answer to a scene that makes a difference."""
    answers = []
    if scene.step.value == "choose":
        answers = [StepAnswer(scene.key, c.key) for c in scene.choices if not c.on_timeout]
    answers += [StepAnswer(scene.key, "", response) for response in all_responses(scene)]
    if any(choice.on_timeout for choice in scene.choices):
        answers.append(StepAnswer(scene.key, late=True))
    return answers


def take_answer(scenario: Scenario, key: str, facts, answer: StepAnswer):
    """(choice, facts after it, next scene), or None where the answer takes no way."""
    if answer.scene != key:
        return None
    chosen = _chosen(find_scene(scenario, key), facts, answer)
    if chosen is None:
        return None
    after = dict(facts)
    for name in ("trips", "minutes", "money", "trust"):
        after[name] += getattr(chosen, name)
    for effect in chosen.effects:
        after[effect.variable] = (
            effect.value if effect.op == "set" else after[effect.variable] + effect.value
        )
    target = chosen.target
    for choice_case in chosen.cases:
        if condition_holds(choice_case.when, after):
            target = choice_case.target or chosen.target
            break
    return chosen, after, enter_scene(scenario, target, after)


def _chosen(scene: Scene, facts, answer: StepAnswer):
    """The choice that an answer takes, or None."""
    late = [choice for choice in scene.choices if choice.on_timeout]
    if answer.late and late:
        return late[0]
    open_choices = _open_choices(scene, facts)
    if scene.step.value == "choose":
        named = [choice for choice in open_choices if choice.key == answer.choice]
        return named[-1] if named else None
    mark = answer_percent(scene, answer.response)
    reached = [choice for choice in open_choices if choice.at_least <= mark]
    # the first of several with the same mark
    return max(reached, key=lambda choice: choice.at_least, default=None)


def _open_choices(scene: Scene, facts):
    return [c for c in scene.choices if not c.on_timeout and condition_holds(c.when, facts)]


def run_answers(scenario: Scenario, answers):
    """(scene, facts, [(scene, choice)]) after all answers."""
    facts = first_facts(scenario)
    key = enter_scene(scenario, scenario.scenes[0].key, facts)
    path = []
    for answer in answers:
        next_step = take_answer(scenario, key, facts, answer)
        if next_step:
            choice, facts_after, target = next_step
            path.append((key, choice.key))
            facts, key = facts_after, target
    return key, facts, path


def choice_price(choice) -> Fraction:
    """What a choice costs, in minutes: 240 a trip, one for 1,000 đồng, ten for a point of trust
    lost.
    """
    lost = max(0, -choice.trust)
    return 240 * choice.trips + choice.minutes + Fraction(choice.money, 1000) + 10 * lost


def every_condition(scenario: Scenario):
    for scene in scenario.scenes:
        yield scene.when
        for choice in scene.choices:
            yield choice.when
            for choice_case in choice.cases:
                yield choice_case.when


class AllStates:
    """All states of a scenario, found one by one.

    Impacts that no condition reads are left out of a state, or it would not end.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        read = {clause.variable for when in every_condition(scenario) for clause in when}
        unread = {"trips", "minutes", "money", "trust"} - read
        self.nexts = {}
        facts = first_facts(scenario)
        key = enter_scene(scenario, scenario.scenes[0].key, facts)
        self.first = self._freeze(key, facts, unread)
        waiting = [self.first]
        while waiting:
            state = waiting.pop()
            if state in self.nexts:
                continue
            self.nexts[state] = {}
            key, facts = state[0], {**dict.fromkeys(unread, 0), **dict(state[1])}
            for answer in answers_in(find_scene(scenario, key)):
                next_step = take_answer(scenario, key, facts, answer)
                if next_step:
                    choice, facts_after, target = next_step
                    after = self._freeze(target, facts_after, unread)
                    self.nexts[state][choice_price(choice), after] = answer
                    waiting.append(after)
            assert len(self.nexts) < LIMIT

    @staticmethod
    def _freeze(key, facts, unread):
        return key, tuple(sorted((name, v) for name, v in facts.items() if name not in unread))

    def seen(self):
        """(scene, which conditions hold) of all states."""
        every = list(every_condition(self.scenario))
        return {
            (key, tuple(condition_holds(when, dict(facts)) for when in every))
            for key, facts in self.nexts
        }

    def is_end(self, state) -> bool:
        return not find_scene(self.scenario, state[0]).choices

    def best(self):
        """The least cost of an ending, by passing prices on until nothing gets less; None
        without an ending.
        """
        least = {self.first: Fraction(0)}
        is_less = True
        while is_less:
            is_less = False
            for state, ways in self.nexts.items():
                for cost, after in ways:
                    if state in least and least[state] + cost < least.get(after, Fraction(10**12)):
                        least[after] = least[state] + cost
                        is_less = True
        return min((cost for state, cost in least.items() if self.is_end(state)), default=None)

    def worst(self):
        """The greatest cost of an ending, over every single way; for scenarios without loops."""
        way = self.way(max)
        return None if way is None else way[0]

    def way(self, better):
        """(cost, answers) of the way to an ending that is better than all others by `better`;
        for scenarios without loops.
        """
        ways = {}

        def way_from(state):
            if self.is_end(state):
                return Fraction(0), ()
            if state not in ways:
                onward = []
                for (cost, after), answer in self.nexts[state].items():
                    rest = way_from(after)
                    if rest:
                        onward.append((cost + rest[0], (answer, *rest[1])))
                ways[state] = better(onward, key=lambda way: way[0], default=None)
            return ways[state]

        return way_from(self.first)
