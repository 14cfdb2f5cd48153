"""What every survey has in common: its row in the raw table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

SHARE, INDEX = "share", "index"
PUBLISHER, TOOL = "publisher", "tool"
LEAST = 10  # fewer answers than this are not let in, whoever counted them
SCHEMA = pa.schema([
    ("survey", pa.string()), ("survey_name", pa.string()), ("question", pa.string()),
    ("wording", pa.string()), ("definition", pa.string()), ("scale", pa.string()),
    ("unit", pa.string()), ("is_higher_worse", pa.bool_()), ("area_code", pa.string()),
    ("district", pa.string()), ("group_name", pa.string()), ("year", pa.int16()),
    ("value", pa.float64()), ("lower", pa.float64()), ("upper", pa.float64()),
    ("interval_by", pa.string()), ("respondents", pa.int32()), ("field_from", pa.date32()),
    ("field_to", pa.date32()), ("response_rate", pa.float64()),
])  # fmt: skip


def table(about: dict[str, Any], *, n: int) -> pa.Table:
    """`about`: (n,) or one value for each column of SCHEMA; what is left out is missing."""
    frame = pd.DataFrame(about, index=range(n), dtype=object)
    return pa.table(
        {
            field.name: pa.array(frame[field.name], from_pandas=True).cast(field.type, safe=False)
            if field.name in frame
            else pa.nulls(n, field.type)
            for field in SCHEMA
        }
    )
