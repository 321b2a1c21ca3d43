"""Posts and ranks: what a row says of the day of the workbook, among those before and after it."""

import datetime as dt
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.people.personnel.models import Group, Post, Rank, RankHeld
from lms.people.personnel.rules import posts as post_rules
from lms.people.personnel.rules.spells import columns_of_pieces, split_by_main_post
from lms.people.workbooks.journal import table_of
from lms.people.workbooks.planning.agreeing import AgreedValues
from lms.people.workbooks.planning.changes import ChangeList
from lms.people.workbooks.planning.files import (
    HeldPost,
    HeldRank,
    PersonFile,
    PlannedWrite,
    runs_on,
)
from lms.people.workbooks.planning.leaving import Leaving, end_posts
from lms.people.workbooks.planning.refusing import ValueRefused, refusing_at
from lms.people.workbooks.planning.units import WorkbookUnits

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
    file: PersonFile,
    values: AgreedValues,
    units: WorkbookUnits,
    day: dt.date,
    changes: ChangeList,
    leaving: Leaving | None,
) -> None:
    """The main post in the units of the workbook: as it was, mended, or a new one that ends the
    former.

    Of somebody who leaves the posts end; a new person has one until then.
    """
    former_posts = {post.row: post for post in file.posts}
    if leaving is None or file.pk is None:
        _plan_post_of_day(file, values, units, day, changes)
    if leaving is not None:
        end_posts(file, leaving, changes)
    _write_posts(file, former_posts)


def _plan_post_of_day(
    file: PersonFile, values: AgreedValues, units: WorkbookUnits, day: dt.date, changes: ChangeList
) -> None:
    posts_here = [post for post in file.posts if post.unit in units.by_pk]
    main = _main_post(posts_here, day)
    new_post = _describe_post(file, values, units, day, main)
    if new_post is None:
        return
    running = _running_or_later(posts_here, day)
    known_post = next((post for post in running if _is_same_post(post, new_post, values)), None)
    if known_post is not None:
        _mend_post(file, known_post, values, changes)
    elif main is not None and new_post.valid_from == main.valid_from:
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
        file.add_write(RankHeld, former.row, valid_to=day - _DAY)
        _end_former(file.ranks, former, day)
    until = _earliest_day(_day_before_next(file.ranks, day), _day_left(former))
    file.add_write(RankHeld, None, rank=rank_key, title=title, valid_from=day, valid_to=until)
    file.ranks.append(HeldRank(None, rank_key, day, until))


def group_of(file: PersonFile, day: dt.date) -> str:
    """The group of the person by the post that the workbook gives them, else by the one held."""
    main = next((post for post in file.posts if post.row is None), None)
    main = main or _main_post(file.posts, day)
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
    if values.get("title"):
        with refusing_at("title"):
            post_rules.check_title(values.get("title"))
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
            kind=Post.Kind.REGULAR,
            tier=Post.Tier.UNIT,
            end_reason="",
        )
    group = values.get("group") or post_rules.guess_group(
        values.get("title") or "", values.get("rank") or ""
    )
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
    mended = known_post
    is_key, position = values.get("is_key"), values.get("position")
    if is_key is not None and is_key != known_post.is_key:
        changes.add("is_key", changes.yes_or_no(known_post.is_key), changes.yes_or_no(is_key))
        mended = replace(mended, is_key=is_key)
    if position and text.fold_marks(position) != text.fold_marks(known_post.position):
        changes.add("position", known_post.position, position)
        mended = replace(mended, position=position)
    _replace_period(file.posts, known_post, mended)


def _correct_post(
    file: PersonFile, main: HeldPost, new_post: HeldPost, units: WorkbookUnits, changes: ChangeList
) -> None:
    """Another post from the very day on which this one began: that one was written down wrong."""
    _check_unit_exists(new_post, units)
    _add_post_changes(main, new_post, units, changes)
    corrected = replace(
        main,
        unit=new_post.unit,
        title=new_post.title,
        group=new_post.group,
        valid_to=_earliest_day(main.valid_to, units.by_pk[new_post.unit].last),
    )
    _replace_period(file.posts, main, corrected)


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
        _end_former(file.posts, former, start)
    _add_post_changes(main, new_post, units, changes)
    changes.add("post_from", "", f"{start:%d/%m/%Y}")
    # the next post there, the end of the unit, or the day on which the person left it, by what was
    # known so far
    until = _earliest_day(
        _day_before_next([post for post in file.posts if post.unit in units.by_pk], start),
        units.by_pk[new_post.unit].last,
        _day_left(former),
    )
    file.posts.append(replace(new_post, valid_to=until))


def _write_posts(file: PersonFile, former_posts: dict[int | None, HeldPost]) -> None:
    """Plan the rows of the posts that are new or changed, cut so that one is the main one on each
    day, as the pages of the register do.

    A post that a workbook adds never takes over the days of a main post elsewhere that begins
    later.
    """
    if all(former_posts.get(post.row) is post for post in file.posts):
        return
    posts = []
    for post, pieces in zip(file.posts, split_by_main_post(file.posts), strict=True):
        is_cut = len(pieces) > 1 or pieces[0].is_main != post.is_main
        first, *others = columns_of_pieces(pieces, post.end_reason) if is_cut else [{}]
        posts.append(replace(post, **first))
        write = _write_post(file, posts[-1], former_posts.get(post.row))
        for columns in others:
            posts.append(replace(post, row=None, **columns))
            write = _write_post(file, posts[-1], None, follows=write)
    file.posts = posts


def _write_post(
    file: PersonFile,
    post: HeldPost,
    former: HeldPost | None,
    *,
    follows: PlannedWrite | None = None,
) -> PlannedWrite:
    """Plan a new row (`former` None), or what differs from the former columns of the row."""
    columns = post.columns()
    if former is None:
        write = file.add_write(Post, None, **columns)
        if follows is not None and follows.row is not None:
            write.values["follows_id"] = follows.row
        else:
            write.follows = follows
        return write
    held_columns = former.columns()
    changed = {name: value for name, value in columns.items() if held_columns[name] != value}
    if not changed:
        return PlannedWrite(table_of(Post), post.row, {})
    return file.add_write(Post, post.row, **changed)


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
    with refusing_at("post_from"):
        post_rules.check_unit_exists(unit.name, unit.first, new_post.valid_from)


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


def _end_former(periods: list[H], former: H, start: dt.date) -> None:
    """End `former` on the day before `start`."""
    _replace_period(periods, former, replace(former, valid_to=start - _DAY))


def _replace_period(periods: list[H], former: H, changed: H) -> None:
    if changed != former:
        periods[periods.index(former)] = changed
