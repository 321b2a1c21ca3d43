"""Names of people as lists write them."""

from lms.core.errors import BadInput
from lms.people.accounts.names import WrittenName, read_name
from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of


def read_full_name(value: CellContent | None, sex: str = "") -> WrittenName:
    """The name by the rule of the register: "Hờ A Páo", "H'Hen Niê", and what was taken off it.

    Unreadable where it is no name.
    """
    # a line break tells what stands below a name
    written = value if isinstance(value, str) else text_of(value)
    try:
        return read_name(written, sex)
    except BadInput as refusal:
        raise UnreadableCell(refusal.message) from None
