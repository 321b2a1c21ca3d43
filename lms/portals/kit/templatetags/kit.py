"""Tags and filters that every template may use (registered as builtins)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lucide.templatetags.lucide import lucide

from cms.content import LessonKind
from lms.core import clock
from lms.core.figures import Share, no_data_words
from lms.people.personnel.fields import (
    SENSITIVE_FIELDS,
    describe_access,
    list_names,
    list_names_in_sentence,
)
from lms.people.personnel.models import SensitiveAccess
from lms.portals.kit.lesson_kinds import LESSON_DISPLAYS, LessonDisplay

register = template.Library()

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Written out as calls, so that the extraction of texts finds the names.
_DAY_NAMES = {
    "Monday": lambda: pgettext("weekday", "Monday"),
    "Tuesday": lambda: pgettext("weekday", "Tuesday"),
    "Wednesday": lambda: pgettext("weekday", "Wednesday"),
    "Thursday": lambda: pgettext("weekday", "Thursday"),
    "Friday": lambda: pgettext("weekday", "Friday"),
    "Saturday": lambda: pgettext("weekday", "Saturday"),
    "Sunday": lambda: pgettext("weekday", "Sunday"),
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> str:
    """A Lucide icon. Without words beside it (✕, loudspeaker) it needs a `label`."""
    named = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return lucide(name, size=20, **{"class": f"icon {css}".strip()}, **named)


@register.simple_tag
def sensitive_names() -> str:
    """The sensitive fields of an official as sentences name them."""
    return list_names_in_sentence(SENSITIVE_FIELDS)


@register.simple_tag
def sensitive_list() -> str:
    """The sensitive fields of an official, separated by commas."""
    return list_names(SENSITIVE_FIELDS)


@register.filter
def lesson_display(kind: LessonKind) -> LessonDisplay:
    """How lessons of this kind are shown."""
    return LESSON_DISPLAYS[kind]


@register.filter
def looked_at(access: SensitiveAccess) -> str:
    """What somebody saw of a person, in words."""
    return describe_access(access)


@register.filter
def vi_date(value: dt.date | dt.datetime | None) -> str:
    """A date as 23/11/2026, "" for None. A moment is taken in the time zone of Vietnam."""
    if not value:
        return ""
    day = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{day:%d/%m/%Y}"


@register.filter
def vi_dates(days: Iterable[dt.date]) -> str:
    """Days one after the other: "01/01/2014, 01/01/2015"."""
    return ", ".join(vi_date(day) for day in days)


@register.filter
def vi_span(first: dt.date, last: dt.date) -> str:
    """Two dates as 23/11/2026–25/11/2026; the same day twice is written once."""
    return vi_date(first) if first == last else f"{vi_date(first)}–{vi_date(last)}"


@register.filter
def vi_time(value: dt.datetime | dt.time | None) -> str:
    """A time as 14:05, "" for None. A moment is taken in the time zone of Vietnam."""
    if not value:
        return ""
    moment = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{moment:%H:%M}"


@register.filter
def vi_moment(value: dt.datetime | None) -> str:
    """A moment as "14:05, 23/11/2026", "" for None."""
    return f"{vi_time(value)}, {vi_date(value)}" if value else ""


@register.filter
def vi_when(value: dt.datetime | None) -> str:
    """Near moments in words: "Today, 14:05", "Tomorrow, 08:00"; others with weekday and date."""
    if not value:
        return ""
    local = clock.local(value)
    words = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    day = words.get((local.date() - clock.today()).days) or vi_weekday_date(value)
    return f"{day}, {local:%H:%M}"


@register.filter
def vi_weekday_date(value: dt.date | dt.datetime | None) -> str:
    """A date with its weekday in the reader's language: "Monday, 23/11/2026"."""
    if not value:
        return ""
    day = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{_DAY_NAMES[_DAYS[day.weekday()]]()}, {day:%d/%m/%Y}"


@register.filter
def decimal_comma(value: object, places: int = 2) -> str:
    """A number with a decimal comma: 7.50 → "7,5", 8.00 → "8"; "" for None.

    Rounded half even to `places`; marks have two places, so none of them is rounded.
    """
    if value is None or value == "":
        return ""
    try:
        number = round(Decimal(str(value)), places)
    except InvalidOperation:
        return str(value)
    text = number_format(number.normalize() if number else Decimal(0), force_grouping=True)
    return text if "E" not in text else number_format(int(number), force_grouping=True)


@register.filter
def initials(name: str) -> str:
    """Lò Thị Mai → M: Vietnamese people are called by the last word of the name."""
    words = str(name or "").split()
    return words[-1][0].upper() if words else "?"


@register.filter
def share_of(part: int, whole: int) -> Share:
    """`part` of `whole`, to show by the filter `percent`."""
    return Share(part, whole)


@register.filter
def percent(figure: Share | int | Decimal | None, words: str = "") -> str:
    """A share or a percentage as "45%"; where there is none, `words` or "no data yet"."""
    number = figure.percent if isinstance(figure, Share) else figure
    if number is None:
        return words or no_data_words()
    return f"{number_format(number)}%"


@register.filter
def bar_percent(done: int, total: int) -> int:
    """The length of a bar or an arc in percent: empty where there is nothing to do."""
    return Share(done, total).percent or 0


@register.filter
def arc(percent: int, radius: int = 44) -> str:
    """The dash pattern that draws `percent` of a circle: for components/ring.html."""
    around = 2 * 3.14159265 * radius
    return f"{around * percent / 100:.1f} {around:.1f}"


@register.filter
def device(user_agent: str) -> str:
    """The browser and system of a device: "Chrome, Android". Enough to recognise one's own."""
    browsers = (
        ("Edg", "Edge"),
        ("coc_coc", "Cốc Cốc"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    agent = str(user_agent or "")
    names = [_first_name(agent, browsers), _first_name(agent, systems)]
    return ", ".join(filter(None, names)) or _("unknown device")


def _first_name(agent: str, marks: Iterable[tuple[str, str]]) -> str:
    """The name beside the first mark that the user agent contains, "" for none."""
    return next((name for mark, name in marks if mark in agent), "")
