"""The file form ``annotator-gold/1``: one article with one annotation set a line, as JSON.

Reading (:func:`read_lines`) is lenient, writing (:class:`GoldWriter`) strict, and whatever was read
can be written: a line that was understood is held against the same schema at the end.
"""

from annotator.exchange.gold_check import SchemeChecker, check_scheme, unfinished
from annotator.exchange.gold_offsets import Unit
from annotator.exchange.gold_read import GoldLine, Skipped, read_lines
from annotator.exchange.gold_schema import fault, is_sound, schema_text
from annotator.exchange.gold_write import (
    BrokenRecordError,
    GoldOrder,
    GoldWriter,
    canonical_record,
    checked_line,
    encode,
)

__all__ = [
    "BrokenRecordError",
    "GoldLine",
    "GoldOrder",
    "GoldWriter",
    "SchemeChecker",
    "Skipped",
    "Unit",
    "canonical_record",
    "check_scheme",
    "checked_line",
    "encode",
    "fault",
    "is_sound",
    "read_lines",
    "schema_text",
    "unfinished",
]
