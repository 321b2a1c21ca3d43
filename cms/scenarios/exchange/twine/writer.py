"""Twee 3 out, for SugarCube: passages that play in Twine, and one more with what Twine has no room
for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cms.content import IMPACTS, Choice, Clause, Effect, Scenario, Scene, Value
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine.nodes import Passage

FORMAT, FORMAT_VERSION = "SugarCube", "2.36.1"
NOWHERE = "(chưa có cảnh)"
_ENDINGS = {"good": "tot", "fair": "kha", "poor": "kem"}
_OPS = {"==": "is", "!=": "isnot", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_MARKUP = re.compile(
    r"\[\[|\[img|[<>$`\\]|''|//|__|\*\*|~~|\{\{\{|/\*|/%|\"\"\"|(?<!\w)_\w|@@|\?\w"
)
_NO_LABEL = re.compile(r"[\[\]|<>\n]|--?>|''|//|__|\*\*|~~|/\*|/%")
_STORY = re.compile(r"^(?:Story|Passage|User|VungViec)", re.IGNORECASE)


@dataclass(frozen=True)
class Laid:
    """A scene's passages: its own first, then one for each choice that has a consequence."""

    key: str
    passages: tuple[Passage, ...]


def names(scenario: Scenario) -> dict[str, str]:
    """Key of scene → name of its passage: the title, freed of what links cannot hold; each name
    once.
    """
    passage_names: dict[str, str] = {}
    taken_names: set[str] = set()
    for scene in scenario.scenes:
        name = _name(scene.title) or _name(scene.key) or "Cảnh"
        if name.casefold() in taken_names or _STORY.match(name):
            name = f"{name} ({_name(scene.key)})"
        number, unique = 1, name
        while unique.casefold() in taken_names:
            number += 1
            unique = f"{name} {number}"
        taken_names.add(unique.casefold())
        passage_names[scene.key] = unique
    return passage_names


def _name(raw: str) -> str:
    without_signs = re.sub(r"[\[\]{}|<>\\\"'$`_\ue000\ue001]|--+", " ", texts.tidy(raw))
    return " ".join(without_signs.split())[:120].strip(" :-")


def identifiers(scenario: Scenario) -> dict[str, str]:
    """Key of a variable → its name in the story, of letters, digits and underscores; declared or
    not.
    """
    keys = [one.key for one in scenario.variables]
    for scene in scenario.scenes:
        keys += [clause.variable for clause in scene.when]
        for choice in scene.choices:
            keys += [effect.variable for effect in choice.effects]
            keys += [clause.variable for clause in choice.when]
    found = {name: name for name in IMPACTS}
    taken = set(IMPACTS)
    for key in dict.fromkeys(keys):
        if key not in found:
            plain = re.sub(r"\W", "_", key) or "_"
            name = base = plain if plain[0].isalpha() else f"v{plain}"
            number = 1
            while name in taken:
                number += 1
                name = f"{base}_{number}"
            taken.add(name)
            found[key] = name
    return found


def laid(scenario: Scenario) -> list[Laid]:
    """All passages of the scenes, in their order."""
    scenario = _with_names(scenario)
    passage_names = names(scenario)
    taken_names = {name.casefold() for name in passage_names.values()}
    layouts = []
    for scene in scenario.scenes:
        consequences: list[Passage] = []
        lines = [
            _line(
                choice,
                passage_names,
                _after(scene, choice, passage_names, taken_names, consequences),
            )
            for choice in scene.choices
        ]
        tags = (_ENDINGS[scene.ending],) if scene.ending else ()
        text = "\n".join([*_body(scene, passage_names), *lines]).strip()
        layouts.append(
            Laid(scene.key, (Passage(passage_names[scene.key], text, tags), *consequences))
        )
    return layouts


def _with_names(scenario: Scenario) -> Scenario:
    """The scenario with variables named as the story names them."""
    return renamed(scenario, identifiers(scenario))


def renamed(scenario: Scenario, keys: Mapping[str, str]) -> Scenario:
    """The scenario with other keys of its variables; keys that are not named stay."""

    def clauses(when: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(replace(one, variable=keys.get(one.variable, one.variable)) for one in when)

    def choice(one: Choice) -> Choice:
        effects = tuple(replace(x, variable=keys.get(x.variable, x.variable)) for x in one.effects)
        return replace(one, effects=effects, when=clauses(one.when))

    return replace(
        scenario,
        variables=tuple(replace(one, key=keys.get(one.key, one.key)) for one in scenario.variables),
        scenes=tuple(
            replace(
                scene,
                when=clauses(scene.when),
                choices=tuple(choice(one) for one in scene.choices),
            )
            for scene in scenario.scenes
        ),
    )


def beginning(scenario: Scenario) -> str:
    """Text of the passage StoryInit: the values of all variables at the start."""
    names_in_story = identifiers(scenario)
    starts: dict[str, Value] = {
        "trips": scenario.start_trips,
        "minutes": scenario.start_minutes,
        "money": 0,
        "trust": 0,
    }
    starts |= {names_in_story[variable.key]: variable.start for variable in scenario.variables}
    return "\n".join(f"<<set ${name} to {_value(value)}>>" for name, value in starts.items())


def twee(scenario: Scenario, title: str, extra: Passage) -> str:
    """The whole file. `extra` goes last."""
    start = names(scenario).get(scenario.scenes[0].key, "") if scenario.scenes else ""
    data = {
        "ifid": _ifid(title),
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "start": start,
    }
    parts = [
        Passage("StoryTitle", " ".join(title.split())),
        Passage("StoryData", json.dumps(data, ensure_ascii=False, indent=1)),
        Passage("StoryInit", beginning(scenario)),
        *(passage for part in laid(scenario) for passage in part.passages),
        extra,
    ]
    return "\n\n\n".join(f"{_head(part)}\n{_text(part.text)}" for part in parts) + "\n"


def _head(passage: Passage) -> str:
    tags = f" [{' '.join(passage.tags)}]" if passage.tags else ""
    return f":: {passage.name}{tags}"


def _text(text: str) -> str:
    return re.sub(r"^(\\*)::", r"\1\\::", text, flags=re.MULTILINE)


def _ifid(title: str) -> str:
    """A name for the story in Twine's own form; the same title has the same."""
    digest = "".join(f"{byte:02X}" for byte in (title.encode() * 16 or b"vungviec" * 2)[:16])
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _body(scene: Scene, passage_names: dict[str, str]) -> list[str]:
    lines = []
    if scene.when and scene.otherwise in passage_names:
        lines.append(
            f'<<if not ({_when(scene.when)})>><<goto "{passage_names[scene.otherwise]}">><</if>>'
        )
    if scene.place:
        lines.append(f"Nơi chốn: {_prose(scene.place)}")
    if scene.narration:
        lines.append(_prose(scene.narration))
    lines += [_prose(line) for line in said(scene)]
    if scene.question:
        lines.append(f"Câu hỏi: {_prose(scene.question)}")
    if scene.hint:
        lines.append(f"Gợi ý: {_prose(scene.hint)}")
    return ["\n\n".join(lines) + "\n"] if lines else []


def said(scene: Scene) -> list[str]:
    """What is spoken in a scene, as its passage shows it."""
    spoken = [
        (scene.speaker, scene.speech),
        *((words.speaker, words.speech) for words in scene.words),
    ]
    return [
        texts.tidy(f"{speaker}: “{speech}”" if speaker else f"“{speech}”")
        for speaker, speech in spoken
        if speaker or speech
    ]


def _prose(text: str) -> str:
    """Text that the story format shows as it stands."""
    if not _MARKUP.search(text):
        return text
    if '"""' not in text:
        return f'"""{text}"""'
    return "{{{" + text.replace("}}}", "}} }") + "}}}"


def _after(
    scene: Scene,
    choice: Choice,
    passage_names: dict[str, str],
    taken_names: set[str],
    consequences: list[Passage],
) -> str:
    """Name of the passage to which a choice leads: its consequence where it has one, else the next
    scene.
    """
    target = passage_names.get(choice.target, "") or _name(choice.target) or NOWHERE
    if not (choice.consequence or choice.is_right or choice.competence):
        return target
    name = base = f"{passage_names[scene.key]} · {_name(choice.key) or 'x'}"
    number = 1
    while name.casefold() in taken_names:
        number += 1
        name = f"{base} {number}"
    taken_names.add(name.casefold())
    tags = ["hau-qua", *(["dung"] if choice.is_right else [])]
    if choice.competence in texts.COMPETENCE_WORDS:
        tags.append(choice.competence.replace("_", "-"))
    text = f"{_prose(choice.consequence)}\n\n[[Đi tiếp|{target}]]".strip()
    consequences.append(Passage(name, text, tuple(tags)))
    return name


def _line(choice: Choice, passage_names: dict[str, str], target: str) -> str:
    """A link with its changes, under its condition."""
    changes = "; ".join([*_impacts(choice), *(_change(effect) for effect in choice.effects)])
    label = texts.tidy(choice.text).replace("\n", " ")
    if _NO_LABEL.search(label) or not label or "]" in changes:
        quoted = json.dumps(label, ensure_ascii=False)
        inner = f"<<set {changes}>>" if changes else ""
        link = f'<<link {quoted} "{target}">>{inner}<</link>>'
    else:
        link = f"[[{label}|{target}][{changes}]]" if changes else f"[[{label}|{target}]]"
    return f"<<if {_when(choice.when)}>>{link}<</if>>" if choice.when else link


def _impacts(choice: Choice) -> list[str]:
    amounts = [(name, getattr(choice, name)) for name in IMPACTS]
    return [_change(Effect(name, "add", amount)) for name, amount in amounts if amount]


def _change(effect: Effect) -> str:
    if effect.op == "add" and isinstance(effect.value, int):
        sign = "-" if effect.value < 0 else "+"
        return f"${effect.variable} {sign}= {abs(effect.value)}"
    return f"${effect.variable} to {_value(effect.value)}"


def _when(clauses: tuple[Clause, ...]) -> str:
    return " and ".join(f"${c.variable} {_OPS[c.op]} {_value(c.value)}" for c in clauses)


def _value(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
