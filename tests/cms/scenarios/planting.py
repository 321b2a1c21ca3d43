"""Defects, each with the one finding that it must give: (rule, scene, path).

All are planted one at a time into a clean scenario.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cms.scenarios.clean import choice, clause, effect, ending, scene

ScenarioData = dict[str, Any]


@dataclass(frozen=True)
class Defect:
    name: str
    plant: Callable[[ScenarioData], object]
    rule: str
    scene: str = ""
    path: str = ""
    plain: bool = False  # into the scenario without variables


def scene_at(scenario: ScenarioData, key: str) -> Any:
    return next(s for s in scenario["scenes"] if s["key"] == key)


def choice_at(scenario: ScenarioData, key: str, number: int) -> Any:
    return scene_at(scenario, key)["choices"][number]


def change_scene(key: str, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scene_at(scenario, key).update(fields)


def change_choice(key: str, number: int, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: choice_at(scenario, key, number).update(fields)


def change_item(key: str, number: int, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scene_at(scenario, key)["items"][number].update(fields)


def change_field(number: int, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scene_at(scenario, "phieu")["fields"][number].update(fields)


def change_check(number: int, check: int, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scene_at(scenario, "phieu")["fields"][number]["checks"][check].update(
        fields
    )


def change_variable(number: int, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scenario["variables"][number].update(fields)


def change_scenario(**fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scenario.update(fields)


def add_scenes(*scenes: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: scenario["scenes"].extend(scenes)


def plant_all(*plants: Callable[[ScenarioData], object]) -> Callable[[ScenarioData], object]:
    return lambda scenario: [plant(scenario) for plant in plants]


def change_choices(key: str, /, **fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: [choice.update(fields) for choice in scene_at(scenario, key)["choices"]]


def change_all_choices(**fields: Any) -> Callable[[ScenarioData], object]:
    return lambda scenario: [choice.update(fields) for choice in all_choices(scenario)]


def all_choices(scenario: ScenarioData) -> list[Any]:
    return [choice for scene in scenario["scenes"] for choice in scene.get("choices", [])]


def _without_effects(name: str) -> Callable[[ScenarioData], object]:
    def plant(scenario: ScenarioData) -> None:
        for planted in all_choices(scenario):
            planted["effects"] = [e for e in planted.get("effects", []) if e["variable"] != name]

    return plant


def _long_way(scenario: ScenarioData) -> None:
    """Six more scenes, each with one way on, before the first ending of the simple scenario."""
    choice_at(scenario, "c5", 0)  # the scenario has five scenes
    for n in range(9):
        scenario["scenes"].append(
            scene(f"x{n}", choice("a", f"x{n + 1}" if n < 8 else "kem", minutes=5))
        )


def _detour(scenario: ScenarioData) -> None:
    _long_way(scenario)
    next(c for c in scene_at(scenario, "c5")["choices"] if c["key"] == "b")["target"] = "x0"


def _best_is_long(scenario: ScenarioData) -> None:
    """Who is wrong in the first scene is done at once, and it is the dearest way of all."""
    for first_choice in scene_at(scenario, "c1")["choices"]:
        if first_choice["key"] != "a":
            first_choice.update(target="kem", minutes=5_000)


def _right_first(scenario: ScenarioData) -> None:
    for planted in scenario["scenes"]:
        choices = planted.get("choices", [])
        planted["choices"] = sorted(choices, key=lambda c: not c.get("is_right"))


def _second_choice_after(scenario: ScenarioData) -> None:
    """The right choice stands in the second place everywhere."""
    _right_first(scenario)
    for planted in scenario["scenes"]:
        ways = planted["choices"]
        planted["choices"] = [*ways[1:2], *ways[:1], *ways[2:]]


def _counting_loops(scenario: ScenarioData) -> None:
    """Six numbers counted up and down without an end."""
    names = [f"d{n}" for n in range(6)]
    scenario["variables"] = [{"key": n, "title": n, "kind": "number", "start": 0} for n in names]
    for n, name in enumerate(names):
        more = [effect(name, "add", 1)], [effect(name, "add", -1)]
        for planted, effects in zip(
            scene_at(scenario, f"c{n % 5 + 1}")["choices"], more, strict=False
        ):
            planted.setdefault("effects", []).extend(effects)
    choice_at(scenario, "c5", 2)["when"] = [clause(name, "==", 0) for name in names]
    scenario["scenes"][4]["choices"].append(choice("lai", "c1", minutes=5))


DEFECTS = [
    # B1 keys and links
    Defect(
        "choice leads nowhere",
        change_choice("mo-dau", 1, target="khong-co"),
        "B1",
        "mo-dau",
        "choices.1.target",
    ),
    Defect(
        "choice without a target",
        change_choice("gap", 2, target=""),
        "B1",
        "gap",
        "choices.2.target",
    ),
    Defect(
        "case leads nowhere",
        lambda c: choice_at(c, "gap", 1)["cases"][0].update(target="xa"),
        "B1",
        "gap",
        "choices.1.cases.0.target",
    ),
    Defect(
        "the only link to what follows is broken",
        lambda c: [w.update(target="?") for w in scene_at(c, "ly-do")["choices"]],
        "B1",
        "ly-do",
        "choices.0.target",
    ),
    Defect(
        "two choices with one key", change_choice("mo-dau", 2, key="a"), "B1", "mo-dau", "choices"
    ),
    Defect(
        "two scenes with one key", add_scenes(ending("ket-kem", "poor")), "B1", "ket-kem", "key"
    ),
    # B2 orphans
    Defect("scene without a link", add_scenes(ending("le", "poor")), "B2", "le", "key"),
    Defect(
        "orphan with scenes behind it",
        add_scenes(
            scene("le", choice("a", "le-2", minutes=1)),
            scene("le-2", choice("a", "ket-kha", minutes=1)),
        ),
        "B2",
        "le",
        "key",
    ),
    Defect(
        "orphans that lead to each other",
        add_scenes(
            scene("le", choice("a", "le-2")),
            scene("le-2", choice("a", "le"), choice("b", "ket-kha")),
        ),
        "B2",
        "le",
        "key",
    ),
    # B3 traps
    Defect(
        "a scene that only leads to itself",
        plant_all(change_choices("c3", target="c3", minutes=5)),
        "B3",
        "c3",
        "choices",
        plain=True,
    ),
    Defect(
        "two scenes that lead to each other",
        plant_all(
            add_scenes(
                scene("ho", choice("a", "ho-2", minutes=1)),
                scene("ho-2", choice("a", "ho", minutes=1)),
            ),
            change_choice("gap", 2, target="ho"),
        ),
        "B3",
        "ho",
        "choices",
    ),
    Defect(
        "all choices closed by a variable",
        plant_all(
            change_choice("gap", 1, when=[clause("noi", "==", "huyen")]),
            change_choice("gap", 2, when=[clause("noi", "==", "huyen")]),
        ),
        "B3",
        "gap",
        "choices",
    ),
    Defect(
        "all choices closed by a number",
        plant_all(*(change_choice("gap", n, when=[clause("trips", "<", 2)]) for n in (1, 2))),
        "B3",
        "gap",
        "choices",
    ),
    # B4 endings
    Defect(
        "ending that is not marked", change_scene("ket-kem", ending=""), "B4", "ket-kem", "ending"
    ),
    Defect(
        "scene whose choices are gone",
        change_scene("c4", choices=[]),
        "B4",
        "c4",
        "ending",
        plain=True,
    ),
    Defect(
        "last scene whose choices are gone",
        change_scene("gap", choices=[], seconds=0),
        "B4",
        "gap",
        "ending",
    ),
    # B5 consequences
    Defect(
        "choice without a consequence",
        change_choice("mo-dau", 0, consequence=" "),
        "B5",
        "mo-dau",
        "choices.0.consequence",
    ),
    Defect(
        "time that runs backwards",
        change_choice("ho-so", 1, minutes=-5),
        "B5",
        "ho-so",
        "choices.1.minutes",
    ),
    Defect(
        "money that is less than nothing",
        change_choice("gap", 2, money=-5_000),
        "B5",
        "gap",
        "choices.2.money",
    ),
    # B6 best path
    Defect(
        "no choice is right",
        change_choice("c2", 2, is_right=False, why=""),
        "B6",
        "c2",
        "choices",
        plain=True,
    ),
    Defect(
        "the right branch is not marked",
        change_choice("soat", 1, is_right=False),
        "B6",
        "soat",
        "choices",
    ),
    Defect(
        "the right choice needs what only a wrong one brings",
        plant_all(
            change_choice("mo-dau", 1, effects=[]),
            change_choice("mo-dau", 0, trips=0, effects=[effect("hoi", "set", True)]),
        ),
        "B6",
        "gap",
        "choices",
    ),
    Defect(
        "right choices end badly",
        lambda c: (
            next(w for w in scene_at(c, "c5")["choices"] if w["key"] == "a").update(target="kem")
            or next(w for w in scene_at(c, "c5")["choices"] if w["key"] == "b").update(target="tot")
        ),
        "B6",
        "kem",
        "ending",
        plain=True,
    ),
    # B7 alternatives
    Defect(
        "picture without a text",
        change_scene("mo-dau", picture_alt=""),
        "B7",
        "mo-dau",
        "picture_alt",
    ),
    Defect(
        "own image without a text",
        change_scene(
            "ket-kha",
            picture_alt=" ",
            image={"image": 1, "url": "/a.webp", "width": 720, "height": 400, "size": 20_000},
        ),
        "B7",
        "ket-kha",
        "picture_alt",
    ),
    Defect(
        "recording without its words",
        change_scene(
            "gap",
            audio=[
                {
                    "language": "hmn",
                    "url": "/a.opus",
                    "seconds": 20,
                    "size": 60_000,
                    "transcript": "",
                }
            ],
        ),
        "B7",
        "gap",
        "audio.0.transcript",
    ),
    Defect(
        "picture that the kit does not have",
        change_scene("gap", picture="bien"),
        "B7",
        "gap",
        "picture",
    ),
    # B8 weight
    Defect(
        "heavy picture",
        change_scene(
            "anh",
            image={"image": 1, "url": "/a.webp", "width": 720, "height": 400, "size": 160_000},
        ),
        "B8",
        "",
        "",
    ),
    Defect(
        "heavy recording",
        change_scene(
            "gap",
            audio=[
                {
                    "language": "vi",
                    "url": "/a.opus",
                    "seconds": 90,
                    "size": 270_000,
                    "transcript": "Chào chị.",
                }
            ],
        ),
        "B8",
        "gap",
        "audio.0",
    ),
    Defect(
        "heavy texts",
        lambda c: scene_at(c, "soat")["papers"].append(
            {
                "key": "luat",
                "title": "Luật",
                "status": "ok",
                "status_text": "",
                "text": "Điều khoản này. " * 9_000,
            }
        ),
        "B8",
        "",
        "",
    ),
    # B9 personal data
    Defect(
        "number of an identity card",
        change_scene("ly-do", narration="Căn cước 011190001234 của chị."),
        "B9",
        "ly-do",
        "narration",
    ),
    Defect(
        "telephone number in groups",
        lambda c: scene_at(c, "soat")["papers"][0]["lines"][1].update(value="Gọi 0912 345 678"),
        "B9",
        "soat",
        "papers.0.lines.1.value",
    ),
    Defect(
        "telephone number of the citizen",
        change_scenario(citizen="chị Dính, 0912345678"),
        "B9",
        "",
        "citizen",
    ),
    # B10 conditions that never hold
    Defect(
        "flag that is and is not",
        change_choice("gap", 0, when=[clause("hoi", "==", True), clause("hoi", "==", False)]),
        "B10",
        "gap",
        "choices.0.when",
    ),
    Defect(
        "number between two that leave no room",
        lambda c: choice_at(c, "gap", 1)["cases"][0].update(
            when=[clause("lan", ">", 2), clause("lan", "<", 3), clause("noi", "==", "huyen")]
        ),
        "B10",
        "gap",
        "choices.1.cases.0.when",
    ),
    Defect(
        "number that is never come to",
        lambda c: choice_at(c, "gap", 1)["cases"][0].update(
            when=[clause("lan", ">=", 9), clause("noi", "==", "huyen")]
        ),
        "B10",
        "gap",
        "choices.1.cases.0.when",
    ),
    Defect(
        "variable that no choice changes any more",
        _without_effects("hoi"),
        "B10",
        "gap",
        "choices.0.when",
    ),
    Defect(
        "two values that never come together",
        lambda c: choice_at(c, "gap", 1)["cases"][0].update(
            when=[clause("noi", "==", "huyen"), clause("hoi", "==", True)]
        ),
        "B10",
        "gap",
        "choices.1.cases.0.when",
    ),
    Defect(
        "scene whose condition never holds",
        change_scene("ket-tot", when=[clause("minutes", "<", 10)]),
        "B10",
        "ket-tot",
        "when",
    ),
    # B11 variables
    Defect(
        "effect on a variable that is not there",
        change_choice("mo-dau", 1, effects=[effect("hoii", "set", True)]),
        "B11",
        "mo-dau",
        "choices.1.effects.0",
    ),
    Defect(
        "condition on a variable that is not there",
        change_choice("gap", 0, when=[clause("hoii", "==", True)]),
        "B11",
        "gap",
        "choices.0.when.0",
    ),
    Defect(
        "value that the list does not have",
        lambda c: choice_at(c, "gap", 1)["cases"][0]["when"][1].update(value="tinh"),
        "B11",
        "gap",
        "choices.1.cases.0.when.1",
    ),
    Defect(
        "text put into a number",
        change_choice("mo-dau", 0, effects=[effect("lan", "set", "hai")]),
        "B11",
        "mo-dau",
        "choices.0.effects.0",
    ),
    Defect(
        "a flag that is more than",
        change_choice("gap", 0, when=[clause("hoi", ">", True)]),
        "B11",
        "gap",
        "choices.0.when.0",
    ),
    Defect("start outside the list", change_variable(2, start="tinh"), "B11", "", "variables.2"),
    Defect(
        "variable named as an impact",
        lambda c: c["variables"].append(
            {"key": "trips", "title": "Lượt", "kind": "number", "start": 0}
        ),
        "B11",
        "",
        "variables.3",
    ),
    Defect(
        "variable that is gone", lambda c: c["variables"].pop(0), "B11", "gap", "choices.0.when.0"
    ),
    # B12 scenes that nobody comes to
    Defect(
        "case that always holds hides the choice's own target",
        plant_all(
            add_scenes(scene("an", choice("a", "ket-kha", minutes=1))),
            lambda c: choice_at(c, "gap", 2).update(
                target="an", cases=[{"when": [clause("minutes", ">=", 5)], "target": "ket-kem"}]
            ),
        ),
        "B12",
        "an",
        "key",
    ),
    Defect(
        "scene behind a condition that always holds",
        plant_all(
            add_scenes(
                scene("an", choice("a", "an-2", minutes=1)),
                scene("an-2", choice("a", "ket-kem", minutes=1)),
            ),
            change_scene("ket-kha", when=[clause("trust", "<=", 9)], otherwise="an"),
        ),
        "B12",
        "an",
        "key",
    ),
    Defect(
        "ending that no assignment reaches",
        plant_all(
            add_scenes(ending("an", "poor")),
            change_scene("ket-kem", when=[clause("lan", "<=", 3)], otherwise="an"),
        ),
        "B12",
        "an",
        "key",
    ),
    # B13 cannot be won
    Defect(
        "good ending that is called fair", change_scene("ket-tot", ending="fair"), "B13", "", ""
    ),
    Defect(
        "only poor endings",
        lambda c: [s.update(ending="poor") for s in c["scenes"] if s.get("ending")],
        "B13",
        "",
        "",
        plain=True,
    ),
    # B14 steps
    Defect("nothing to pick from", change_scene("ho-so", items=[]), "B14", "ho-so", "items"),
    Defect(
        "nothing is right",
        lambda c: [i.update(right=False) for i in scene_at(c, "soat")["items"]],
        "B14",
        "soat",
        "items",
    ),
    Defect(
        "one item to order",
        lambda c: scene_at(c, "thu-tu").update(items=scene_at(c, "thu-tu")["items"][:1]),
        "B14",
        "thu-tu",
        "items",
    ),
    Defect(
        "item without a panel",
        change_item("danh-gia", 1, panel=[]),
        "B14",
        "danh-gia",
        "items.1.panel",
    ),
    Defect(
        "panel that finds all the same",
        lambda c: [i.update(panel=[3, 3]) for i in scene_at(c, "danh-gia")["items"]],
        "B14",
        "danh-gia",
        "items",
    ),
    Defect(
        "rating of six",
        change_item("danh-gia", 0, panel=[6, 5, 5]),
        "B14",
        "danh-gia",
        "items.0.panel",
    ),
    Defect("spot outside the picture", change_item("anh", 0, x=80), "B14", "anh", "items.0.x"),
    Defect(
        "no picture to search", change_scene("anh", picture="", image=None), "B14", "anh", "picture"
    ),
    Defect("form without fields", change_scene("phieu", fields=[]), "B14", "phieu", "fields"),
    Defect(
        "nothing to compare a reason with", change_scene("ly-do", model=""), "B14", "ly-do", "model"
    ),
    Defect("two items with one key", change_item("thu-tu", 1, key="m0"), "B14", "thu-tu", "items"),
    Defect(
        "mistake on a paper that is not there",
        change_item("soat", 0, paper="so-ho-khau"),
        "B14",
        "soat",
        "items.0.paper",
    ),
    Defect(
        "no branch for the lowest mark",
        change_choice("ho-so", 0, at_least=30),
        "B14",
        "ho-so",
        "choices",
    ),
    Defect(
        "lowest branch closed by a variable",
        change_choice("ho-so", 0, when=[clause("hoi", "==", True)]),
        "B14",
        "ho-so",
        "choices",
    ),
    Defect(
        "branch that no mark reaches",
        lambda c: scene_at(c, "thu-tu")["choices"].append(
            choice("giua", "soat", at_least=70, minutes=3)
        ),
        "B14",
        "thu-tu",
        "choices.2.at_least",
    ),
    Defect(
        "branch over 100",
        lambda c: scene_at(c, "phieu")["choices"].append(choice("giua", "ly-do", at_least=120)),
        "B14",
        "phieu",
        "choices.2.at_least",
    ),
    Defect(
        "time limit without a way when it is up",
        change_scene("mo-dau", seconds=30),
        "B14",
        "mo-dau",
        "seconds",
    ),
    Defect(
        "time is up without a limit",
        change_scene("gap", seconds=0),
        "B14",
        "gap",
        "choices.3.on_timeout",
    ),
    Defect(
        "ending that asks for something",
        change_scene("ket-kha", step="reason", model="…"),
        "B14",
        "ket-kha",
        "step",
    ),
    # B15 fields
    Defect(
        "pattern that cannot be read",
        change_check(5, 1, value="HS-[0-9"),
        "B15",
        "phieu",
        "fields.5.checks.1.value",
    ),
    Defect(
        "pattern with a look-ahead",
        change_check(5, 1, value="(?=HS).*"),
        "B15",
        "phieu",
        "fields.5.checks.1.value",
    ),
    Defect(
        "paper that is not there",
        change_check(0, 1, paper="giay"),
        "B15",
        "phieu",
        "fields.0.checks.1.paper",
    ),
    Defect(
        "line that is not there",
        change_check(1, 1, base="paper:don.gio"),
        "B15",
        "phieu",
        "fields.1.checks.1.base",
    ),
    Defect(
        "base that is no date",
        change_check(1, 1, base="paper:don.ten"),
        "B15",
        "phieu",
        "fields.1.checks.1.base",
    ),
    Defect(
        "field that is not there",
        change_check(2, 1, base="field:hen"),
        "B15",
        "phieu",
        "fields.2.checks.1.base",
    ),
    Defect(
        "right value that is no option",
        change_check(3, 1, accept=["Cấp đổi"]),
        "B15",
        "phieu",
        "fields.3.checks.1.accept",
    ),
    Defect(
        "numbers the wrong way round",
        change_check(4, 1, low=9),
        "B15",
        "phieu",
        "fields.4.checks.1.low",
    ),
    Defect(
        "model that breaks its pattern",
        change_field(5, model="HS-7"),
        "B15",
        "phieu",
        "fields.5.model",
    ),
    Defect(
        "model on a holiday's count",
        change_scenario(holidays=["2026-10-07"]),
        "B15",
        "phieu",
        "fields.1.model",
    ),
    Defect(
        "model date from which another is counted",
        change_field(1, model="18/10/2026"),
        "B15",
        "phieu",
        "fields.1.model",
    ),
    Defect("holiday that is no day", change_scenario(holidays=["2/9"]), "B15", "", "holidays.0"),
    # B16 conditions that send on
    Defect(
        "condition without otherwise",
        change_scene("ket-tot", otherwise=""),
        "B16",
        "ket-tot",
        "otherwise",
    ),
    Defect(
        "otherwise to nowhere",
        change_scene("ket-tot", otherwise="ket-nao"),
        "B16",
        "ket-tot",
        "otherwise",
    ),
    Defect(
        "conditions in a circle",
        change_scene("ket-kha", when=[clause("noi", "==", "xa")], otherwise="ket-tot"),
        "B16",
        "ket-tot",
        "otherwise",
    ),
    # B17 modes
    Defect("no mode", change_scenario(modes=[]), "B17", "", "modes"),
    Defect("no mode in a simple case", change_scenario(modes=[]), "B17", "", "modes", plain=True),
    # W1 and W2 length
    Defect(
        "long scene",
        change_scene("c2", narration="Người dân xếp hàng chờ từ sáng. " * 14),
        "W1",
        "c2",
        "narration",
        plain=True,
    ),
    Defect(
        "long talk of two",
        change_scene(
            "gap", words=[{"speaker": "Chị Mỷ", "speech": "Tôi cũng chờ lâu rồi đây. " * 16}]
        ),
        "W1",
        "gap",
        "speech",
    ),
    Defect(
        "longest answer is right",
        change_choice(
            "mo-dau",
            1,
            text="Mời chị ngồi, hỏi chị đã có những giấy gì, rồi đọc từng tờ giấy cùng với chị ấy",
        ),
        "W2",
        "mo-dau",
        "choices.1.text",
    ),
    Defect(
        "others are much shorter",
        lambda c: [
            w.update(text=f"Thôi {w['key']}")
            for w in scene_at(c, "c3")["choices"]
            if not w.get("is_right")
        ],
        "W2",
        "c3",
        "choices.1.text",
        plain=True,
    ),
    # W3 position
    Defect("right answer always first", _right_first, "W3", "", "", plain=True),
    Defect("right answer always second", _second_choice_after, "W3", "", "", plain=True),
    # W4 law
    Defect("no basis", change_scene("mo-dau", basis=[]), "W4", "mo-dau", "basis"),
    Defect(
        "basis past its end",
        change_scene("gap", basis=[{"kind": "law", "text": "Luật cũ", "valid_to": "2020-01-01"}]),
        "W4",
        "gap",
        "basis.0",
    ),
    Defect(
        "basis not in force yet",
        change_scene(
            "gap", basis=[{"kind": "law", "text": "Luật mới", "valid_from": "2090-01-01"}]
        ),
        "W4",
        "gap",
        "basis.0",
    ),
    # W5 idle loops
    Defect(
        "loop that changes nothing",
        lambda c: scene_at(c, "mo-dau")["choices"].append(choice("d", "mo-dau")),
        "W5",
        "mo-dau",
        "choices.3.target",
    ),
    Defect(
        "branch back that changes nothing",
        change_choice("thu-tu", 0, target="thu-tu", minutes=0, trust=0),
        "W5",
        "thu-tu",
        "choices.0.target",
    ),
    # W6 long ways
    Defect("a detour of nine scenes", _detour, "W6", "", "", plain=True),
    Defect(
        "best path of fourteen scenes",
        lambda c: [
            _long_way(c),
            next(w for w in scene_at(c, "c5")["choices"] if w["key"] == "a").update(target="x0"),
            choice_at(c, "x8", 0).update(target="tot"),
        ],
        "W6",
        "",
        "",
        plain=True,
    ),
    # W7 twins
    Defect(
        "two choices with one text",
        change_choice("mo-dau", 2, text="Cách làm thứ a ở đây."),
        "W7",
        "mo-dau",
        "choices.2.text",
    ),
    Defect(
        "twins in capital letters",
        lambda c: choice_at(c, "c4", 1).update(text=choice_at(c, "c4", 2)["text"].upper()),
        "W7",
        "c4",
        "choices.2.text",
        plain=True,
    ),
    # W8 sentences
    Defect(
        "long sentence of a citizen",
        change_scene("ho-so", speech="Tôi đi từ bản " + "xuống đến tận xã " * 8),
        "W8",
        "ho-so",
        "speech",
    ),
    Defect(
        "long sentence in the right way",
        change_scene("ket-kha", right_way=["Ghi " + "rõ từng tờ giấy " * 9]),
        "W8",
        "ket-kha",
        "right_way.0",
    ),
    # W9 idle variables
    Defect(
        "variable that nobody asks for",
        lambda c: c["variables"].append(
            {"key": "them", "title": "Thêm", "kind": "flag", "start": False}
        ),
        "W9",
        "",
        "variables.3",
    ),
    Defect(
        "changed but not read",
        plant_all(
            lambda c: c["variables"].append(
                {"key": "them", "title": "Thêm", "kind": "flag", "start": False}
            ),
            lambda c: choice_at(c, "gap", 0).update(effects=[effect("them", "set", True)]),
        ),
        "W9",
        "",
        "variables.3",
    ),
    Defect(
        "read but never changed",
        plant_all(
            lambda c: c["variables"].append(
                {"key": "them", "title": "Thêm", "kind": "flag", "start": True}
            ),
            change_choice("mo-dau", 0, when=[clause("them", "==", True)]),
        ),
        "W9",
        "",
        "variables.3",
    ),
    # W10 cannot be lost
    Defect("no poor ending", change_scene("ket-kem", ending="fair"), "W10", "", ""),
    Defect(
        "all ways cost the same", change_all_choices(minutes=5, trips=0), "W10", "", "", plain=True
    ),
    # W11 best longer than worst
    Defect("who is wrong is done at once", _best_is_long, "W11", "", "", plain=True),
    Defect(
        "a way out of the first scene that costs most",
        lambda c: scene_at(c, "mo-dau")["choices"].append(choice("d", "ket-kem", trips=60)),
        "W11",
        "",
        "",
    ),
    # W12 hints
    Defect(
        "hint with the answer",
        change_scene("c1", hint="Nên nhớ: cách làm thứ a ở đây."),
        "W12",
        "c1",
        "hint",
        plain=True,
    ),
    Defect(
        "question with nearly the answer",
        plant_all(
            change_choice("c2", 2, text="Hỏi người đỡ đẻ, lập biên bản"),
            change_scene("c2", question="Có nên hỏi người đỡ đẻ rồi lập ngay biên bản?"),
        ),
        "W12",
        "c2",
        "question",
        plain=True,
    ),
    Defect(
        "hint with the answer of a later scene",
        plant_all(
            change_choice("c4", 0, text="Gọi xã bên để hỏi cho rõ"),
            change_scene("c2", hint="Sau này gọi xã bên để hỏi cho rõ."),
        ),
        "W12",
        "c2",
        "hint",
        plain=True,
    ),
    # W13 not explored
    Defect("numbers without an end", _counting_loops, "W13", "", "variables", plain=True),
    Defect(
        "trust without an end",
        plant_all(
            lambda c: scene_at(c, "mo-dau")["choices"].extend(
                [
                    choice("d", "mo-dau", trust=1, minutes=1),
                    choice("e", "mo-dau", trust=-1, minutes=1),
                ]
            ),
            change_scene("ket-tot", when=[clause("trust", "<", 5)]),
        ),
        "W13",
        "",
        "variables",
    ),
    # W14 modes
    Defect(
        "Tự làm where nothing costs anything",
        plant_all(change_all_choices(minutes=0, trips=0), change_scenario(modes=["solo"])),
        "W14",
        "",
        "modes",
        plain=True,
    ),
    Defect(
        "master without a reason",
        change_choice("mo-dau", 1, why=""),
        "W14",
        "mo-dau",
        "choices.1.why",
    ),
    Defect(
        "master leaves a field empty", change_field(4, model=""), "W14", "phieu", "fields.4.model"
    ),
]
