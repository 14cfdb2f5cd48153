"""A publisher's file as a table of texts, whatever the encoding, separator or container.

Every distinct text of a column is held once and each row points at it. A police extract of 1.5
million rows has a few thousand distinct texts, so that the privacy gate, the dates and the codes
are looked at once per text and not once per row.
"""

from etl.reading.file import File
from etl.reading.rows import Rows
from etl.reading.sheet import Column, Sheet

__all__ = ["Column", "File", "Rows", "Sheet"]
