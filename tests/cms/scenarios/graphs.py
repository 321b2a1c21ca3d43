"""Random scenarios: all kinds of steps, variables of all kinds, conditions everywhere."""

from random import Random

from cms.content import (
    Choice,
    ChoiceCase,
    Clause,
    Effect,
    FieldCheck,
    FormField,
    Scenario,
    Scene,
    StepItem,
    StepKind,
    Variable,
)

KINDS = [StepKind.CHOOSE] * 5 + [
    StepKind.SEVERAL,
    StepKind.ORDER,
    StepKind.FORM,
    StepKind.REASON,
    StepKind.JUDGE,
    StepKind.SPOT,
]
VARIABLES = (
    Variable("co-giay", "Có giấy", "flag", False),
    Variable("da-hoi", "Đã hỏi", "flag", True),
    Variable("lan", "Số lần", "number", 0),
    Variable("noi", "Nơi", "text", "xa", ("xa", "huyen", "tinh")),
)


def random_graph(seed: int) -> Scenario:
    """A scenario of 3 to 8 scenes.

    With an even seed no way leads back; with an odd one ways may, and nothing counts on.
    """
    dice = Random(seed)
    size = dice.randint(2, 6)
    ends = dice.randint(1, 2)
    loops = bool(seed % 2)
    variables = tuple(dice.sample(VARIABLES, dice.randint(0, len(VARIABLES))))
    keys = [f"c{n}" for n in range(size)] + [f"e{n}" for n in range(ends)]
    scenes = tuple(_scene(dice, n, size, keys, variables, loops) for n in range(len(keys)))
    return Scenario(
        "bà Mẩy", "công chức", scenes, start_trips=dice.randint(0, 1), variables=variables
    )


def is_acyclic(seed: int) -> bool:
    return not seed % 2


def _scene(dice, n, size, keys, variables, loops):
    step = dice.choice(KINDS) if n < size else StepKind.CHOOSE
    scene = {"step": step, "items": _items(dice, step), "fields": _fields(dice, step)}
    onward = keys[n + 1 :]
    if n < size:
        count = dice.randint(1, 3)
        scene["choices"] = tuple(
            _choice(dice, k, keys if loops else onward, variables, loops, step)
            for k in range(count)
        )
    # a condition sends on to a later scene alone, so that conditions never go in a circle
    if 0 < n < len(keys) - 1 and dice.random() < 0.25:
        scene["when"] = _when(dice, variables, loops)
        scene["otherwise"] = dice.choice(onward)
    return Scene(
        keys[n], keys[n], "Quầy", "counter", "Quầy", ending="" if n < size else "good", **scene
    )


def _choice(dice, number, targets, variables, loops, step):
    cases = tuple(
        ChoiceCase(_when(dice, variables, loops), "Khác", dice.choice(["", *targets]))
        for _n in range(dice.choice([0, 0, 1, 2]))
    )
    return Choice(
        key="abc"[number],
        text=f"Cách {number}",
        consequence="Rồi",
        target=dice.choice(targets),
        trips=dice.choice([0, 0, 1, 2]),
        minutes=dice.choice([0, 5, 60]),
        money=dice.choice([0, 0, 20_500]),
        trust=dice.choice([-2, 0, 1]),
        is_right=dice.random() < 0.5,
        effects=tuple(
            _effect(dice, variables, loops) for _n in range(dice.randint(0, 2)) if variables
        ),
        when=_when(dice, variables, loops) if dice.random() < 0.3 else (),
        cases=cases,
        at_least=0 if step == StepKind.CHOOSE else dice.choice([0, 0, 33, 50, 67, 100]),
        on_timeout=dice.random() < 0.1,
    )


def _when(dice, variables, loops):
    return tuple(_clause(dice, variables, loops) for _n in range(dice.choice([1, 1, 2])))


def _clause(dice, variables, loops):
    names = [v.key for v in variables] + ([] if loops else ["trips", "minutes", "money", "trust"])
    name = dice.choice(names or ["khong-co"])
    order = ["==", "!=", "<", "<=", ">", ">="]
    if name in ("co-giay", "da-hoi"):
        return Clause(name, dice.choice(order[:2]), dice.random() < 0.5)
    if name == "noi":
        return Clause(name, dice.choice(order[:2]), dice.choice(["xa", "huyen", "tinh"]))
    most = {"trips": 3, "lan": 3, "minutes": 120, "money": 41_000, "trust": 2}.get(name, 1)
    least = -2 if name == "trust" else 0
    return Clause(name, dice.choice(order), dice.randint(least, most))


def _effect(dice, variables, loops):
    variable = dice.choice(variables)
    if variable.kind == "flag":
        return Effect(variable.key, "set", dice.random() < 0.5)
    if variable.kind == "text":
        return Effect(variable.key, "set", dice.choice(variable.options))
    if loops:
        return Effect(variable.key, "set", dice.randint(0, 3))
    return Effect(variable.key, dice.choice(["add", "add", "set"]), dice.choice([-1, 1, 1, 2]))


def _items(dice, step):
    if step in (StepKind.SEVERAL, StepKind.SPOT):
        right = [True, *(dice.random() < 0.5 for _n in range(dice.randint(1, 3)))]
        return tuple(
            StepItem(f"i{n}", f"Mục {n}", right=is_right) for n, is_right in enumerate(right)
        )
    if step == StepKind.ORDER:
        return tuple(StepItem(f"i{n}", f"Bước {n}") for n in range(dice.randint(2, 4)))
    if step == StepKind.JUDGE:
        panels = [tuple(dice.randint(1, 5) for _k in range(3)) for _n in range(dice.randint(2, 4))]
        return tuple(StepItem(f"i{n}", f"Cách {n}", panel=panel) for n, panel in enumerate(panels))
    return ()


def _fields(dice, step):
    if step != StepKind.FORM:
        return ()
    checks = (FieldCheck("required", "Chưa ghi"), FieldCheck("equals", "Sai", accept=("đúng",)))
    return tuple(
        FormField(f"o{n}", f"Ô {n}", checks=checks, model="đúng") for n in range(dice.randint(1, 3))
    )
