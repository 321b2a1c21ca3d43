"""Text typed with the fonts before Unicode: recognised, and converted where it can be read."""

from lms.people.workbooks.reading.values.old_fonts.encodings import (
    OldEncoding,
    decode_text,
    encoding_of_font,
)
from lms.people.workbooks.reading.values.old_fonts.weighing import (
    ColumnEvidence,
    DecodedText,
    decode_in_column,
    is_unicode,
)

__all__ = [
    "ColumnEvidence",
    "DecodedText",
    "OldEncoding",
    "decode_in_column",
    "decode_text",
    "encoding_of_font",
    "is_unicode",
]
