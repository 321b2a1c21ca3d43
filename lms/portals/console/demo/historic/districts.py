"""The officials of two units that ended on 30/06/2025: every printed figure comes out exactly.

Điện Biên Đông as of 23/09/2019 (báo Điện Biên Phủ, 23/09/2019) and thành phố Lạng Sơn as of
05/04/2021 (báo Lạng Sơn). The figures are theirs; the persons are invented. What the articles do
not print (who of the 300 holds what) is dealt out by a seeded generator that leans to what is
usual: older people hold the elected posts, younger ones the degrees.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lms.people.organisation.models import Unit
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    RatingDraft,
)
from lms.people.personnel.models import Dimension, Group, QualificationLevel
from lms.people.standards.actions import DecisionDraft
from lms.people.standards.models import StandardDecision
from lms.portals.console.demo.names import CUSTOMS, Namer

DAY_OF_DIENBIENDONG = dt.date(2019, 9, 23)
DAY_OF_LANGSON_CITY = dt.date(2021, 4, 5)
LAST_DAY_OF_DISTRICTS = dt.date(2025, 6, 30)
COMMUNES_OF_DIENBIENDONG = (
    "Thị trấn Điện Biên Đông",
    "Xã Chiềng Sơ",
    "Xã Háng Lìa",
    "Xã Keo Lôm",
    "Xã Luân Giói",
    "Xã Mường Luân",
    "Xã Na Son",
    "Xã Nong U",
    "Xã Phì Nhừ",
    "Xã Phình Giàng",
    "Xã Pú Hồng",
    "Xã Pú Nhi",
    "Xã Tìa Dình",
    "Xã Xa Dung",
)
# The first holds the 21 of seed 002.
WARDS_OF_LANGSON = (
    "Phường Đông Kinh",
    "Phường Chi Lăng",
    "Phường Hoàng Văn Thụ",
    "Phường Tam Thanh",
    "Phường Vĩnh Trại",
    "Xã Hoàng Đồng",
    "Xã Mai Pha",
    "Xã Quảng Lạc",
)

_KEY = (
    "Bí thư Đảng ủy",
    "Chủ tịch UBND",
    "Phó Bí thư Đảng ủy",
    "Chủ tịch HĐND",
    "Phó Chủ tịch UBND",
)
_ELECTED = (
    "Phó Chủ tịch HĐND",
    "Chủ tịch Ủy ban MTTQ Việt Nam",
    "Chủ tịch Hội Nông dân",
    "Chủ tịch Hội Liên hiệp Phụ nữ",
    "Bí thư Đoàn TNCS Hồ Chí Minh",
    "Chủ tịch Hội Cựu chiến binh",
)
_SERVANTS = (
    "Công chức Tư pháp – Hộ tịch",
    "Công chức Văn phòng – Thống kê",
    "Công chức Tài chính – Kế toán",
    "Công chức Văn hóa – Xã hội",
    "Công chức Địa chính – Nông nghiệp – Xây dựng và Môi trường",
    "Chỉ huy trưởng Ban Chỉ huy Quân sự",
    "Trưởng Công an",
)
# In these posts of the time no other sex is likely.
_SEX_OF_TITLE = {
    "Chủ tịch Hội Liên hiệp Phụ nữ": "f",
    "Chỉ huy trưởng Ban Chỉ huy Quân sự": "m",
    "Trưởng Công an": "m",
}
_FIELDS = (
    "Luật",
    "Hành chính học",
    "Nông lâm",
    "Kế toán",
    "Quản lý đất đai",
    "Công tác xã hội",
    "Kinh tế",
)


@dataclass
class _InventedPerson:
    """An invented official whose draft is not written yet."""

    index: int
    unit: Unit
    group: Group = Group.CIVIL_SERVANT
    facts: dict[str, str] = field(default_factory=dict)
    is_key: bool = False
    title: str = ""
    age: int = 0


@dataclass(frozen=True)
class DraftedOfficial:
    """The draft of an official, and the decisions about the standards of the post."""

    draft: OfficialDraft
    decisions: tuple[DecisionDraft, ...]


Lean = Callable[[_InventedPerson], float]


def officials_of_dienbiendong(communes: list[Unit]) -> list[DraftedOfficial]:
    """The 300 officials of Điện Biên Đông (seed 004)."""
    rng = random.Random(20190923)  # noqa: S311 - invented people, not secrets
    people = [_InventedPerson(index, communes[index % len(communes)]) for index in range(300)]
    for person in people[:137]:
        person.group = Group.ELECTED
    _deal_values(
        rng,
        people,
        "age",
        {"46_60": 43, "30_45": 180, "under_30": 77},
        lambda p: p.group != Group.ELECTED,
    )
    _assign_ages(rng, people)
    _assign_titles(people)
    _deal_values(
        rng,
        people,
        "professional",
        {"university": 123, "college": 19, "intermediate": 122, "elementary": 7, "": 29},
        lambda p: p.age / 30 - 0.5 * p.is_key,
    )
    _deal_values(
        rng,
        people,
        "theory",
        {"advanced": 2, "intermediate": 143, "elementary": 94, "": 61},
        lambda p: (p.group != Group.ELECTED) - p.age / 40,
    )
    # the 30 without upper secondary school are among those without a degree
    _deal_values(
        rng,
        people,
        "general",
        {"lower_secondary": 30, "upper_secondary": 270},
        lambda p: p.facts["professional"] in ("university", "college"),
    )
    _deal_values(rng, people, "party", {"yes": 258, "": 42}, lambda p: p.group != Group.ELECTED)
    _deal_values(
        rng, people, "ethnicity", {"Mông": 168, "Thái": 92, "Khơ Mú": 28, "Kinh": 12}, lambda p: 0
    )
    _deal_values(rng, people, "rating", {"excellent": 2, "limited": 11, "good": 287}, lambda p: 0)
    # The oldest without a level stays in the post by a decision.
    without_level = [person for person in people if not person.facts["professional"]]
    oldest = max(without_level, key=lambda person: (person.age, -person.index))
    oldest.facts["exception"] = "yes"
    return _drafted_officials(rng, people, "DBD", DAY_OF_DIENBIENDONG)


def officials_of_langson_city(wards: list[Unit]) -> list[DraftedOfficial]:
    """The 159 officials of thành phố Lạng Sơn (seed 002), the 21 of Đông Kinh first.

    134 and 20 are graduates, 90 and 12 have political theory from intermediate on.
    """
    rng = random.Random(20210405)  # noqa: S311 - invented people, not secrets
    dong_kinh, others = wards[0], wards[1:]
    people = [_InventedPerson(index, dong_kinh) for index in range(21)]
    people += [_InventedPerson(index, others[index % len(others)]) for index in range(21, 159)]
    for person in people:
        number = person.index if person.index < 21 else (person.index - 21) // len(others)
        person.group = Group.ELECTED if number < 10 else Group.CIVIL_SERVANT
    _deal_values(
        rng,
        people,
        "age",
        {"46_60": 31, "30_45": 104, "under_30": 24},
        lambda p: p.group != Group.ELECTED,
    )
    _assign_ages(rng, people)
    _assign_titles(people)
    # 37 key officials: 5 of Đông Kinh, 32 of the other seven
    _limit_key_posts(people, 37)
    of_dong_kinh, of_others = people[:21], people[21:]
    _deal_values(
        rng,
        of_dong_kinh,
        "professional",
        {"intermediate": 1, "master": 2, "university": 18},
        lambda p: p.is_key,
    )
    key_officials = [person for person in of_others if person.is_key]
    _deal_values(
        rng,
        key_officials,
        "professional",
        {"college": 2, "master": 4, "university": 26},
        lambda p: 0,
    )
    ordinary = [person for person in of_others if not person.is_key]
    _deal_values(
        rng,
        ordinary,
        "professional",
        {"college": 6, "intermediate": 16, "master": 5, "university": 79},
        lambda p: -p.age / 20,
    )
    theory: Lean = lambda p: not p.is_key  # noqa: E731 - used twice
    _deal_values(
        rng, of_dong_kinh, "theory", {"advanced": 2, "intermediate": 10, "elementary": 9}, theory
    )
    _deal_values(
        rng,
        of_others,
        "theory",
        {"advanced": 11, "intermediate": 67, "elementary": 49, "": 11},
        theory,
    )
    _deal_values(rng, people, "general", {"upper_secondary": 159}, lambda p: 0)
    _deal_values(rng, people, "party", {"yes": 141, "": 18}, lambda p: not p.is_key)
    _deal_values(
        rng, people, "ethnicity", {"Tày": 71, "Nùng": 58, "Dao": 4, "Kinh": 26}, lambda p: 0
    )
    return _drafted_officials(rng, people, "TPLS", DAY_OF_LANGSON_CITY)


def _deal_values(
    rng: random.Random, people: list[_InventedPerson], name: str, counts: dict[str, int], lean: Lean
) -> None:
    """Give each person one of the values, each as often as `counts` says.

    People with a low `lean` rather get the first ones.
    """
    if sum(counts.values()) != len(people):
        raise ValueError(f"{name}: {sum(counts.values())} of {len(people)}")
    ordered = sorted(people, key=lambda p: lean(p) + rng.random())
    values = [value for value, count in counts.items() for _ in range(count)]
    for person, value in zip(ordered, values, strict=True):
        person.facts[name] = value


def _assign_ages(rng: random.Random, people: list[_InventedPerson]) -> None:
    spans = {"under_30": (23, 29), "30_45": (30, 45), "46_60": (46, 58)}
    for person in people:
        person.age = rng.randint(*spans[person.facts["age"]])


def _assign_titles(people: list[_InventedPerson]) -> None:
    """Give each unit's people its posts in turn: five key ones, the other elected ones, seven more.

    The last seven are for civil servants.
    """
    taken: Counter[tuple[int, Group]] = Counter()
    for person in people:
        number = taken[person.unit.pk, person.group]
        taken[person.unit.pk, person.group] += 1
        titles = _KEY + _ELECTED if person.group == Group.ELECTED else _SERVANTS
        person.title = titles[number % len(titles)]
        person.is_key = person.group == Group.ELECTED and number < len(_KEY)


def _limit_key_posts(people: list[_InventedPerson], count: int) -> None:
    # The last key post of a unit (a second deputy) is an ordinary one where there are too many.
    deputies = [
        person
        for person in people
        if person.is_key and person.title == _KEY[-1] and person.index >= 21
    ]
    surplus = sum(person.is_key for person in people) - count
    for person in deputies[:surplus]:
        person.is_key = False


def _drafted_officials(
    rng: random.Random, people: list[_InventedPerson], prefix: str, day: dt.date
) -> list[DraftedOfficial]:
    namer = Namer(rng)
    return [
        DraftedOfficial(
            _official_draft(rng, person, namer, f"{prefix}{person.index + 1:03d}", day),
            _decision_drafts(person, day),
        )
        for person in people
    ]


def _official_draft(
    rng: random.Random, person: _InventedPerson, namer: Namer, code: str, day: dt.date
) -> OfficialDraft:
    sex = _SEX_OF_TITLE.get(person.title) or rng.choice("mmf")
    ethnicity = person.facts["ethnicity"]
    born = day.replace(year=day.year - person.age) - dt.timedelta(days=rng.randrange(360))
    posted = max(
        born.replace(year=born.year + 21, day=1),
        dt.date(rng.randint(2008, 2017), rng.randint(1, 12), 1),
    )
    return OfficialDraft(
        code=code,
        full_name=namer.name(ethnicity, sex),
        birth_date=born,
        sex=sex,
        posts=(
            PostDraft(
                person.unit,
                person.title,
                person.group,
                posted,
                LAST_DAY_OF_DISTRICTS,
                person.is_key,
            ),
        ),
        qualifications=_qualification_drafts(rng, person, posted),
        ratings=_rating_drafts(person),
        sensitive={
            "ethnicity": ethnicity,
            "is_ethnic_minority": CUSTOMS[ethnicity].is_minority,
            "is_party_member": bool(person.facts["party"]),
        },
    )


def _qualification_drafts(
    rng: random.Random, person: _InventedPerson, since: dt.date
) -> tuple[QualificationDraft, ...]:
    drafts = [
        QualificationDraft(Dimension.GENERAL, QualificationLevel(person.facts["general"]), since)
    ]
    if person.facts["professional"]:
        level = QualificationLevel(person.facts["professional"])
        drafts.append(QualificationDraft(Dimension.PROFESSIONAL, level, since, rng.choice(_FIELDS)))
    if person.facts["theory"]:
        drafts.append(
            QualificationDraft(Dimension.THEORY, QualificationLevel(person.facts["theory"]), since)
        )
    return tuple(drafts)


def _rating_drafts(person: _InventedPerson) -> tuple[RatingDraft, ...]:
    if "rating" not in person.facts:
        return ()
    return (RatingDraft("2019-H1", "2015-2020", person.facts["rating"], dt.date(2019, 7, 15)),)


def _decision_drafts(person: _InventedPerson, day: dt.date) -> tuple[DecisionDraft, ...]:
    """The decisions about the general and the professional standard.

    272 of Điện Biên Đông meet the professional one though 271 hold a level: one by exception.
    """
    basis = StandardDecision.Basis
    decided = dt.date(day.year, 6, 28) if day.month > 6 else dt.date(day.year - 1, 12, 20)
    general = person.facts["general"] == QualificationLevel.UPPER_SECONDARY
    professional = bool(person.facts["professional"])
    second = DecisionDraft(
        Dimension.PROFESSIONAL, basis.LEVEL if professional else basis.NOT_MET, decided
    )
    if person.facts.get("exception"):
        second = DecisionDraft(
            Dimension.PROFESSIONAL,
            basis.EXCEPTION,
            decided,
            "Kết luận rà soát tiêu chuẩn chức danh năm 2019",
        )
    return (
        DecisionDraft(Dimension.GENERAL, basis.LEVEL if general else basis.NOT_MET, decided),
        second,
    )
