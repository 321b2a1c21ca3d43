"""The form of a scenario in the page editor: scenes with papers, choices, the right way and its basis."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_ERROR = {"invalid": _("Use small letters without marks, digits and hyphens: canh-2")}

# The scene kit: names of pictures that the lesson page draws.
PICTURES = [
    ("counter", _("one-stop counter")),
    ("office", _("office")),
    ("hall", _("village hall")),
    ("field", _("field path")),
]
COMPETENCES = [
    ("nghiep_vu", _("professional procedure")),
    ("thai_do", _("attitude to citizens")),
    ("phap_luat", _("knowledge of law")),
    ("phoi_hop", _("working together")),
]


class PaperBlock(blocks.StructBlock):
    key = blocks.RegexBlock(regex=KEY, error_messages=KEY_ERROR, label=_("Key"), max_length=40, help_text=_("Short name without marks, for example to-khai"))  # fmt: skip
    title = blocks.CharBlock(label=_("Title of the paper"), max_length=120)
    status = blocks.ChoiceBlock(
        [("ok", _("in order")), ("missing", _("missing")), ("wrong", _("with a mistake"))],
        label=_("State of the paper"),
        default="ok",
    )
    status_text = blocks.CharBlock(label=_("State in words"), max_length=60, help_text=_("For example: Đã điền, Không có"))  # fmt: skip
    text = blocks.TextBlock(label=_("What stands on it"), required=False, rows=3)

    class Meta:
        icon = "doc-full"
        label = _("Paper")
        label_format = "{title} · {status_text}"
        collapsed = True


class ChoiceBlock(blocks.StructBlock):
    key = blocks.RegexBlock(regex=KEY, error_messages=KEY_ERROR, label=_("Key"), max_length=20, help_text=_("a, b, c …"))  # fmt: skip
    text = blocks.TextBlock(label=_("What the learner does"), rows=2)
    consequence = blocks.TextBlock(label=_("What happens then"), rows=3, help_text=_("What the citizen experiences, not a verdict on the learner."))  # fmt: skip
    target = blocks.RegexBlock(regex=KEY, error_messages=KEY_ERROR, label=_("Leads to"), max_length=40, help_text=_("Key of the next scene"))  # fmt: skip
    trips = blocks.IntegerBlock(label=_("More trips of the citizen"), default=0, min_value=0, max_value=20)  # fmt: skip
    minutes = blocks.IntegerBlock(label=_("More minutes of waiting"), default=0, min_value=0, max_value=100000)  # fmt: skip
    is_right = blocks.BooleanBlock(label=_("This is the right way"), required=False)
    competence = blocks.ChoiceBlock(COMPETENCES, label=_("Competence"), required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Choice")
        label_format = "{key}: {text} → {target}"
        collapsed = True


class BasisBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        [
            ("law", _("law")),
            ("internal", _("rule of the office")),
            ("practice", _("good practice")),
        ],
        label=_("Kind"),
        default="law",
    )
    text = blocks.CharBlock(label=_("Where it stands"), max_length=300, help_text=_("For example: Luật Hộ tịch 2014, Điều 16 khoản 1"))  # fmt: skip
    document = SnippetChooserBlock("library.LegalDocument", label=_("Legal document"), required=False)  # fmt: skip
    note = blocks.CharBlock(label=_("Remark"), required=False, max_length=300)

    class Meta:
        icon = "openquote"
        label = _("Basis")
        label_format = "{text}"
        collapsed = True


class SceneBlock(blocks.StructBlock):
    key = blocks.RegexBlock(regex=KEY, error_messages=KEY_ERROR, label=_("Key of the scene"), max_length=40, help_text=_("Choices name it in “Leads to”. For example: canh-1, ket-thuc-tot"))  # fmt: skip
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    place = blocks.CharBlock(label=_("Place and time"), max_length=120, help_text=_("For example: Quầy một cửa, 9 giờ sáng"))  # fmt: skip
    picture = blocks.ChoiceBlock(PICTURES, label=_("Picture"), default="counter")
    picture_alt = blocks.CharBlock(label=_("Text alternative"), max_length=250, help_text=_("What the picture shows, in one sentence."))  # fmt: skip
    narration = blocks.TextBlock(label=_("Narration"), required=False, rows=3, help_text=_("At most 90 words together with the speech."))  # fmt: skip
    speaker = blocks.CharBlock(label=_("Who speaks"), required=False, max_length=80)
    speech = blocks.TextBlock(label=_("What is said"), required=False, rows=3)
    papers = blocks.ListBlock(PaperBlock(), label=_("Papers on the counter"), default=[])
    question = blocks.CharBlock(label=_("Question"), required=False, max_length=200, help_text=_("For example: Bạn xử lý thế nào?"))  # fmt: skip
    hint = blocks.TextBlock(label=_("Hint"), required=False, rows=2)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"), default=[], help_text=_("Two to four. A scene without choices is an ending."))  # fmt: skip
    right_way = blocks.ListBlock(blocks.CharBlock(label=_("Step"), max_length=300), label=_("The right way, step by step"), default=[])  # fmt: skip
    basis = blocks.ListBlock(BasisBlock(), label=_("Basis"), default=[])
    ending = blocks.ChoiceBlock(
        [("good", _("good ending")), ("fair", _("fair ending")), ("poor", _("poor ending"))],
        label=_("Ending"),
        required=False,
        help_text=_("Only for a scene without choices."),
    )

    class Meta:
        icon = "form"
        label = _("Scene")
        label_format = "{key} · {title}"
        collapsed = True


class Scenes(blocks.StreamBlock):
    """The scenes of a scenario; the first one is where it begins."""

    scene = SceneBlock()

    class Meta:
        collapsed = True
