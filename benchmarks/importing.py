"""One step of `benchmarks.workbooks`, run inside the product: half of the people are in the
register, half are new.
"""

import datetime as dt
import random
import resource
import sys
import time

from lms.people.personnel.actions import OfficialDraft, PostDraft, register_officials
from lms.people.personnel.models import Group
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch
from tests.factories import people
from tests.factories.workbooks import DAY, build_xlsx

FAMILY = ("Lò", "Quàng", "Cà", "Hờ", "Giàng", "Vừ", "Sùng", "Nguyễn", "Trần", "Phạm")
MIDDLE = ("Thị", "Văn", "Thu", "A", "Đức", "Hồng", "Minh")
GIVEN = ("Mai", "Hoa", "Páo", "Lan", "Chu", "Hùng", "Thắng", "Sơn", "Ngọc", "Dế", "Thương")
LEVELS = ("Đại học", "Cao đẳng", "Trung cấp", "Thạc sĩ")
TITLE = "Công chức Văn phòng"


def main(step: str, rows: int) -> None:
    if step == "prepare":
        prepare(rows)
        return
    batch = Batch.objects.get()
    do = {"try_out": actions.try_out, "apply": actions.apply_batch, "undo": actions.undo_batch}[
        step
    ]
    started = time.monotonic()
    outcome = do(actor=people.SYSTEM, batch=batch)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = ", ".join(f"{value} {name}" for name, value in outcome.counts.items())
    sys.stdout.write(f"{step:<8}{seconds:8.1f} s{peak:7.0f} MB   {counts}\n")


def prepare(rows: int) -> None:
    """A commune with every second of them, and the workbook that names all."""
    cast = people.cast()
    rng = random.Random(7)  # noqa: S311 - invented people, not secrets
    registered, listed = [], []
    for number in range(rows):
        name = " ".join(map(rng.choice, (FAMILY, MIDDLE, MIDDLE, GIVEN)))
        born = dt.date(1970, 1, 1) + dt.timedelta(days=rng.randrange(12_000))
        code = f"B{number:06d}"
        if number % 2:
            post = PostDraft(cast.commune, TITLE, Group.CIVIL_SERVANT, people.LONG_AGO)
            registered.append(OfficialDraft(code, name, born, "f", (post,)))
        listed.append(
            {
                "Mã cán bộ": code,
                "Họ và tên": name,
                "Ngày sinh": f"{born:%d/%m/%Y}",
                "Giới tính": "Nữ",
                "Chức vụ": TITLE,
                "Trình độ chuyên môn": rng.choice(LEVELS),
                "Lý luận chính trị": "Trung cấp",
                "Dân tộc": "Thái",
                "Số CCCD": f"0110{number:08d}",
                "Ngạch": "Chuyên viên",
            }
        )
    register_officials(actor=people.SYSTEM, drafts=registered)
    actions.upload_workbook(
        actor=people.SYSTEM, unit=cast.commune, name="b.xlsx", body=build_xlsx(*listed), as_of=DAY
    )
