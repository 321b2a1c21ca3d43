"""A problem of a scenario: where it is, what it is, how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.content import Scene


@dataclass(frozen=True)
class ScenarioProblem:
    """`rule` is B… (blocks printing) or W… (warns). `where` and `field` name the place for a
    person.

    `scene` (key) and `path` name it for the Studio's cursor: "choices.1.target",
    "fields.0.checks.2.base", "hint". What concerns the whole scenario has no scene; its path is ""
    or that of the scenario's own field: "variables.0", "holidays.1".
    """

    rule: str
    where: str
    field: str
    text: str
    mend: str
    scene: str = ""
    path: str = ""

    @property
    def blocks(self) -> bool:
        return self.rule.startswith("B")


_FIELDS = {
    "key": gettext_noop("Key"),
    "title": gettext_noop("Title"),
    "place": gettext_noop("Place"),
    "picture": gettext_noop("Picture"),
    "picture_alt": gettext_noop("Text alternative"),
    "image": gettext_noop("Picture"),
    "speaker": gettext_noop("Speaker"),
    "speech": gettext_noop("What is said"),
    "narration": gettext_noop("Narration"),
    "papers": gettext_noop("Papers on the counter"),
    "question": gettext_noop("Question"),
    "hint": gettext_noop("Hint"),
    "choices": gettext_noop("Choices"),
    "right_way": gettext_noop("The right way"),
    "basis": gettext_noop("Basis"),
    "ending": gettext_noop("Ending"),
    "step": gettext_noop("Kind of step"),
    "items": gettext_noop("Items"),
    "fields": gettext_noop("Fields of the form"),
    "form_title": gettext_noop("Name of the form"),
    "model": gettext_noop("Model answer"),
    "when": gettext_noop("Condition"),
    "otherwise": gettext_noop("Otherwise to"),
    "seconds": gettext_noop("Time to answer"),
    "words": gettext_noop("Other speakers"),
    "audio": gettext_noop("Recordings"),
    "scenes": gettext_noop("Scenes"),
    "variables": gettext_noop("Variables"),
    "modes": gettext_noop("Modes"),
    "holidays": gettext_noop("Holidays"),
    "workdays": gettext_noop("Worked weekend days"),
    "citizen": gettext_noop("Citizen"),
    "role": gettext_noop("Role"),
    "": gettext_noop("The whole case"),
}
_NUMBERED: dict[str, Callable[[int], str]] = {
    "choices": lambda n: _("Choice %(number)d") % {"number": n},
    "items": lambda n: _("Item %(number)d") % {"number": n},
    "fields": lambda n: _("Field %(number)d of the form") % {"number": n},
    "papers": lambda n: _("Paper %(number)d") % {"number": n},
    "variables": lambda n: _("Variable %(number)d") % {"number": n},
    "audio": lambda n: _("Recording %(number)d") % {"number": n},
}


def problem_at(rule: str, scene: Scene | None, path: str, text: str, mend: str) -> ScenarioProblem:
    """A problem at a field of a scene, or of the whole scenario (`scene` None)."""
    if scene is None:
        return ScenarioProblem(rule, _("The whole case"), field_label(path), text, mend, "", path)
    where = _("Scene “%(title)s”") % {"title": scene.title or scene.key}
    return ScenarioProblem(rule, where, field_label(path), text, mend, scene.key, path)


def field_label(path: str) -> str:
    """The field of a path as an editor knows it: "choices.1.target" → "Choice 2"."""
    name, _dot, rest = path.partition(".")
    number = rest.partition(".")[0]
    if name in _NUMBERED and number:
        return _NUMBERED[name](int(number) + 1)
    return _(_FIELDS[name])
