"""Posts and ranks: what a row says of the day of the workbook, among what began before and after
it.
"""

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


def post(file: File, said: Said, places: Places, day: dt.date, told: Told) -> None:
    """The main post in the units of the workbook: as it was, mended, or a new one that ends the
    former.
    """
    mine = [one for one in file.posts if one.unit in places.by_pk]
    main = _main(mine, day)
    wanted = _wanted(file, said, places, day, main)
    if wanted is None:
        return
    known = next((one for one in _from(mine, day) if _same(one, wanted, said)), None)
    if known is not None:
        _mend(file, known, said, told)
    elif main is not None and wanted.valid_from == main.valid_from:
        _correct(file, main, wanted, places, told)
    else:
        _appoint(file, main, wanted, places, told)


def rank(file: File, said: Said, day: dt.date, told: Told) -> None:
    """The rank or grade of the day."""
    wanted = said.get("rank")
    if not wanted or any(one.rank == wanted for one in _from(file.ranks, day)):
        return
    former = next((one for one in file.ranks if runs(one, day)), None)
    told.change("rank", Rank(former.rank).label if former else "", Rank(wanted).label)
    title = said.get("rank_title") or ""
    if former is not None and former.valid_from == day:
        file.write(RankHeld, former.row, rank=wanted, title=title)
        file.ranks[file.ranks.index(former)] = replace(former, rank=wanted)
        return
    if former is not None:
        _end(file, file.ranks, former, day, RankHeld)
    until = _earliest(_until(file.ranks, day), _left(former))
    file.write(RankHeld, None, rank=wanted, title=title, valid_from=day, valid_to=until)
    file.ranks.append(RankOf(None, wanted, day, until))


def group_of(file: File, day: dt.date) -> str:
    """The group of the person by the post that the workbook gives him, else by the one he has."""
    given = [one.values["group"] for one in file.writes if "group" in one.values]
    main = _main(file.posts, day)
    return given[-1] if given else main.group if main else ""


def _wanted(
    file: File, said: Said, places: Places, day: dt.date, main: PostHeld | None
) -> PostHeld | None:
    asks = ("unit", "title") if main is None else ("unit", "title", "position", "is_key", "group")
    if file.pk is not None and all(said.get(key) is None for key in asks):
        return None
    group = said.get("group") or (main.group if main else _group(said))
    title = said.get("title") or (main.title if main else str(Group(group).label).capitalize())
    return PostHeld(
        None,
        said.get("unit") or (main.unit if main else places.top),
        title,
        group,
        said.get("position") or "",
        said.get("decision") or "",
        bool(said.get("is_key")),
        main.is_main if main else not any(one.is_main and runs(one, day) for one in file.posts),
        said.get("post_from") or day,
        None,
    )


def _group(said: Said) -> str:
    if str(said.get("rank") or "").startswith("grade_"):
        return Group.PUBLIC_EMPLOYEE
    is_elected = text.fold(said.get("title") or "").startswith(_ELECTED)
    return Group.ELECTED if is_elected else Group.CIVIL_SERVANT


def _same(one: PostHeld, wanted: PostHeld, said: Said) -> bool:
    return (
        one.unit == wanted.unit
        and text.fold(one.title) == text.fold(wanted.title)
        and (not said.get("group") or one.group == wanted.group)
    )


def _mend(file: File, known: PostHeld, said: Said, told: Told) -> None:
    is_key, position = said.get("is_key"), said.get("position")
    if is_key is not None and is_key != known.is_key:
        told.change("is_key", told.yes(known.is_key), told.yes(is_key))
        file.write(Post, known.row, is_key=is_key)
    if position and text.fold(position) != text.fold(known.position):
        told.change("position", known.position, position)
        file.write(Post, known.row, position=position)


def _correct(file: File, main: PostHeld, wanted: PostHeld, places: Places, told: Told) -> None:
    """Another post from the very day on which this one began: that one was written down wrong."""
    _lives(wanted, places)
    _tell(main, wanted, places, told)
    file.write(
        Post,
        main.row,
        unit_id=wanted.unit,
        title=wanted.title,
        group=wanted.group,
        valid_to=_earliest(main.valid_to, places.by_pk[wanted.unit].last),
    )


def _appoint(
    file: File, main: PostHeld | None, wanted: PostHeld, places: Places, told: Told
) -> None:
    start = wanted.valid_from
    _lives(wanted, places)
    if main is not None and start < main.valid_from:
        raise Refused(
            "post_from" if "post_from" in told.said.values else "title",
            _(
                "The post held now began on %(day)s, later than this one: write the day of the new"
                " post."
            )
            % {"day": f"{main.valid_from:%d/%m/%Y}"},
        )
    former = main if main is not None and runs(main, start) else None
    if former is not None:
        _end(file, file.posts, former, start, Post)
    _tell(main, wanted, places, told)
    told.change("post_from", "", f"{start:%d/%m/%Y}")
    # the next post there, the end of the unit, or the day on which he left it, by what was known so
    # far
    until = _earliest(
        _until([one for one in file.posts if one.unit in places.by_pk], start),
        places.by_pk[wanted.unit].last,
        _left(former),
    )
    file.write(
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


def _tell(main: PostHeld | None, wanted: PostHeld, places: Places, told: Told) -> None:
    if main is None or main.unit != wanted.unit:
        told.change(
            "unit", places.by_pk[main.unit].name if main else "", places.by_pk[wanted.unit].name
        )
    if main is None or main.title != wanted.title:
        told.change("title", main.title if main else "", wanted.title)
    if main is None or main.group != wanted.group:
        told.change("group", Group(main.group).label if main else "", Group(wanted.group).label)


def _main(posts: list[PostHeld], day: dt.date) -> PostHeld | None:
    running = [one for one in posts if runs(one, day)]
    return next((one for one in running if one.is_main), running[0] if running else None)


def _from(rows: list[H], day: dt.date) -> list[H]:
    """Those that run on the day or begin later."""
    return [one for one in rows if runs(one, day) or one.valid_from > day]


def _lives(wanted: PostHeld, places: Places) -> None:
    """Refused for a post that would begin before its unit did."""
    place = places.by_pk[wanted.unit]
    if wanted.valid_from < place.first:
        words = {"unit": place.name, "day": f"{place.first:%d/%m/%Y}"}
        raise Refused(
            "post_from",
            _(
                "%(unit)s exists only from %(day)s on. Give that day or a later one; earlier posts"
                " stand at the units before it."
            )
            % words,
        )


def _left(former: PostHeld | RankOf | None) -> dt.date | None:
    """The day of the past on which he left it; an end to come may be what the new one is for."""
    last = former.valid_to if former else None
    return last if last is not None and last < clock.today() else None


def _earliest(*ends: dt.date | None) -> dt.date | None:
    days = [day for day in ends if day is not None]
    return min(days) if days else None


def _until(rows: list[H], day: dt.date) -> dt.date | None:
    """The day before the next one begins."""
    later = [one.valid_from for one in rows if one.valid_from > day]
    return min(later) - _DAY if later else None


def _end(
    file: File, rows: list[H], former: H, start: dt.date, model: type[Post | RankHeld]
) -> None:
    file.write(model, former.row, valid_to=start - _DAY)
    rows[rows.index(former)] = replace(former, valid_to=start - _DAY)
