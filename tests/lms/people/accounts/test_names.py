"""One rule of names: what comes off before and after them, and what stays."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from lms.core.errors import BadInput
from lms.people.accounts.models import User
from lms.people.accounts.names import LONGEST_NAME, clean_name, may_be_one_name, read_name
from lms.people.personnel.actions import OfficialDraft, PostDraft, register_official
from lms.people.personnel.models import Group, Official
from tests.factories import people
from tests.factories.workbooks import build_xlsx, person_row, upload_and_apply


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bà Lò Thị Mai", "Lò Thị Mai"),
        ("BÀ LÒ THỊ MAI", "Lò Thị Mai"),
        ("Ông Lò Văn Thoa", "Lò Văn Thoa"),
        ("Ông: Lò Văn Thoa", "Lò Văn Thoa"),
        ("Ô. Lò Văn Thoa", "Lò Văn Thoa"),
        ("Anh Quàng Văn Tú", "Quàng Văn Tú"),
        ("Chị Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("Đồng chí Lò Văn Bun", "Lò Văn Bun"),
        ("Đ/c Lò Văn Bun", "Lò Văn Bun"),
        ("Đồng chí: Ông Lò Văn Bun", "Lò Văn Bun"),
        ("Bs Lò Văn Xôm", "Lò Văn Xôm"),
        ("BS.CKI Lò Văn Xôm", "Lò Văn Xôm"),
        ("BSCKII. Lò Văn Xôm", "Lò Văn Xôm"),
        ("ThS Lò Văn Ky", "Lò Văn Ky"),
        ("Ths. Lò Văn Ky", "Lò Văn Ky"),
        ("Th.S. Lò Văn Ky", "Lò Văn Ky"),
        ("PGS.TS Lò Văn Ky", "Lò Văn Ky"),
        ("GS.TS. Lò Văn Ky", "Lò Văn Ky"),
        ("Ông ThS. Lò Văn Ky", "Lò Văn Ky"),
        ("TS.BS Lò Văn Ky", "Lò Văn Ky"),
        ("Thạc sĩ Lò Văn Ky", "Lò Văn Ky"),
        ("KS Lò Văn Ky", "Lò Văn Ky"),
        ("CN. Lò Văn Ky", "Lò Văn Ky"),
        ("Mr. Lò Văn Ly", "Lò Văn Ly"),
        ("Ms Lò Thị Ly", "Lò Thị Ly"),
        ("Trung tá Lò Văn Ly", "Lò Văn Ly"),
        ("Lò Văn Ky\n(Đảng ủy viên)", "Lò Văn Ky"),
        ("Lò Văn Ky (Mây)", "Lò Văn Ky"),
        ("Lò Văn Ky\nPhó Chủ tịch", "Lò Văn Ky"),
        ("Lò Văn Ky, ThS", "Lò Văn Ky"),
        ("Lò Văn Ky - Bí thư Đảng ủy", "Lò Văn Ky"),
        ("Nguyễn Thị\nHồng Nhung", "Nguyễn Thị Hồng Nhung"),
        ("Ông K'Brểu", "K'Brểu"),
        ("Bà H'Ninh Niê Kdăm", "H'Ninh Niê Kdăm"),
    ],
)
def test_what_is_only_said_before_or_after_a_name_comes_off(written, name):
    read = read_name(written)
    assert read.name == name
    assert bool(read.taken_off) == ("\nHồng" not in written)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Ông Thị Mai",
        "Ông Ích Khiêm",
        "Anh Thị Hoa",
        "Bá Thị Lan",
        "Bà Rịa",
        "Cô Thị Mai",
        "Chi Thị Lan",
        "Tsằn A Sầu",
        "Đặng Tiến Sĩ",
        "K'Brểu",
        "Ksor Phước",
        "H'Ninh Niê Kdăm",
        "Siu Y-Blôk",
        "Đặng-Thị-Hoa",
        "Thạch Sa Rết",
        "Mã A Lềnh A",
        "Hoàng Thị Wỉn",
        "Jơ Lơng",
        "A Jar",
        "Y Č Êban",
        "Nay Blŭk",
        "Hoàng Nam",
        "Nguyễn Công",
    ],
)
def test_names_of_all_peoples_stay_as_they_are(name):
    assert read_name(name).name == name
    assert read_name(name).taken_off == ""
    assert clean_name(name.upper()) == clean_name(name.lower()) == name


def test_a_form_of_address_of_the_other_sex_is_a_family_name():
    assert read_name("Ông Trần Mai", "f").name == "Ông Trần Mai"
    assert read_name("Ông Trần Mai", "m").name == "Trần Mai"
    assert read_name("Bà Trần Mai").sex == "f"


@pytest.mark.parametrize("written", ["", "A", "Nam", "Nữ", "Cộng", "Tổng cộng", "Họ và tên", "x"])
def test_what_is_plainly_no_name_is_nobody(written):
    with pytest.raises(BadInput) as refusal:
        clean_name(written)
    assert refusal.value.field == "full_name"


@pytest.mark.django_db
def test_page_and_workbook_write_the_same_name_and_refuse_in_the_same_words():
    cast = people.cast()

    def enter(name):
        post = PostDraft(cast.commune, "Văn phòng", Group.CIVIL_SERVANT, dt.date(2020, 1, 1))
        draft = OfficialDraft("", name, dt.date(1988, 3, 4), "m", (post,))
        return register_official(actor=people.SYSTEM, draft=draft)

    for name in ("K'BRỂU", "Ông Lò Văn Thoa"):
        official = enter(name)
        row = person_row(name, "05/03/1988")
        batch = upload_and_apply(cast.commune, build_xlsx(row))
        assert Official.objects.filter(full_name=official.full_name).count() == 2
    assert batch.rows.get().label == "Lò Văn Thoa · trong danh sách “Ông Lò Văn Thoa”"
    for name in ("Lò Văn 2", "Nam", "Lò " + "a" * LONGEST_NAME):
        with pytest.raises(BadInput) as refusal:
            enter(name)
        batch = upload_and_apply(
            cast.commune, build_xlsx(person_row(), person_row(name, "05/03/1988"))
        )
        row = batch.rows.get(outcome="refused")
        assert row.reason == refusal.value.message


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("- Lò Văn Năm", "Lò Văn Năm"),
        ("+ Lò Văn Năm", "Lò Văn Năm"),
        ("12. Lò Văn Năm", "Lò Văn Năm"),
        ("1) Lò Văn Năm", "Lò Văn Năm"),
        ("'Vừ A Sình", "Vừ A Sình"),
        ("GV Lò Văn Sơn", "Lò Văn Sơn"),
        ("Siu Y - Blôk", "Siu Y-Blôk"),
        ("Lò Thị\nMai Hiên", "Lò Thị Mai Hiên"),
    ],
)
def test_signs_of_a_list_are_no_part_of_a_name(written, name):
    assert clean_name(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "Lò Thị Bảy - Nữ",
        "Lò Văn Nghĩa – PCT",
        "Lò Văn Pó - Lò Văn Tủa",
        "Lò Văn Pó\nLò Văn Tủa",
        "Lò Văn Ba*",
    ],
)
def test_what_holds_more_than_one_name_is_refused(written):
    with pytest.raises(BadInput):
        clean_name(written)


@pytest.mark.parametrize(
    ("name", "other", "in_one_list", "anywhere"),
    [
        ("Lò Văn Hoà", "LÒ VĂN HÒA", True, True),
        ("Lò Văn Tám", "Lò Văn Tâm", False, False),
        ("Đinh Văn Đo", "Đinh Văn Do", False, True),
        ("Lò Văn Tám", "Lo Van Tam", False, True),
        ("Lò Thị Lan", "Lan Lò Thị", True, True),
        ("Lò Thị Lan", "Lò Lan", False, False),
    ],
)
def test_two_spellings_of_one_name(name, other, in_one_list, anywhere):
    assert may_be_one_name(name, other, same_hand=True) is in_one_list
    assert may_be_one_name(other, name, same_hand=False) is anywhere


def test_a_name_typed_at_a_terminal_is_written_as_the_register_writes_it(db):
    boss = User.objects.create_superuser(full_name="  BÀ LÒ THỊ MAI", password="x", staff_code="A")
    assert boss.full_name == "Lò Thị Mai"


@pytest.mark.parametrize("written", ["Lò Thị 12", "Họ và tên", "NguyÔn V¨n An"])
def test_an_account_refuses_what_is_no_name_in_the_words_of_the_rule(db, written):
    with pytest.raises(BadInput) as refusal:
        clean_name(written)
    with pytest.raises(BadInput):
        User.objects.create_superuser(full_name=written, password="x", staff_code="A")
    # what `createsuperuser` asks before it goes on
    with pytest.raises(ValidationError) as error:
        User._meta.get_field("full_name").clean(written, None)
    assert error.value.messages == [refusal.value.message]
    assert not User.objects.exists()
