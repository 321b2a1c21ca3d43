"""A second, slow evaluator of cases, written from the content types alone: it knows nothing of the
engine and tries everything.

A state is (scene, {name: value}) with every variable and every impact in it; nothing is left out or
drawn together.
"""

from fractions import Fraction
from itertools import chain, combinations, permutations, product

from cms.content import Answer, Scenario, Scene

LIMIT = 1_000_000


def holds(when, facts):
    for clause in when:
        if clause.variable not in facts:
            return False
        left, right = facts[clause.variable], clause.value
        same_kind = type(left) is type(right)
        if clause.op == "==":
            good = same_kind and left == right
        elif clause.op == "!=":
            good = same_kind and left != right
        elif not same_kind or isinstance(left, str):
            good = False
        elif clause.op == "<":
            good = left < right
        elif clause.op == "<=":
            good = left <= right
        elif clause.op == ">":
            good = left > right
        else:
            good = left >= right
        if not good:
            return False
    return True


def first_facts(case: Scenario):
    facts = {v.key: v.start for v in case.variables}
    facts.update(trips=case.start_trips, minutes=case.start_minutes, money=0, trust=0)
    return facts


def find(case: Scenario, key: str) -> Scene:
    return next(scene for scene in case.scenes if scene.key == key)


def enter(case: Scenario, key: str, facts) -> str:
    scene = find(case, key)
    while scene.when and not holds(scene.when, facts):
        scene = find(case, scene.otherwise)
    return scene.key


def percent(scene: Scene, response) -> int:
    """The share that is right, from the words of the contract."""
    kind = scene.step.value
    if kind in ("several", "spot", "picture"):
        right = {i.key for i in scene.items if i.right}
        wrong = {i.key for i in scene.items} - right
        picked = set(response.get("picked", []))
        share = Fraction(len(picked & right) - len(picked & wrong), len(right))
        return max(0, int(100 * share)) if share > 0 else 0
    if kind == "order":
        keys = [i.key for i in scene.items]
        given = [k for k in response.get("order", []) if k in keys]
        rank = {k: given.index(k) if k in given else 99 for k in keys}
        pairs = [(a, b) for n, a in enumerate(keys) for b in keys[n + 1 :]]
        return int(Fraction(100 * sum(rank[a] < rank[b] for a, b in pairs), len(pairs)))
    if kind == "form":
        typed = response.get("fields", {})
        good = [field for field in scene.fields if typed.get(field.key) == field.model]
        return int(Fraction(100 * len(good), len(scene.fields)))
    if kind == "reason":
        return 100 if response.get("text") else 0
    if kind == "judge":
        mean = {i.key: Fraction(sum(i.panel), len(i.panel)) for i in scene.items}
        best, worst = response.get("best"), response.get("worst")
        if best == worst or best not in mean or worst not in mean:
            return 0
        top, low = max(mean.values()), min(mean.values())
        if top == low:
            return 100
        return int(50 * (mean[best] - low) / (top - low) + 50 * (top - mean[worst]) / (top - low))
    return 100


def responses(scene: Scene):
    """Every answer that makes a difference."""
    keys = [i.key for i in scene.items]
    kind = scene.step.value
    if kind in ("several", "spot", "picture"):
        every = chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1))
        return [{"picked": list(some)} for some in every]
    if kind == "order":
        return [{"order": list(some)} for n in (0, len(keys)) for some in permutations(keys, n)]
    if kind == "form":
        values = [(f.model, "sai") for f in scene.fields]
        names = [f.key for f in scene.fields]
        return [{"fields": dict(zip(names, some, strict=True))} for some in product(*values)]
    if kind == "reason":
        return [{"text": ""}, {"text": "vì dân"}]
    if kind == "judge":
        return [{"best": a, "worst": b} for a in keys for b in keys]
    return []


def answers_in(scene: Scene):
    found = [
        Answer(scene.key, c.key)
        for c in scene.choices
        if scene.step.value == "choose" and not c.on_timeout
    ]
    found += [Answer(scene.key, "", response) for response in responses(scene)]
    if any(c.on_timeout for c in scene.choices):
        found.append(Answer(scene.key, late=True))
    return found


def take(case: Scenario, key: str, facts, answer: Answer):
    """(choice, facts after it, next scene), or None where the answer takes no way."""
    scene = find(case, key)
    chosen = None
    late = [c for c in scene.choices if c.on_timeout]
    if answer.scene != key:
        return None
    if answer.late and late:
        chosen = late[0]
    elif scene.step.value == "choose":
        for choice in scene.choices:
            if choice.key == answer.choice and not choice.on_timeout and holds(choice.when, facts):
                chosen = choice
    else:
        mark = percent(scene, answer.response)
        for choice in scene.choices:
            is_open = (
                not choice.on_timeout and choice.at_least <= mark and holds(choice.when, facts)
            )
            if is_open and (chosen is None or choice.at_least > chosen.at_least):
                chosen = choice
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
    for one in chosen.cases:
        if holds(one.when, after):
            target = one.target or chosen.target
            break
    return chosen, after, enter(case, target, after)


def run(case: Scenario, answers):
    """(scene, facts, [(scene, choice)]) after all answers."""
    facts = first_facts(case)
    key = enter(case, case.scenes[0].key, facts)
    path = []
    for answer in answers:
        taken = take(case, key, facts, answer)
        if taken:
            path.append((key, taken[0].key))
            facts, key = taken[1], taken[2]
    return key, facts, path


def price(choice) -> Fraction:
    """What a choice costs, in minutes: 240 a trip, one for 1,000 đồng, ten for a point of trust
    lost.
    """
    lost = max(0, -choice.trust)
    return 240 * choice.trips + choice.minutes + Fraction(choice.money, 1000) + 10 * lost


def conditions(case: Scenario):
    for scene in case.scenes:
        yield scene.when
        for choice in scene.choices:
            yield choice.when
            for one in choice.cases:
                yield one.when


class Everything:
    """All states of a case, found one by one.

    Impacts that no condition reads are left out of a state, or it would not end.
    """

    def __init__(self, case: Scenario) -> None:
        self.case = case
        read = {clause.variable for when in conditions(case) for clause in when}
        unread = {"trips", "minutes", "money", "trust"} - read
        self.nexts = {}
        facts = first_facts(case)
        key = enter(case, case.scenes[0].key, facts)
        self.first = self._freeze(key, facts, unread)
        waiting = [self.first]
        while waiting:
            state = waiting.pop()
            if state in self.nexts:
                continue
            self.nexts[state] = {}
            here, known = state[0], {**dict.fromkeys(unread, 0), **dict(state[1])}
            for answer in answers_in(find(case, here)):
                taken = take(case, here, known, answer)
                if taken:
                    after = self._freeze(taken[2], taken[1], unread)
                    self.nexts[state][price(taken[0]), after] = answer
                    waiting.append(after)
            assert len(self.nexts) < LIMIT

    @staticmethod
    def _freeze(key, facts, unread):
        return key, tuple(sorted((name, v) for name, v in facts.items() if name not in unread))

    def seen(self):
        """(scene, which conditions hold) of all states."""
        every = list(conditions(self.case))
        return {
            (key, tuple(holds(when, dict(facts)) for when in every)) for key, facts in self.nexts
        }

    def is_end(self, state) -> bool:
        return not find(self.case, state[0]).choices

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
        """The greatest cost of an ending, over every single way; for cases without loops."""
        way = self.way(max)
        return None if way is None else way[0]

    def way(self, better):
        """(cost, answers) of the way to an ending that is better than all others by `better`;
        for cases without loops.
        """
        known = {}

        def from_here(state):
            if self.is_end(state):
                return Fraction(0), ()
            if state not in known:
                on = [
                    (cost, answer, from_here(after))
                    for (cost, after), answer in self.nexts[state].items()
                ]
                whole = [(cost + rest[0], (answer, *rest[1])) for cost, answer, rest in on if rest]
                known[state] = better(whole, key=lambda one: one[0], default=None)
            return known[state]

        return from_here(self.first)
