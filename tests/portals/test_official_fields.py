"""Each field of an official, wherever a field must be: forms, file, own file, lists, search, logs.

The cases come from the table (personnel.fields), so that a new field is tried without a line here.
A field with a rule of its own says in EXAMPLES which values pass it.
"""

import ast
import datetime as dt
import html
import io
import json
import re

import openpyxl
import pytest

from lms.core.audit.models import Event
from lms.core.errors import BadInput
from lms.people.personnel import queries
from lms.people.personnel.actions import correct_official
from lms.people.personnel.fields import (
    FURTHER_FIELDS,
    OFFICIAL_FIELDS,
    OPEN_FIELDS,
    SENSITIVE_FIELDS,
    CellKind,
    FieldKind,
    OfficialField,
    describe_access,
)
from lms.people.personnel.models import BirthPrecision, Official, Sensitive, SensitiveAccess
from lms.people.workbooks.labels import label_of, shown_samples
from lms.people.workbooks.models import BatchRow
from lms.people.workbooks.reading.headers.columns import key_of
from lms.people.workbooks.reading.lines.parsing import _CELL_PARSERS
from tests.architecture.source import modules, short, tree
from tests.factories import people
from tests.factories.workbooks import build_xlsx, person_row, upload_and_apply, upload_and_try

pytestmark = pytest.mark.django_db

UNIT_FILE = "/don-vi/nhan-su/{}/"
OWN_FILE = "/ho-so/ca-nhan/"
EXPORT = "/don-vi/nhan-su/xuat/"
WHY = "Rà soát hồ sơ"
# Two values of fields that not every text fits.
EXAMPLES = {
    "code": ("NS-CHIM-01", "NS-CHIM-02"),
    "full_name": ("Lò Thị Chim", "Lò Thị Sẻ"),
    "birth_date": (dt.date(1985, 3, 4), dt.date(1986, 5, 7)),
    "id_number": ("011185000123", "011186000456"),
    "ethnicity": ("Si La", "Lự"),
}
# Columns of the two tables that say nothing of a person, or the same in another form.
NO_FIELDS = {
    Official: {"id", "uid", "user", "merged_into", "name_low", "name_fold", "name_key"}
    | {"name_sorted"},
    Sensitive: {"id", "official"},
}

MAY_LIST = {
    "lms/people/personnel/fields.py": "the table",
    "lms/people/workbooks/reading/people.py": "combines columns, each field in a way of its own",
}

each_field = pytest.mark.parametrize("field", OFFICIAL_FIELDS, ids=lambda field: field.key)
each_open = pytest.mark.parametrize("field", OPEN_FIELDS, ids=lambda field: field.key)
each_further = pytest.mark.parametrize("field", FURTHER_FIELDS, ids=lambda field: field.key)
each_sensitive = pytest.mark.parametrize("field", SENSITIVE_FIELDS, ids=lambda field: field.key)
exported = [field for field in OFFICIAL_FIELDS if field.export is not None]
each_exported = pytest.mark.parametrize("field", exported, ids=lambda field: field.key)


def examples(field: OfficialField):
    """Two values that the field may have."""
    if field.key in EXAMPLES:
        return EXAMPLES[field.key]
    match field.kind:
        case FieldKind.TEXT:
            return f"Chim {field.key}"[: field.max_length], f"Sẻ {field.key}"[: field.max_length]
        case FieldKind.CHOICE:
            return tuple(field.choices)[:2]
        case FieldKind.FLAG:
            return True, False
        case FieldKind.DAY:
            return dt.date(2001, 2, 3), dt.date(2004, 5, 6)


def typed(value) -> str:
    """The value as somebody types it into a form."""
    if isinstance(value, bool):
        return "on" if value else ""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


def shown(field: OfficialField) -> str:
    """The first example as pages show it."""
    words = field.show(examples(field)[0])
    return words[:1].upper() + words[1:] if field.kind is FieldKind.CHOICE else words


def pairs(page: str) -> dict[str, str]:
    """The words of each <dt> with those of its <dd>."""
    terms = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {plain(term): plain(words) for term, words in terms}


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


@pytest.fixture
def chim(cast):
    """Somebody with an account and the first example of each field."""
    account = people.user("Lò Thị Chim")
    official = people.official("Lò Thị Chim", cast.commune, account)
    for field in OPEN_FIELDS:
        setattr(official, field.key, examples(field)[0])
    official.save()
    Sensitive.objects.create(
        official=official, **{field.key: examples(field)[0] for field in SENSITIVE_FIELDS}
    )
    return official


@pytest.fixture
def pao(cast, client):
    client.force_login(cast.pao)
    return client


@pytest.fixture
def own(chim, client):
    client.force_login(chim.user)
    return client


@pytest.mark.parametrize("model", NO_FIELDS)
def test_each_column_of_a_person_is_a_field(model):
    columns = {column.name for column in model._meta.concrete_fields}
    in_table = {
        name
        for field in OFFICIAL_FIELDS
        if field.model is model
        for name in (field.key, *field.companions)
    }
    assert columns - NO_FIELDS[model] == in_table


@each_field
def test_a_field_has_words_for_each_place(field):
    assert len(examples(field)) == 2
    assert field.title and field.columns
    assert field.export is not None or field.key == "is_ethnic_minority"  # follows from the people
    assert not (field.is_sensitive and field.search)


def test_each_kind_of_cell_has_a_reader():
    assert set(_CELL_PARSERS) == set(CellKind)


@each_field
def test_the_file_of_the_unit_shows_it(chim, pao, field):
    address = UNIT_FILE.format(chim.uid)
    page = pao.get(address).content.decode()
    if field.is_sensitive:
        assert field.title not in pairs(page)
        page = pao.post(address, {"do": "look", "purpose": WHY}).content.decode()
    if field.key == "full_name":
        assert f"<h1>{shown(field)}</h1>" in page
    else:
        assert pairs(page)[field.title] == shown(field)


@each_field
def test_the_unit_corrects_it_and_the_log_names_it(chim, pao, field):
    former, corrected = examples(field)
    address = UNIT_FILE.format(chim.uid)
    others = [
        other for other in OFFICIAL_FIELDS if other.model is field.model and other is not field
    ]
    data = {other.key: typed(examples(other)[0]) for other in others}
    data[field.key] = typed(corrected)
    if field.is_sensitive:
        answer = pao.post(address, {**data, "do": "sensitive", "purpose": WHY})
        row = Sensitive.objects.get(official=chim)
    else:
        answer = pao.post(f"{address}dinh-chinh/", {**data, "reason": WHY})
        row = Official.objects.get(pk=chim.pk)
    assert answer.status_code == 302, answer.content.decode()
    assert field.value_of(row) == corrected
    for other in others:
        assert other.value_of(row) == examples(other)[0]
    history = plain(pao.get(f"{address}lich-su/").content.decode())
    if field.is_sensitive:
        event = Event.objects.get(kind="official.sensitive_corrected")
        assert event.data["fields"] == [field.key]
        assert typed(corrected) not in json.dumps(event.data) or not typed(corrected)
    else:
        event = Event.objects.get(kind="official.corrected")
        assert set(event.data["after"]) == {field.key}
        change = f"{field.label}: {field.show(former)} → {field.show(corrected)}"
        assert change in history


def test_what_a_field_cannot_be_is_refused_and_what_is_no_field_fails(cast, chim):
    entry = {
        "actor": cast.actor(cast.pao),
        "official": chim,
        "full_name": chim.full_name,
        "birth_date": chim.birth_date,
        "reason": WHY,
    }
    for wrong in ("x", "nữ"):
        with pytest.raises(BadInput) as refusal:
            correct_official(**entry, further={"sex": wrong})
        assert refusal.value.field == "sex"
    with pytest.raises(KeyError):
        correct_official(**entry, further={"id_number": "011185000123"})
    assert correct_official(**entry, further={"sex": ""}).sex == chim.sex


def test_the_history_says_that_day_and_month_are_not_known(chim, pao):
    address = UNIT_FILE.format(chim.uid)
    data = {field.key: typed(examples(field)[0]) for field in OPEN_FIELDS}
    answer = pao.post(f"{address}dinh-chinh/", {**data, "birth_date": "1985", "reason": WHY})
    assert answer.status_code == 302, answer.content.decode()
    history = plain(pao.get(f"{address}lich-su/").content.decode())
    change = f"ngày sinh: {BirthPrecision.DAY.label} → {BirthPrecision.YEAR.label}"
    assert change in history
    assert pairs(pao.get(address).content.decode())["Ngày sinh"].startswith("1985 (")


@each_field
def test_a_form_begins_with_what_is_stored(chim, pao, field):
    address = UNIT_FILE.format(chim.uid)
    if field.is_sensitive:
        page = pao.post(address, {"do": "look", "purpose": WHY}).content.decode()
    else:
        page = pao.get(f"{address}dinh-chinh/").content.decode()
    value = examples(field)[0]
    if field.kind is FieldKind.CHOICE:
        assert re.search(rf'<option value="{value}" selected', page)
    elif field.kind is FieldKind.FLAG:
        assert re.search(rf'<input[^>]*name="{field.key}"[^>]* checked', page)
    else:
        [control] = re.findall(rf'<input[^>]*name="{field.key}"[^>]*>', page)
        assert f'value="{typed(value)}"' in control or f'value="{value}"' in control
        assert not field.is_sensitive or 'autocomplete="off"' in control


@each_open
def test_a_new_person_is_entered_with_it(pao, cast, field):
    data = {other.key: typed(examples(other)[0]) for other in OPEN_FIELDS}
    post = {
        "unit": cast.commune.code,
        "title": "Văn thư",
        "group": "civil_servant",
        "kind": "regular",
        "tier": "unit",
        "valid_from": "2026-01-01",
    }
    answer = pao.post("/don-vi/nhan-su/moi/", {**data, **post})
    assert answer.status_code == 302, answer.content.decode()
    assert field.value_of(Official.objects.latest("pk")) == examples(field)[0]


@each_field
def test_the_person_reads_it_in_their_own_file(own, field):
    assert pairs(own.get(OWN_FILE).content.decode())[field.title] == shown(field)


@each_field
def test_the_extract_to_print_has_it_unless_it_is_sensitive(own, field):
    page = plain(own.get(f"{OWN_FILE}in/").content.decode())
    is_there = f"{field.title}: {field.show(examples(field)[0])}" in page
    assert is_there is not field.is_sensitive


@each_field
def test_the_person_takes_it_out_as_excel_and_json(own, field):
    value = examples(field)[0]
    data = json.loads(own.post(f"{OWN_FILE}xuat/", {"dang": "json"}).content)
    part = data["sensitive" if field.is_sensitive else "official"]
    assert part[field.key] == (value.isoformat() if isinstance(value, dt.date) else value)
    answer = own.post(f"{OWN_FILE}xuat/", {"dang": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = {row[0].value: row[1].value for row in sheet.iter_rows() if len(row) > 1}
    is_day = field.kind is FieldKind.DAY
    assert cells[field.title] == (
        dt.datetime.combine(value, dt.time()) if is_day else field.show(value)
    )


def people_sheet(answer) -> tuple[list, dict[str, object]]:
    """The headers of an exported list, and the cells of Lò Thị Chim by header."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    headers = rows[2]
    row = next(row for row in rows if "Lò Thị Chim" in row)
    return headers, dict(zip(headers, row, strict=True))


@each_exported
def test_the_exported_list_has_it_and_a_sensitive_one_only_for_a_purpose(chim, pao, field):
    header, value = field.export.header, examples(field)[0]
    headers, cells = people_sheet(pao.post(EXPORT))
    assert (header in headers) is not field.is_sensitive
    if field.is_sensitive:
        _headers, cells = people_sheet(pao.post(f"{EXPORT}nhay-cam/", {"purpose": WHY}))
    words = {FieldKind.FLAG: "x", FieldKind.CHOICE: shown(field)}.get(field.kind, value)
    if field.kind is FieldKind.DAY:
        words = dt.datetime.combine(value, dt.time())
    assert cells[header] == words


@each_exported
def test_the_import_knows_the_header_of_the_export(field):
    assert key_of((field.export.header,), ()) == field.columns[0].key


@each_field
def test_the_import_knows_each_header_of_the_table(field):
    for column in field.columns:
        for alias in column.aliases:
            assert key_of((alias,), ()) in {column.key, *(other.key for other in field.columns)}


def written_cell(field: OfficialField, value) -> str:
    """The value as a list says it."""
    if field.kind is FieldKind.FLAG:
        return "x" if value else ""
    words = typed(value) if field.kind is FieldKind.DAY else field.show(value)
    return words[:1].upper() + words[1:]


def list_with(field: OfficialField, value):
    """A list of one person that says this value, and the header of its column."""
    header = field.export.header if field.export else field.columns[0].aliases[0]
    row = {**person_row("Lò Văn Nhập", "01/02/1980"), header: written_cell(field, value)}
    return build_xlsx(row, headers=["STT", *row])


@each_field
def test_the_import_writes_it_for_a_new_person(cast, field):
    value = examples(field)[0]
    batch = upload_and_apply(cast.commune, list_with(field, value))
    assert batch.counts["new"] == 1, list(batch.rows.values())
    official = Official.objects.latest("pk")
    row = official.sensitive if field.is_sensitive else official
    assert field.value_of(row) == value


# a list finds people by their code and never changes it
@pytest.mark.parametrize(
    "field",
    [field for field in OFFICIAL_FIELDS if field.key != "code"],
    ids=lambda field: field.key,
)
def test_the_import_corrects_it_and_shows_what_changes(cast, chim, field):
    former, value = examples(field)
    if field.kind is FieldKind.FLAG:
        # an empty cell says nothing, so that a list never says no
        former, value = value, former
        entry = chim.sensitive if field.is_sensitive else chim
        setattr(entry, field.key, former)
        entry.save()
    row = {"Mã cán bộ": chim.code, "Họ và tên": chim.full_name, "Ngày sinh": "04/03/1985"}
    header = field.export.header if field.export else field.columns[0].aliases[0]
    row[header] = written_cell(field, value)
    batch = upload_and_try(cast.commune, build_xlsx(row, headers=["STT", *row]))
    planned = BatchRow.objects.get(batch=batch)
    changes = {change["field"]: change for change in planned.changes}
    assert field.key in changes, planned.reason
    assert label_of(field.key) != field.key
    if field.is_sensitive:
        assert changes[field.key]["secret"]
        assert written_cell(field, value) not in str(planned.changes) or value is True
    else:
        assert changes[field.key]["before"] == field.show(former)
        assert changes[field.key]["after"] == field.show(value)


@each_field
def test_samples_of_a_sensitive_column_are_shown_to_who_uploaded_it_alone(cast, field):
    value = examples(field)[0]
    batch = upload_and_try(cast.commune, list_with(field, value), actor=cast.actor(cast.pao))
    [sheet] = batch.mapping.values()
    keys = {column.key for column in field.columns}
    letter = next(letter for letter, key in sheet["columns"].items() if key in keys)
    assert shown_samples(cast.actor(cast.pao), batch, sheet, letter)
    assert bool(shown_samples(cast.actor(cast.tu), batch, sheet, letter)) is not field.is_sensitive


@each_field
def test_people_are_found_by_it_only_where_the_table_says_so(cast, chim, field):
    if field.kind is FieldKind.TEXT and field.key != "full_name":
        word = str(examples(field)[0]).split()[-1]
        matches = queries.find_officials(cast.actor(cast.pao), word)
        assert (chim in matches) is bool(field.search)


@each_sensitive
def test_titles_and_sentences_name_each_sensitive_field(cast, chim, client, field):
    access = SensitiveAccess.objects.create(
        official=chim, user=cast.pao, purpose=WHY, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    noun = str(field.noun or field.label)
    assert (noun in describe_access(access)) is field.is_named
    if not field.is_named:
        return
    pages = {
        chim.user: (f"{OWN_FILE}in/", "/ho-so/ai-da-xem/", "/ho-so/quyen/moi/?muc=sensitive"),
        cast.pao: (UNIT_FILE.format(chim.uid), f"{EXPORT}nhay-cam/"),
    }
    for user, addresses in pages.items():
        client.force_login(user)
        for address in addresses:
            assert noun.lower() in client.get(address).content.decode().lower(), address


def test_nowhere_else_are_the_sensitive_fields_listed():
    """A list of two of them elsewhere would have to be kept in step by hand."""
    keys = {field.key for field in SENSITIVE_FIELDS}
    keys |= {column.key for field in SENSITIVE_FIELDS for column in field.columns}
    lists = []
    for path in modules("lms"):
        if "console" in path.parts or short(path) in MAY_LIST:
            continue
        for node in ast.walk(tree(path)):
            parts = []
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                parts = node.elts
            elif isinstance(node, ast.Dict):
                parts = node.keys
            named = {part.value for part in parts if isinstance(part, ast.Constant)} & keys
            if len(named) > 1:
                lists.append(f"{short(path)}:{node.lineno} {sorted(named)}")
    assert not lists
