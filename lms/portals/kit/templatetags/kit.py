"""Tags and filters that every template may use (registered as builtins)."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lucide.templatetags.lucide import lucide

from lms.core import clock

register = template.Library()

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# For the merger of catalogues: the names of the days as the filters below show them.
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
    """A Lucide icon beside its words; alone (✕, loudspeaker) it needs a `label`."""
    named = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return lucide(name, size=20, **{"class": f"i {css}".strip()}, **named)


@register.filter
def vi_date(value: dt.date | dt.datetime | None) -> str:
    """23/11/2026; empty for nothing. A moment is shown on the wall clock of Vietnam."""
    if not value:
        return ""
    day = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{day:%d/%m/%Y}"


@register.filter
def vi_span(first: dt.date, last: dt.date) -> str:
    """23/11/2026–25/11/2026; one day alone is said once."""
    return vi_date(first) if first == last else f"{vi_date(first)}–{vi_date(last)}"


@register.filter
def vi_time(value: dt.datetime | dt.time | None) -> str:
    """14:05."""
    if not value:
        return ""
    moment = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{moment:%H:%M}"


@register.filter
def vi_moment(value: dt.datetime | None) -> str:
    """14:05, 23/11/2026."""
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
    """Monday, 23/11/2026 in the reader's language."""
    if not value:
        return ""
    day = clock.local(value) if isinstance(value, dt.datetime) else value
    return f"{_DAY_NAMES[_DAYS[day.weekday()]]()}, {day:%d/%m/%Y}"


@register.filter
def decimal_comma(value: object, places: int = 2) -> str:
    """7.50 → "7,5", 8.00 → "8"; empty for nothing.

    Marks are kept with two places, so none is rounded up.
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
def percent_of(done: float | None, total: float | None) -> int:
    """Whole percent of `done` in `total`, between 0 and 100; 100 only where all is done, 0 where
    there is nothing to do.
    """
    if not total:
        return 0
    return 100 if (done or 0) >= total else max(0, min(99, round(100 * (done or 0) / total)))


@register.filter
def arc(percent: int, radius: int = 44) -> str:
    """The dash pattern that draws `percent` of a circle: for components/ring.html."""
    around = 2 * 3.14159265 * radius
    return f"{around * percent / 100:.1f} {around:.1f}"


@register.filter
def device(user_agent: str) -> str:
    """What a person calls his device: "Chrome, Android". Good enough to know one's own again."""
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
    found = [
        next((name for mark, name in marks if mark in agent), "") for marks in (browsers, systems)
    ]
    return ", ".join(word for word in found if word) or _("unknown device")
