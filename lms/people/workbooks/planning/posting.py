"""Posts and ranks: what a row says of the day of the workbook, among those before and after it."""

import datetime as dt
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.people.personnel.models import Group, Post, Rank, RankHeld
from lms.people.workbooks.planning.agreeing import AgreedValues
from lms.people.workbooks.planning.changes import ChangeList
from lms.people.workbooks.planning.files import HeldPost, HeldRank, PersonFile, runs_on
from lms.people.workbooks.planning.refusing import ValueRefused
from lms.people.workbooks.planning.units import WorkbookUnits

# Elected posts of communes; the rest are civil servants (Luật Cán bộ, công chức 2008, Điều 61, from
# summaries).
_ELECTED = ("bi thu", "pho bi thu", "chu tich", "pho chu tich")
_DAY = dt.timedelta(days=1)
# Column of a post → key of the field in the workbook.
_POST_KEYS = {
    "unit": "unit",
    "title": "title",
    "group": "group",
    "position": "position",
    "decision": "decision",
    "is_key": "is_key",
    "valid_from": "post_from",
}
H = TypeVar("H", HeldPost, HeldRank)


def plan_post(
    file: PersonFile, values: AgreedValues, units: WorkbookUnits, day: dt.date, changes: ChangeList
) -> None:
    """The main post in the units of the workbook: as it was, mended, or a new one that ends the
    former.
    """
    posts_here = [post for post in file.posts if post.unit in units.by_pk]
    main = _main_post(posts_here, day)
    new_post = _describe_post(file, values, units, day, main)
    if new_post is None:
        return
    for known_post in _running_or_later(posts_here, day):
        if _is_same_post(known_post, new_post, values):
            _mend_post(file, known_post, values, changes)
            return
    if main is not None and new_post.valid_from == main.valid_from:
        _correct_post(file, main, new_post, units, changes)
    else:
        _add_post(file, main, new_post, units, changes)


def plan_rank(file: PersonFile, values: AgreedValues, day: dt.date, changes: ChangeList) -> None:
    """The rank or grade of the day: a new one ends the former."""
    rank_key = values.get("rank")
    if not rank_key or any(row.rank == rank_key for row in _running_or_later(file.ranks, day)):
        return
    former = next((row for row in file.ranks if runs_on(row, day)), None)
    changes.add("rank", Rank(former.rank).label if former else "", Rank(rank_key).label)
    title = values.get("rank_title") or ""
    if former is not None and former.valid_from == day:
        # begun on this very day: it was written down wrong
        file.add_write(RankHeld, former.row, rank=rank_key, title=title)
        file.ranks[file.ranks.index(former)] = replace(former, rank=rank_key)
        return
    if former is not None:
        _end_former(file, file.ranks, former, day, RankHeld)
    until = _earliest_day(_day_before_next(file.ranks, day), _day_left(former))
    file.add_write(RankHeld, None, rank=rank_key, title=title, valid_from=day, valid_to=until)
    file.ranks.append(HeldRank(None, rank_key, day, until))


def group_of(file: PersonFile, day: dt.date) -> str:
    """The group of the person by the post that the workbook gives them, else by the one held."""
    for write in reversed(file.writes):
        if "group" in write.values:
            return str(write.values["group"])
    main = _main_post(file.posts, day)
    return main.group if main else ""


def _describe_post(
    file: PersonFile,
    values: AgreedValues,
    units: WorkbookUnits,
    day: dt.date,
    main: HeldPost | None,
) -> HeldPost | None:
    """The post that the rows describe; what they do not say is as in `main`, the post held.

    None where they say nothing of a post. A new person always gets one.
    """
    post_keys = ["unit", "title"]
    if main is not None:
        post_keys += ["position", "is_key", "group"]
    if file.pk is not None and all(values.get(key) is None for key in post_keys):
        return None
    described = {name: values.get(key) for name, key in _POST_KEYS.items() if values.get(key)}
    return replace(_default_post(file, values, units, day, main), **described)


def _default_post(
    file: PersonFile,
    values: AgreedValues,
    units: WorkbookUnits,
    day: dt.date,
    main: HeldPost | None,
) -> HeldPost:
    """A post from `day` like the one held; without one, in the unit of the workbook."""
    if main is not None:
        return replace(
            main,
            row=None,
            position="",
            decision="",
            is_key=False,
            valid_from=day,
            valid_to=None,
        )
    group = values.get("group") or _guess_group(values)
    has_main = any(post.is_main and runs_on(post, day) for post in file.posts)
    return HeldPost(
        row=None,
        unit=units.top,
        title=str(Group(group).label).capitalize(),
        group=group,
        position="",
        decision="",
        is_key=False,
        is_main=not has_main,
        valid_from=day,
        valid_to=None,
    )


def _guess_group(values: AgreedValues) -> str:
    """The group where none is written: grades are of public employees, some titles are elected."""
    if str(values.get("rank") or "").startswith("grade_"):
        return Group.PUBLIC_EMPLOYEE
    is_elected = text.fold_marks(values.get("title") or "").startswith(_ELECTED)
    return Group.ELECTED if is_elected else Group.CIVIL_SERVANT


def _is_same_post(known_post: HeldPost, new_post: HeldPost, values: AgreedValues) -> bool:
    """Whether the known post is the one that the rows describe."""
    if known_post.unit != new_post.unit or text.fold_marks(known_post.title) != text.fold_marks(
        new_post.title
    ):
        return False
    return not values.get("group") or known_post.group == new_post.group


def _mend_post(
    file: PersonFile, known_post: HeldPost, values: AgreedValues, changes: ChangeList
) -> None:
    """Change the mark of a key official and the job position of a post that goes on."""
    is_key, position = values.get("is_key"), values.get("position")
    if is_key is not None and is_key != known_post.is_key:
        changes.add("is_key", changes.yes_or_no(known_post.is_key), changes.yes_or_no(is_key))
        file.add_write(Post, known_post.row, is_key=is_key)
    if position and text.fold_marks(position) != text.fold_marks(known_post.position):
        changes.add("position", known_post.position, position)
        file.add_write(Post, known_post.row, position=position)


def _correct_post(
    file: PersonFile, main: HeldPost, new_post: HeldPost, units: WorkbookUnits, changes: ChangeList
) -> None:
    """Another post from the very day on which this one began: that one was written down wrong."""
    _check_unit_exists(new_post, units)
    _add_post_changes(main, new_post, units, changes)
    file.add_write(
        Post,
        main.row,
        unit_id=new_post.unit,
        title=new_post.title,
        group=new_post.group,
        valid_to=_earliest_day(main.valid_to, units.by_pk[new_post.unit].last),
    )


def _add_post(
    file: PersonFile,
    main: HeldPost | None,
    new_post: HeldPost,
    units: WorkbookUnits,
    changes: ChangeList,
) -> None:
    """Add a post and end the former. Refused for a post that begins before the one held."""
    start = new_post.valid_from
    _check_unit_exists(new_post, units)
    if main is not None and start < main.valid_from:
        raise ValueRefused(
            "post_from" if "post_from" in changes.values.values else "title",
            _(
                "The post held now began on %(day)s, later than this one: write the day of the new"
                " post."
            )
            % {"day": f"{main.valid_from:%d/%m/%Y}"},
        )
    former = main if main is not None and runs_on(main, start) else None
    if former is not None:
        _end_former(file, file.posts, former, start, Post)
    _add_post_changes(main, new_post, units, changes)
    changes.add("post_from", "", f"{start:%d/%m/%Y}")
    # the next post there, the end of the unit, or the day on which the person left it, by what was
    # known so far
    until = _earliest_day(
        _day_before_next([post for post in file.posts if post.unit in units.by_pk], start),
        units.by_pk[new_post.unit].last,
        _day_left(former),
    )
    file.add_write(
        Post,
        None,
        unit_id=new_post.unit,
        title=new_post.title,
        group=new_post.group,
        position=new_post.position,
        decision=new_post.decision,
        is_key=new_post.is_key,
        is_main=new_post.is_main,
        valid_from=start,
        valid_to=until,
    )


def _add_post_changes(
    main: HeldPost | None, new_post: HeldPost, units: WorkbookUnits, changes: ChangeList
) -> None:
    """Add what differs between the post held and the new one to what is shown."""
    if main is None:
        changes.add("unit", "", units.by_pk[new_post.unit].name)
        changes.add("title", "", new_post.title)
        changes.add("group", "", Group(new_post.group).label)
        return
    if main.unit != new_post.unit:
        changes.add("unit", units.by_pk[main.unit].name, units.by_pk[new_post.unit].name)
    if main.title != new_post.title:
        changes.add("title", main.title, new_post.title)
    if main.group != new_post.group:
        changes.add("group", Group(main.group).label, Group(new_post.group).label)


def _main_post(posts: list[HeldPost], day: dt.date) -> HeldPost | None:
    """The main post of the day, else the first that is held on it."""
    running = [post for post in posts if runs_on(post, day)]
    main = [post for post in running if post.is_main]
    return next(iter(main or running), None)


def _running_or_later(periods: list[H], day: dt.date) -> list[H]:
    """Those that run on the day or begin later."""
    return [period for period in periods if runs_on(period, day) or period.valid_from > day]


def _check_unit_exists(new_post: HeldPost, units: WorkbookUnits) -> None:
    """Refused for a post that would begin before its unit did."""
    unit = units.by_pk[new_post.unit]
    if new_post.valid_from < unit.first:
        words = {"unit": unit.name, "day": f"{unit.first:%d/%m/%Y}"}
        raise ValueRefused(
            "post_from",
            _(
                "%(unit)s exists only from %(day)s on. Give that day or a later one; earlier posts"
                " stand at the units before it."
            )
            % words,
        )


def _day_left(former: HeldPost | HeldRank | None) -> dt.date | None:
    """The past day on which the former one ended; an end to come may be what the new one is for."""
    last = former.valid_to if former else None
    return last if last is not None and last < clock.today() else None


def _earliest_day(*ends: dt.date | None) -> dt.date | None:
    """The first of these days; None means no end."""
    days = [day for day in ends if day is not None]
    return min(days) if days else None


def _day_before_next(periods: list[H], day: dt.date) -> dt.date | None:
    """The day before the next one begins; None where none begins after `day`."""
    later = [period.valid_from for period in periods if period.valid_from > day]
    return min(later) - _DAY if later else None


def _end_former(
    file: PersonFile, periods: list[H], former: H, start: dt.date, model: type[Post | RankHeld]
) -> None:
    """End `former` on the day before `start`, in the register and in `periods`."""
    file.add_write(model, former.row, valid_to=start - _DAY)
    periods[periods.index(former)] = replace(former, valid_to=start - _DAY)
