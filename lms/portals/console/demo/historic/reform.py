"""The reform of 01/07/2025 from three levels to two, for Điện Biên Đông.

Which communes went into which of today's follows the names that remain and what was reported.
Neither number nor list was compared with the original resolution, and the decision says so.
"""

import datetime as dt

from lms.core.actor import Actor
from lms.people.organisation.models import Succession, Unit
from lms.people.personnel.actions import reorganise_units
from lms.people.personnel.actions.reorganising import Reorganisation

ON = dt.date(2025, 7, 1)
DISTRICT = "DIENBIENDONG"
COMMUNES = "Nghị quyết UBTVQH sắp xếp cấp xã 2025 (số hiệu và danh sách chưa đối chiếu văn bản gốc)"
LEVELS = (
    "Kết thúc hoạt động cấp huyện từ 01/07/2025 (số hiệu và danh sách chưa đối chiếu văn bản gốc)"
)
# today's commune → the communes of the district that went into it
INTO = {
    "03203": ("DBD-DIENBIENDONG", "DBD-KEOLOM", "DBD-NASON"),
    "03208": ("DBD-PHINHU", "DBD-XADUNG"),
    "03370": ("DBD-NONGU", "DBD-PUNHI"),
    "03214": ("DBD-CHIENGSO", "DBD-LUANGIOI", "DBD-MUONGLUAN"),
    "03385": ("DBD-HANGLIA", "DBD-TIADINH"),
    "03382": ("DBD-PUHONG", "DBD-PHINHGIANG"),
}


def build_reform(actor: Actor) -> None:
    """Merge the communes, then dissolve the district, which has no units below it any more.

    A second call changes nothing.
    """
    district = Unit.objects.get(code=DISTRICT)
    if district.valid_to is not None:
        return
    for successor, codes in INTO.items():
        _reorganise_units(actor, Succession.Kind.MERGE, COMMUNES, codes, (successor,))
    _reorganise_units(actor, Succession.Kind.DISSOLVE, LEVELS, (DISTRICT,), ())


def _reorganise_units(
    actor: Actor, kind: Succession.Kind, decision: str, old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=(*old, *new))}
    plan = Reorganisation(
        kind, ON, decision, tuple(units[code] for code in old), tuple(units[code] for code in new)
    )
    reorganise_units(actor=actor, plan=plan)
