"""Posts and ranks: what a row says of the day of the workbook, among those before and after it."""

import datetime as dt
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.people.personnel.models import Group, Post, Rank, RankHeld
from lms.people.workbooks.planning.agreeing import Said
from lms.people.workbooks.planning.files import File, PostHeld, RankOf, runs
from lms.people.workbooks.planning.refusing import Refused
from lms.people.workbooks.planning.telling import Told
from lms.people.workbooks.planning.units import Places

# Elected posts of communes; the rest are civil servants (Luật Cán bộ, công chức 2008, Điều 61, from
# summaries).
_ELECTED = ("bi thu", "pho bi thu", "chu tich", "pho chu tich")
_DAY = dt.timedelta(days=1)
H = TypeVar("H", PostHeld, RankOf)


def post(file: File, values: Said, units: Places, day: dt.date, changes: Told) -> None:
    """The main post in the units of the workbook: as it was, mended, or a new one that ends the
    former.
    """
    posts_here = [held for held in file.posts if held.unit in units.by_pk]
    main = _main(posts_here, day)
    wanted = _wanted(file, values, units, day, main)
    if wanted is None:
        return
    for held in _from(posts_here, day):
        if _same(held, wanted, values):
            _mend(file, held, values, changes)
            return
    if main is not None and wanted.valid_from == main.valid_from:
        _correct(file, main, wanted, units, changes)
    else:
        _appoint(file, main, wanted, units, changes)


def rank(file: File, values: Said, day: dt.date, changes: Told) -> None:
    """The rank or grade of the day: a new one ends the former."""
    rank_key = values.get("rank")
    if not rank_key or any(held.rank == rank_key for held in _from(file.ranks, day)):
        return
    former = next((held for held in file.ranks if runs(held, day)), None)
    changes.add("rank", Rank(former.rank).label if former else "", Rank(rank_key).label)
    title = values.get("rank_title") or ""
    if former is not None and former.valid_from == day:
        # begun on this very day: it was written down wrong
        file.add_write(RankHeld, former.row, rank=rank_key, title=title)
        file.ranks[file.ranks.index(former)] = replace(former, rank=rank_key)
        return
    if former is not None:
        _end(file, file.ranks, former, day, RankHeld)
    until = _earliest(_until(file.ranks, day), _left(former))
    file.add_write(RankHeld, None, rank=rank_key, title=title, valid_from=day, valid_to=until)
    file.ranks.append(RankOf(None, rank_key, day, until))


def group_of(file: File, day: dt.date) -> str:
    """The group of the person by the post that the workbook gives them, else by the one held."""
    for write in reversed(file.writes):
        if "group" in write.values:
            return str(write.values["group"])
    main = _main(file.posts, day)
    return main.group if main else ""


def _wanted(
    file: File, values: Said, units: Places, day: dt.date, main: PostHeld | None
) -> PostHeld | None:
    """The post that the rows describe; what they do not say is as in `main`, the post held.

    None where they say nothing of a post. A new person always gets one.
    """
    post_keys = ["unit", "title"]
    if main is not None:
        post_keys += ["position", "is_key", "group"]
    if file.pk is not None and all(values.get(key) is None for key in post_keys):
        return None
    if main is not None:
        unit, is_main = main.unit, main.is_main
        group = values.get("group") or main.group
        title = main.title
    else:
        unit = units.top
        is_main = not any(held.is_main and runs(held, day) for held in file.posts)
        group = values.get("group") or _group(values)
        title = str(Group(group).label).capitalize()
    return PostHeld(
        row=None,
        unit=values.get("unit") or unit,
        title=values.get("title") or title,
        group=group,
        position=values.get("position") or "",
        decision=values.get("decision") or "",
        is_key=bool(values.get("is_key")),
        is_main=is_main,
        valid_from=values.get("post_from") or day,
        valid_to=None,
    )


def _group(values: Said) -> str:
    """The group where none is written: grades are of public employees, some titles are elected."""
    if str(values.get("rank") or "").startswith("grade_"):
        return Group.PUBLIC_EMPLOYEE
    is_elected = text.fold(values.get("title") or "").startswith(_ELECTED)
    return Group.ELECTED if is_elected else Group.CIVIL_SERVANT


def _same(held: PostHeld, wanted: PostHeld, values: Said) -> bool:
    """Whether the post held is the one that the rows describe."""
    if held.unit != wanted.unit or text.fold(held.title) != text.fold(wanted.title):
        return False
    return not values.get("group") or held.group == wanted.group


def _mend(file: File, held: PostHeld, values: Said, changes: Told) -> None:
    """Change the mark of a key official and the job position of a post that goes on."""
    is_key, position = values.get("is_key"), values.get("position")
    if is_key is not None and is_key != held.is_key:
        changes.add("is_key", changes.yes_or_no(held.is_key), changes.yes_or_no(is_key))
        file.add_write(Post, held.row, is_key=is_key)
    if position and text.fold(position) != text.fold(held.position):
        changes.add("position", held.position, position)
        file.add_write(Post, held.row, position=position)


def _correct(file: File, main: PostHeld, wanted: PostHeld, units: Places, changes: Told) -> None:
    """Another post from the very day on which this one began: that one was written down wrong."""
    _lives(wanted, units)
    _tell(main, wanted, units, changes)
    file.add_write(
        Post,
        main.row,
        unit_id=wanted.unit,
        title=wanted.title,
        group=wanted.group,
        valid_to=_earliest(main.valid_to, units.by_pk[wanted.unit].last),
    )


def _appoint(
    file: File, main: PostHeld | None, wanted: PostHeld, units: Places, changes: Told
) -> None:
    """Add a post and end the former. Refused for a post that begins before the one held."""
    start = wanted.valid_from
    _lives(wanted, units)
    if main is not None and start < main.valid_from:
        raise Refused(
            "post_from" if "post_from" in changes.values.values else "title",
            _(
                "The post held now began on %(day)s, later than this one: write the day of the new"
                " post."
            )
            % {"day": f"{main.valid_from:%d/%m/%Y}"},
        )
    former = main if main is not None and runs(main, start) else None
    if former is not None:
        _end(file, file.posts, former, start, Post)
    _tell(main, wanted, units, changes)
    changes.add("post_from", "", f"{start:%d/%m/%Y}")
    # the next post there, the end of the unit, or the day on which the person left it, by what was
    # known so far
    until = _earliest(
        _until([held for held in file.posts if held.unit in units.by_pk], start),
        units.by_pk[wanted.unit].last,
        _left(former),
    )
    file.add_write(
        Post,
        None,
        unit_id=wanted.unit,
        title=wanted.title,
        group=wanted.group,
        position=wanted.position,
        decision=wanted.decision,
        is_key=wanted.is_key,
        is_main=wanted.is_main,
        valid_from=start,
        valid_to=until,
    )


def _tell(main: PostHeld | None, wanted: PostHeld, units: Places, changes: Told) -> None:
    """Add what differs between the post held and the new one to what is shown."""
    if main is None:
        changes.add("unit", "", units.by_pk[wanted.unit].name)
        changes.add("title", "", wanted.title)
        changes.add("group", "", Group(wanted.group).label)
        return
    if main.unit != wanted.unit:
        changes.add("unit", units.by_pk[main.unit].name, units.by_pk[wanted.unit].name)
    if main.title != wanted.title:
        changes.add("title", main.title, wanted.title)
    if main.group != wanted.group:
        changes.add("group", Group(main.group).label, Group(wanted.group).label)


def _main(posts: list[PostHeld], day: dt.date) -> PostHeld | None:
    """The main post of the day, else the first that is held on it."""
    running = [held for held in posts if runs(held, day)]
    main = [held for held in running if held.is_main]
    return next(iter(main or running), None)


def _from(periods: list[H], day: dt.date) -> list[H]:
    """Those that run on the day or begin later."""
    return [held for held in periods if runs(held, day) or held.valid_from > day]


def _lives(wanted: PostHeld, units: Places) -> None:
    """Refused for a post that would begin before its unit did."""
    unit = units.by_pk[wanted.unit]
    if wanted.valid_from < unit.first:
        words = {"unit": unit.name, "day": f"{unit.first:%d/%m/%Y}"}
        raise Refused(
            "post_from",
            _(
                "%(unit)s exists only from %(day)s on. Give that day or a later one; earlier posts"
                " stand at the units before it."
            )
            % words,
        )


def _left(former: PostHeld | RankOf | None) -> dt.date | None:
    """The past day on which the former one ended; an end to come may be what the new one is for."""
    last = former.valid_to if former else None
    return last if last is not None and last < clock.today() else None


def _earliest(*ends: dt.date | None) -> dt.date | None:
    """The first of these days; None means no end."""
    days = [day for day in ends if day is not None]
    return min(days) if days else None


def _until(periods: list[H], day: dt.date) -> dt.date | None:
    """The day before the next one begins; None where none begins after `day`."""
    later = [held.valid_from for held in periods if held.valid_from > day]
    return min(later) - _DAY if later else None


def _end(
    file: File, periods: list[H], former: H, start: dt.date, model: type[Post | RankHeld]
) -> None:
    """End `former` on the day before `start`, in the register and in `periods`."""
    file.add_write(model, former.row, valid_to=start - _DAY)
    periods[periods.index(former)] = replace(former, valid_to=start - _DAY)
