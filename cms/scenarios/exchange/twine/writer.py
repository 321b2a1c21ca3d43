"""Scenarios to Twee 3 for SugarCube: passages that play in Twine, and one that keeps the rest."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from cms.content import IMPACTS, Choice, Clause, Effect, Scenario, Scene, Value
from cms.scenarios.exchange import texts
from cms.scenarios.exchange.twine.nodes import Passage

UseT = TypeVar("UseT", Clause, Effect)  # what names a variable

FORMAT, FORMAT_VERSION = "SugarCube", "2.36.1"
NOWHERE = "(chưa có cảnh)"
_ENDINGS = {"good": "tot", "fair": "kha", "poor": "kem"}
_OPS = {"==": "is", "!=": "isnot", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
# Signs that SugarCube would carry out or format in prose, and in the label of a link.
_MARKUP = re.compile(
    r"\[\[|\[img|[<>$`\\]|''|//|__|\*\*|~~|\{\{\{|/\*|/%|\"\"\"|(?<!\w)_\w|@@|\?\w"
)
_NO_LABEL = re.compile(r"[\[\]|<>\n]|--?>|''|//|__|\*\*|~~|/\*|/%")
# Names that Twine keeps for passages of its own.
_STORY = re.compile(r"^(?:Story|Passage|User|VungViec)", re.IGNORECASE)


@dataclass(frozen=True)
class PassageLayout:
    """The passages of a scene: its own first, then one for each choice with a consequence."""

    key: str
    passages: tuple[Passage, ...]


def name_passages(scenario: Scenario) -> dict[str, str]:
    """Key of scene → unique name of its passage: the title without what links cannot hold."""
    passage_names: dict[str, str] = {}
    taken_names: set[str] = set()
    for scene in scenario.scenes:
        name = _clean_name(scene.title) or _clean_name(scene.key) or "Cảnh"
        if name.casefold() in taken_names or _STORY.match(name):
            name = f"{name} ({_clean_name(scene.key)})"
        passage_names[scene.key] = _take_passage_name(name, taken_names)
    return passage_names


def _take_passage_name(name: str, taken_names: set[str]) -> str:
    """The name, or with a number behind where it is taken (in any case); marked as taken."""
    number, unique_name = 1, name
    while unique_name.casefold() in taken_names:
        number += 1
        unique_name = f"{name} {number}"
    taken_names.add(unique_name.casefold())
    return unique_name


def _clean_name(raw: str) -> str:
    """A text without the signs that names of passages cannot hold, at most 120 letters."""
    without_signs = re.sub(r"[\[\]{}|<>\\\"'$`_\ue000\ue001]|--+", " ", texts.tidy_text(raw))
    return " ".join(without_signs.split())[:120].strip(" :-")


def name_variables(scenario: Scenario) -> dict[str, str]:
    """Key of a variable, declared or not → its name in the story: letters, digits, underscores."""
    names_in_story = {name: name for name in IMPACTS}
    taken_names = set(IMPACTS)
    for key in _variable_keys(scenario):
        if key not in names_in_story:
            name = re.sub(r"\W", "_", key) or "_"
            if not name[0].isalpha():
                name = f"v{name}"
            number, unique_name = 1, name
            while unique_name in taken_names:
                number += 1
                unique_name = f"{name}_{number}"
            taken_names.add(unique_name)
            names_in_story[key] = unique_name
    return names_in_story


def _variable_keys(scenario: Scenario) -> list[str]:
    """The keys of all variables that are declared, changed or compared, in that order."""
    keys = [variable.key for variable in scenario.variables]
    for scene in scenario.scenes:
        uses: list[Clause | Effect] = [*scene.when]
        for choice in scene.choices:
            uses += [*choice.effects, *choice.when]
        keys += [use.variable for use in uses]
    return keys


def lay_out_scenes(scenario: Scenario) -> list[PassageLayout]:
    """The passages of all scenes, in their order."""
    scenario = _with_story_names(scenario)
    passage_names = name_passages(scenario)
    taken_names = {name.casefold() for name in passage_names.values()}
    layouts = []
    for scene in scenario.scenes:
        consequences: list[Passage] = []
        lines = [
            _choice_line(
                choice,
                passage_names,
                _add_consequence(scene, choice, passage_names, taken_names, consequences),
            )
            for choice in scene.choices
        ]
        tags = (_ENDINGS[scene.ending],) if scene.ending else ()
        text = "\n".join([*_scene_body(scene, passage_names), *lines]).strip()
        layouts.append(
            PassageLayout(scene.key, (Passage(passage_names[scene.key], text, tags), *consequences))
        )
    return layouts


def _with_story_names(scenario: Scenario) -> Scenario:
    """The scenario with variables named as the story names them."""
    return rename_variables(scenario, name_variables(scenario))


def rename_variables(scenario: Scenario, keys: Mapping[str, str]) -> Scenario:
    """The scenario with new keys for its variables; a key that `keys` does not name stays."""
    scenes = []
    for scene in scenario.scenes:
        choices = []
        for choice in scene.choices:
            effects = _rename_variable_in(choice.effects, keys)
            when = _rename_variable_in(choice.when, keys)
            choices.append(replace(choice, effects=effects, when=when))
        when = _rename_variable_in(scene.when, keys)
        scenes.append(replace(scene, when=when, choices=tuple(choices)))
    variables = tuple(
        replace(variable, key=keys.get(variable.key, variable.key))
        for variable in scenario.variables
    )
    return replace(scenario, variables=variables, scenes=tuple(scenes))


def _rename_variable_in(uses: tuple[UseT, ...], keys: Mapping[str, str]) -> tuple[UseT, ...]:
    """The clauses or effects, each with the new key of its variable."""
    return tuple(replace(use, variable=keys.get(use.variable, use.variable)) for use in uses)


def write_beginning(scenario: Scenario) -> str:
    """The text of the passage StoryInit: the start values of all variables."""
    names_in_story = name_variables(scenario)
    starts: dict[str, Value] = {
        "trips": scenario.start_trips,
        "minutes": scenario.start_minutes,
        "money": 0,
        "trust": 0,
    }
    starts |= {names_in_story[variable.key]: variable.start for variable in scenario.variables}
    return "\n".join(f"<<set ${name} to {_write_value(value)}>>" for name, value in starts.items())


def compose_twee(scenario: Scenario, title: str, extra: Passage) -> str:
    """The whole file; the passage `extra` goes last."""
    start = name_passages(scenario).get(scenario.scenes[0].key, "") if scenario.scenes else ""
    data = {
        "ifid": _make_ifid(title),
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "start": start,
    }
    parts = [
        Passage("StoryTitle", " ".join(title.split())),
        Passage("StoryData", json.dumps(data, ensure_ascii=False, indent=1)),
        Passage("StoryInit", write_beginning(scenario)),
        *(passage for part in lay_out_scenes(scenario) for passage in part.passages),
        extra,
    ]
    return (
        "\n\n\n".join(f"{_passage_head(part)}\n{_escape_text(part.text)}" for part in parts) + "\n"
    )


def _passage_head(passage: Passage) -> str:
    tags = f" [{' '.join(passage.tags)}]" if passage.tags else ""
    return f":: {passage.name}{tags}"


def _escape_text(text: str) -> str:
    """The text of a passage; "::" at the beginning of a line would begin another passage."""
    return re.sub(r"^(\\*)::", r"\1\\::", text, flags=re.MULTILINE)


def _make_ifid(title: str) -> str:
    """The story's id in Twine's own form; the same title always has the same id."""
    digest = "".join(f"{byte:02X}" for byte in (title.encode() * 16 or b"vungviec" * 2)[:16])
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _scene_body(scene: Scene, passage_names: dict[str, str]) -> list[str]:
    """The text of a scene without its choices, with the labels that the reader knows."""
    lines = []
    if scene.when and scene.otherwise in passage_names:
        condition, target = _write_condition(scene.when), passage_names[scene.otherwise]
        lines.append(f'<<if not ({condition})>><<goto "{target}">><</if>>')
    labelled_texts = [
        ("Nơi chốn: ", scene.place),
        ("", scene.narration),
        *(("", line) for line in _spoken_lines(scene)),
        ("Câu hỏi: ", scene.question),
        ("Gợi ý: ", scene.hint),
    ]
    lines += [f"{label}{_escape_prose(text)}" for label, text in labelled_texts if text]
    return ["\n\n".join(lines) + "\n"] if lines else []


def _spoken_lines(scene: Scene) -> list[str]:
    """The lines spoken in a scene, as its passage shows them."""
    spoken = [
        (scene.speaker, scene.speech),
        *((words.speaker, words.speech) for words in scene.words),
    ]
    return [
        texts.tidy_text(f"{speaker}: “{speech}”" if speaker else f"“{speech}”")
        for speaker, speech in spoken
        if speaker or speech
    ]


def _escape_prose(text: str) -> str:
    """Text that the story format shows letter by letter."""
    if not _MARKUP.search(text):
        return text
    # SugarCube shows text between """ as it stands, and text between {{{ as code
    if '"""' not in text:
        return f'"""{text}"""'
    return "{{{" + text.replace("}}}", "}} }") + "}}}"


def _add_consequence(
    scene: Scene,
    choice: Choice,
    passage_names: dict[str, str],
    taken_names: set[str],
    consequences: list[Passage],
) -> str:
    """The name of the passage to which a choice leads: its consequence, else the next scene.

    The passage of the consequence is added to `consequences`.
    """
    target = passage_names.get(choice.target, "") or _clean_name(choice.target) or NOWHERE
    if not (choice.consequence or choice.is_right or choice.competence):
        return target
    name = _take_passage_name(
        f"{passage_names[scene.key]} · {_clean_name(choice.key) or 'x'}", taken_names
    )
    tags = ["hau-qua"]
    if choice.is_right:
        tags.append("dung")
    if choice.competence in texts.COMPETENCE_WORDS:
        tags.append(choice.competence.replace("_", "-"))
    text = f"{_escape_prose(choice.consequence)}\n\n[[Đi tiếp|{target}]]".strip()
    consequences.append(Passage(name, text, tuple(tags)))
    return name


def _choice_line(choice: Choice, passage_names: dict[str, str], target: str) -> str:
    """The link of a choice with its changes, under its condition."""
    changes = "; ".join([*_impact_changes(choice), *map(_write_change, choice.effects)])
    label = texts.tidy_text(choice.text).replace("\n", " ")
    if _NO_LABEL.search(label) or not label or "]" in changes:
        quoted = json.dumps(label, ensure_ascii=False)
        inner = f"<<set {changes}>>" if changes else ""
        link = f'<<link {quoted} "{target}">>{inner}<</link>>'
    else:
        link = f"[[{label}|{target}][{changes}]]" if changes else f"[[{label}|{target}]]"
    return f"<<if {_write_condition(choice.when)}>>{link}<</if>>" if choice.when else link


def _impact_changes(choice: Choice) -> list[str]:
    amounts = [(name, getattr(choice, name)) for name in IMPACTS]
    return [_write_change(Effect(name, "add", amount)) for name, amount in amounts if amount]


def _write_change(effect: Effect) -> str:
    """An effect in SugarCube's words."""
    if effect.op == "add" and isinstance(effect.value, int):
        sign = "-" if effect.value < 0 else "+"
        return f"${effect.variable} {sign}= {abs(effect.value)}"
    return f"${effect.variable} to {_write_value(effect.value)}"


def _write_condition(clauses: tuple[Clause, ...]) -> str:
    return " and ".join(f"${c.variable} {_OPS[c.op]} {_write_value(c.value)}" for c in clauses)


def _write_value(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
