"""Parts of lessons in the page editor: the rubric of an assignment, statements and situations of
conduct lessons.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.scenarios.kit import PICTURES

KEY = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
# "5, 4, 5, 4": one figure an expert
PANEL = r"^\s*[1-5]\s*([,;\s]\s*[1-5]\s*)*$"


class CriterionBlock(blocks.StructBlock):
    key = blocks.RegexBlock(
        regex=KEY,
        label=_("Key"),
        max_length=40,
        help_text=_("Short name without marks, for example van-dung"),
    )
    title = blocks.CharBlock(label=_("Criterion"), max_length=120)
    weight = blocks.IntegerBlock(
        label=_("Weight in percent"),
        min_value=1,
        max_value=100,
        help_text=_("All weights together make 100."),
    )
    level_1 = blocks.TextBlock(label=_("Level 1 (weak)"), required=False, rows=2)
    level_2 = blocks.TextBlock(label=_("Level 2 (fair)"), required=False, rows=2)
    level_3 = blocks.TextBlock(label=_("Level 3 (good)"), required=False, rows=2)
    level_4 = blocks.TextBlock(label=_("Level 4 (very good)"), required=False, rows=2)

    class Meta:
        icon = "list-ol"
        label = _("Criterion")
        label_format = "{title} · {weight} %"
        collapsed = True


class Rubric(blocks.StreamBlock):
    criterion = CriterionBlock()

    class Meta:
        collapsed = True


class StatementBlock(blocks.StructBlock):
    key = blocks.RegexBlock(
        regex=KEY,
        label=_("Key"),
        max_length=40,
        help_text=_(
            "Short name without marks. The same statement has the same key before and after the"
            " course."
        ),
    )
    text = blocks.CharBlock(
        label=_("Statement"),
        max_length=300,
        help_text=_("Something that one does or does not do, said in the first person."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Statement")
        label_format = "{text}"


class Statements(blocks.StreamBlock):
    statement = StatementBlock()


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Way to act"), max_length=400, rows=2)
    panel = blocks.RegexBlock(
        regex=PANEL,
        label=_("Ratings of the experts"),
        max_length=60,
        help_text=_(
            "1 worst to 5 best, one figure for each expert, in the same order everywhere: 5, 4,"
            " 5, 4"
        ),
    )
    why = blocks.TextBlock(label=_("Why"), required=False, max_length=400, rows=2)

    class Meta:
        icon = "list-ul"
        label = _("Way to act")
        label_format = "{text}"


class BasisBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("law", _("law")),
            ("internal", _("internal rule")),
            ("practice", _("good practice")),
        ],
        label=_("Kind of basis"),
    )
    text = blocks.CharBlock(
        label=_("Where it stands"),
        max_length=300,
        help_text=_("For example: Luật Hộ tịch 2014, Điều 16 khoản 1"),
    )
    document = SnippetChooserBlock(
        "library.LegalDocument", label=_("Legal document"), required=False
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    class Meta:
        icon = "openquote"
        label = _("Basis")
        label_format = "{text}"


class SituationBlock(blocks.StructBlock):
    """A situation to judge: the best and the worst way against a panel of experts."""

    key = blocks.RegexBlock(
        regex=KEY,
        label=_("Key"),
        max_length=60,
        help_text=_(
            "Short name without marks. It stays when the text is corrected, so that nobody gets the"
            " same situation two years running."
        ),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    place = blocks.CharBlock(label=_("Place"), max_length=120, required=False)
    picture = blocks.ChoiceBlock(choices=PICTURES, label=_("Picture"), default="office")
    picture_alt = blocks.CharBlock(label=_("Text alternative"), max_length=250, required=False)
    narration = blocks.TextBlock(label=_("What happens"), max_length=1500, rows=4, required=False)
    speaker = blocks.CharBlock(label=_("Who speaks"), max_length=120, required=False)
    speech = blocks.TextBlock(label=_("What is said"), max_length=600, rows=2, required=False)
    question = blocks.CharBlock(label=_("Question"), max_length=300)
    options = blocks.ListBlock(OptionBlock(), label=_("Ways to act"), min_num=3, max_num=5)
    right_way = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=300), label=_("The right way"), default=[]
    )
    basis = blocks.ListBlock(BasisBlock(), label=_("Basis"), default=[])

    class Meta:
        icon = "help"
        label = _("Situation")
        label_format = "{title}"
        collapsed = True


class Situations(blocks.StreamBlock):
    situation = SituationBlock()

    class Meta:
        collapsed = True
