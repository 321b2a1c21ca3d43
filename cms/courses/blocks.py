"""The rubric of an assignment in the page editor."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CriterionBlock(blocks.StructBlock):
    key = blocks.RegexBlock(regex=r"^[a-z0-9]+([_-][a-z0-9]+)*$", label=_("Key"), max_length=40, help_text=_("Short name without marks, for example van-dung"))  # fmt: skip
    title = blocks.CharBlock(label=_("Criterion"), max_length=120)
    weight = blocks.IntegerBlock(label=_("Weight in percent"), min_value=1, max_value=100, help_text=_("All weights together make 100."))  # fmt: skip
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
