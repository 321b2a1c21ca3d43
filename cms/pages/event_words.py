"""Events of the pages of schools, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "news.written": pgettext_lazy("event", "Wrote news"),
    "page.written": pgettext_lazy("event", "Wrote a page"),
    "school_section.built": pgettext_lazy("event", "Built the section of a school"),
    "school_section.written": pgettext_lazy("event", "Wrote the section of a school"),
    "site.built": pgettext_lazy("event", "Built the site"),
}
