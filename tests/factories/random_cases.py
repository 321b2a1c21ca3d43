"""Scenarios made at random, with variables, conditions and steps of every kind, and random answers
to them.
"""

import random
from typing import Any

from cms.content import IMPACTS, Scenario, StepAnswer, StepKind
from cms.content.plain import from_plain
from cms.scenarios.steps import STEPS, step_of

_OPS = ("==", "!=", "<", "<=", ">", ">=")
_TYPED = (
    "",
    "5",
    "1.200",
    "-3",
    "Lý Thị Mẩy",
    "ly thi may",
    " LÝ  THỊ MẨY. ",
    "05/10/2026",
    "5-10-2026",
    "2026-10-05",
    "31/02/2026",
    "12/10/2026",
    "06/10/2026",
    "9/10/2026",
    "AB-12",
    "ab-12",
    "một hai ba",
    "30/09/2026",
    "29/02/2028",
)
_PATTERNS = (
    r"[A-Z]{2}-\d{2}",
    r"\d+",
    r".{3,}",
    r"(?:05|06)/10/2026",
    r"(?is).*mẩy.*",
    r"(?i)ab-\d+",
)
_HOLIDAYS = ["2026-10-07", "2026-10-09"]


def random_scenario(seed: int) -> Scenario:
    """A scenario that can be played from its first scene to an ending; the same for a seed."""
    return from_plain(Scenario, _ScenarioMaker(random.Random(seed)).scenario())


def random_answer(rng: random.Random, scene: Any) -> StepAnswer:
    """An answer to a scene: right, half right, foreign or late."""
    step = step_of(scene)
    keys = [item.key for item in scene.items]
    choice, response = "", {}
    if not step.is_judged:
        choice = rng.choice(scene.choices).key
    elif rng.random() < 0.2:
        response = step.model_response(scene)
    else:
        some_keys = rng.sample(keys, rng.randint(0, len(keys)))
        response = {
            name: _changed(rng, value, keys)
            for name, value in step.wrong_response(scene, some_keys, rng).items()
        }
    return StepAnswer(scene.key, choice, response, late=rng.random() < 0.15)


def _changed(rng: random.Random, value: Any, keys: list[str]) -> Any:
    """A part of an answer as a forged or careless one may have it: keys that are missing, foreign
    or written twice, texts of every sort.
    """
    if isinstance(value, list):
        part = rng.sample(value, rng.randint(0, len(value))) if rng.random() < 0.5 else list(value)
        return part + rng.choice([[], [], [], ["la"], part[:1]])
    if isinstance(value, int):
        return value + rng.randint(-9, 9)
    if isinstance(value, dict):
        return {name: rng.choice(_TYPED) for name in value}
    return rng.choice(keys) if value in keys else rng.choice(_TYPED)


class _ScenarioMaker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.variables = [
            {"key": "dem", "title": "Đếm", "kind": "number", "start": rng.randint(-2, 2)},
            {"key": "co", "title": "Cờ", "kind": "flag", "start": rng.random() < 0.5},
            {"key": "noi", "title": "Nơi", "kind": "text", "start": "xã", "options": ["xã", "bản"]},
        ]

    def scenario(self) -> dict[str, Any]:
        keys = [f"s{n}" for n in range(self.rng.randint(3, 8))]
        scenes = [self.scene(keys, n) for n in range(len(keys) - 1)]
        scenes.append({**self.place(keys[-1]), "ending": "good"})
        return {
            "citizen": "bà Mẩy",
            "role": "công chức",
            "scenes": scenes,
            "variables": self.variables,
            "start_trips": self.rng.randint(0, 2),
            "start_minutes": self.rng.randint(0, 30),
            "holidays": _HOLIDAYS,
            "workdays": ["2026-10-10"],
        }

    def place(self, key: str) -> dict[str, Any]:
        return {"key": key, "title": key, "place": "", "picture": "counter", "picture_alt": "Quầy"}

    def scene(self, keys: list[str], n: int) -> dict[str, Any]:
        kind = self.rng.choice(list(StepKind))
        scene_data = self.place(keys[n]) | {"step": kind.value, "question": "?"}
        scene_data["choices"] = [
            self.choice(keys, n, f"c{m}", kind) for m in range(self.rng.randint(2, 4))
        ]
        scene_data["choices"][-1] |= {"at_least": 0, "when": []}
        if self.rng.random() < 0.3:
            scene_data["choices"].append(
                self.choice(keys, n, "het-gio", kind) | {"on_timeout": True}
            )
        if n and self.rng.random() < 0.3:
            # onward only, so that conditions never lead round in a circle
            scene_data |= {"when": self.when(), "otherwise": self.rng.choice(keys[n + 1 :])}
        step = STEPS[kind]
        if step.has_fields:
            scene_data["papers"] = [self.paper()]
            scene_data["fields"] = [self.field(m) for m in range(self.rng.randint(1, 4))]
        if step.has_items:
            scene_data["items"] = [self.item(m) for m in range(self.rng.randint(2, 5))]
        return scene_data

    def choice(self, keys: list[str], n: int, key: str, kind: StepKind) -> dict[str, Any]:
        choice_data: dict[str, Any] = {name: self.rng.randint(-3, 9) for name in IMPACTS}
        choice_data |= {
            "key": key,
            "text": key,
            "consequence": f"{key}!",
            "target": self.target(keys, n),
            "is_right": self.rng.random() < 0.4,
            "effects": [self.effect() for _ in range(self.rng.randint(0, 2))],
        }
        if STEPS[kind].is_judged:
            choice_data["at_least"] = self.rng.choice([0, 25, 33, 50, 66, 75, 100])
        if self.rng.random() < 0.3:
            choice_data["when"] = self.when()
        if self.rng.random() < 0.3:
            choice_data["cases"] = [
                {"when": self.when(), "consequence": "khác", "target": self.target(keys, n)}
            ]
        return choice_data

    def target(self, keys: list[str], n: int) -> str:
        return self.rng.choice(keys[n + 1 :] if self.rng.random() < 0.8 else keys)

    def when(self) -> list[dict[str, Any]]:
        return [self.clause() for _ in range(self.rng.randint(1, 2))]

    def clause(self) -> dict[str, Any]:
        name = self.rng.choice(["dem", "co", "noi", "trips", "minutes", "money", "trust", "la"])
        values = {"co": [True, False], "noi": ["xã", "bản"]}.get(name, [-2, 0, 1, 5, 20])
        return {"variable": name, "op": self.rng.choice(_OPS), "value": self.rng.choice(values)}

    def effect(self) -> dict[str, Any]:
        name = self.rng.choice(["dem", "dem", "co", "noi"])
        if name == "dem":
            return {
                "variable": name,
                "op": self.rng.choice(["set", "add"]),
                "value": self.rng.randint(-3, 5),
            }
        values = {"co": [True, False], "noi": ["xã", "bản"]}[name]
        return {"variable": name, "op": "set", "value": self.rng.choice(values)}

    def item(self, n: int) -> dict[str, Any]:
        return {
            "key": f"i{n}",
            "text": f"Mục {n}",
            "right": self.rng.random() < 0.5,
            "why": "vì",
            "panel": [self.rng.randint(1, 5) for _ in range(self.rng.randint(1, 4))],
        }

    def paper(self) -> dict[str, Any]:
        lines = [
            {"key": "ten", "label": "Họ tên", "value": "Lý Thị Mẩy"},
            {
                "key": "ngay",
                "label": "Ngày",
                "value": self.rng.choice(["05/10/2026", "29/02/2024", "31/01/2026"]),
            },
        ]
        return {
            "key": "to",
            "title": "Tờ khai",
            "status": "ok",
            "status_text": "Đủ",
            "lines": lines,
        }

    def field(self, n: int) -> dict[str, Any]:
        checks = [self.check(n) for _ in range(self.rng.randint(1, 2))]
        if self.rng.random() < 0.5:
            checks.insert(0, {"rule": "required", "text": "Trống"})
        return {"key": f"f{n}", "label": f"Ô {n}", "checks": checks, "why": "đúng"}

    def check(self, n: int) -> dict[str, Any]:
        rule = self.rng.choice(["pattern", "equals", "number", "words", "paper", "date", "date"])
        check_data: dict[str, Any] = {"rule": rule, "text": f"sai {rule}"}
        if rule == "pattern":
            check_data["value"] = self.rng.choice(_PATTERNS)
        elif rule == "equals":
            check_data["accept"] = ["Lý Thị Mẩy", "5"]
        elif rule in {"number", "words"}:
            check_data |= {"low": self.rng.choice([None, 2]), "high": self.rng.choice([None, 4000])}
        elif rule == "paper":
            check_data |= {"paper": "to", "line": self.rng.choice(["ten", "ngay", "la"])}
        else:
            check_data |= {
                "base": self.rng.choice(
                    [
                        "",
                        "2026-10-05",
                        "05/10/2026",
                        "paper:to.ngay",
                        f"field:f{max(0, n - 1)}",
                        "paper:to",
                    ]
                ),
                "count": self.rng.randint(-4, 8),
                "op": self.rng.choice(["==", "<=", ">="]),
                "unit": self.rng.choice(["", "days", "working_days", "months", "years"]),
            }
        return check_data
