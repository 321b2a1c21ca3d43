"""What selects offer: fixed lists, and those that depend on the scenario and the library."""

import functools
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.library.models import LegalDocument, Picture
from cms.scenarios.kit import COMPETENCES, PICTURES
from cms.scenarios.steps import STEPS
from cms.studio.drafts import ScenarioDraft
from cms.studio.edits.scenes import NEW_SCENE
from cms.studio.graph import Plain, scenes_of

Options = list[tuple[str, Any]]

_MAX_PICTURES = 60
_MAX_LAWS = 200

_IMPACTS: Options = [
    ("trips", gettext_lazy("trips of the citizen")),
    ("minutes", gettext_lazy("minutes waited by the citizen")),
    ("money", gettext_lazy("money spent by the citizen")),
    ("trust", gettext_lazy("trust of the citizen")),
]
_FIXED_LISTS: dict[str, Options] = {
    "steps": [(kind.value, gettext_lazy(step.name)) for kind, step in STEPS.items()],
    "ops": [
        ("==", gettext_lazy("is")),
        ("!=", gettext_lazy("is not")),
        ("<", gettext_lazy("less than")),
        ("<=", gettext_lazy("at most, number")),
        (">", gettext_lazy("more than")),
        (">=", gettext_lazy("at least, number")),
    ],
    "changes": [("set", gettext_lazy("becomes")), ("add", gettext_lazy("grows by"))],
    "statuses": [
        ("ok", pgettext_lazy("paper", "there and right")),
        ("missing", pgettext_lazy("paper", "missing")),
        ("wrong", pgettext_lazy("paper", "wrong")),
    ],
    "competences": [("", gettext_lazy("none named")), *COMPETENCES],
    "pictures": [("", pgettext_lazy("picture", "none")), *PICTURES],
    "markers": [
        ("self", gettext_lazy("the learner, with the good answer")),
        ("instructor", gettext_lazy("the instructor")),
    ],
    "endings": [
        ("", gettext_lazy("not an ending")),
        ("good", gettext_lazy("ends well")),
        ("fair", gettext_lazy("ends fairly")),
        ("poor", gettext_lazy("ends badly")),
    ],
    "bases": [
        ("law", pgettext_lazy("basis", "law")),
        ("internal", pgettext_lazy("basis", "internal rule")),
        ("practice", pgettext_lazy("basis", "good practice")),
    ],
    "rules": [
        ("required", gettext_lazy("must be filled in")),
        ("equals", gettext_lazy("equals a right value")),
        ("pattern", gettext_lazy("fits a pattern")),
        ("number", gettext_lazy("is a number between")),
        ("words", gettext_lazy("has at least so many words")),
        ("paper", gettext_lazy("says what the paper says")),
        ("date", gettext_lazy("is a date reckoned from another")),
    ],
    "day_ops": [
        ("==", gettext_lazy("exactly that day")),
        ("<=", gettext_lazy("that day or before")),
        (">=", gettext_lazy("that day or later")),
    ],
    "units": [
        ("", gettext_lazy("no count")),
        ("days", gettext_lazy("days, all counted")),
        ("working_days", gettext_lazy("working days")),
        ("months", gettext_lazy("months")),
        ("years", gettext_lazy("years")),
    ],
    "field_kinds": [
        ("text", gettext_lazy("short text")),
        ("long", gettext_lazy("long text")),
        ("date", gettext_lazy("date")),
        ("number", gettext_lazy("number, digits")),
        ("choice", gettext_lazy("one of several values")),
    ],
    "kinds": [
        ("number", gettext_lazy("number, digits")),
        ("flag", gettext_lazy("yes or no")),
        ("text", gettext_lazy("text from a list")),
    ],
    "languages": [
        ("vi", "Tiếng Việt"),
        ("tha", "Tiếng Thái"),
        ("hmn", "Tiếng Mông"),
        ("tyz", "Tiếng Tày"),
        ("nut", "Tiếng Nùng"),
        ("ium", "Tiếng Dao"),
        ("kjg", "Tiếng Khơ Mú"),
        ("hni", "Tiếng Hà Nhì"),
    ],
}
_MODE_ORDERS = (
    "guided",
    "watch guided",
    "watch guided solo",
    "guided solo",
    "watch solo",
    "solo",
    "watch",
)
MODE_NAMES: dict[str, Any] = {
    "watch": pgettext_lazy("studio", "Watch"),
    "guided": pgettext_lazy("studio", "Do it together"),
    "solo": pgettext_lazy("studio", "On your own"),
}


@dataclass
class OptionLists:
    """The lists for one scenario; those of papers, pictures and laws belong to one scene.

    `laws`: number of a legal document → its title.
    """

    case: Plain
    papers: Options = field(default_factory=list)
    images: Options = field(default_factory=list)
    laws: dict[str, str] = field(default_factory=dict)

    @functools.cached_property
    def kinds(self) -> dict[str, str]:
        """Variable → sort of its value ("number", "flag", "text"), impacts included."""
        impacts = dict.fromkeys((impact for impact, _label in _IMPACTS), "number")
        own = {variable["key"]: variable["kind"] for variable in self.case.get("variables", [])}
        return {**impacts, **own}

    def get(self, name: str) -> Options:
        """The options of a list by its name; none for fields that offer nothing."""
        return _FIXED_LISTS.get(name) or self._own_lists.get(name, [])

    @functools.cached_property
    def _own_lists(self) -> dict[str, Options]:
        """The lists that are not the same for every scenario, and those translated only here."""
        variables: Options = [
            (variable["key"], variable["title"]) for variable in self.case.get("variables", [])
        ]
        return {
            "targets": self._target_options(),
            "variables": [("", _("choose a fact")), *variables, *_IMPACTS],
            "own": [("", _("choose a fact")), *variables],
            "papers": [("", _("no paper")), *self.papers],
            "images": [("", _("no picture of the library")), *self.images],
            "modes": [(order, _order_in_words(order)) for order in _MODE_ORDERS],
        }

    def _target_options(self) -> Options:
        numbered = [
            (scene["key"], f"{number}. {scene['title'] or scene['key']}")
            for number, scene in enumerate(scenes_of(self.case), 1)
        ]
        return [("", _("choose a scene")), *numbered, (NEW_SCENE, _("+ a new scene"))]


def _order_in_words(order: str) -> str:
    """Modes in words: "watch guided" → "Watch → Do it together"."""
    return " → ".join(str(MODE_NAMES[mode]) for mode in order.split())


def option_lists_for(draft: ScenarioDraft, scene: Plain) -> OptionLists:
    """The lists for a scene of a draft. Two queries."""
    lists = OptionLists(draft.case)
    lists.papers = [(paper["key"], paper["title"]) for paper in scene.get("papers", [])]
    pictures = Picture.objects.order_by("-created_at", "-pk")[:_MAX_PICTURES]
    lists.images = [(str(picture.pk), picture.title) for picture in pictures]
    # the picture in use stays on offer, however many came to the library since
    image = scene.get("image")
    if image and str(image["image"]) not in dict(lists.images):
        lists.images.append((str(image["image"]), _("picture in use")))
    titles = LegalDocument.objects.order_by("number").values_list("number", "title")
    lists.laws = dict(titles[:_MAX_LAWS])
    return lists
