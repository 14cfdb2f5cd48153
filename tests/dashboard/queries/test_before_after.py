"""Before and after a löfte: the sums are the week's own, and what cannot be said is not said."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dashboard.database import Edition
from dashboard.queries import incidents
from dashboard.queries.before_after import BLOCK, YEAR, change

ABOUT = {"kommuner": ("0683",), "first": date(2026, 1, 1), "last": date(2026, 12, 31)}
SOURCE = "police_deso_extract"


def counted(edition: Edition, kommun: str, first: date, last: date) -> int:
    """The slow way: every incident of the days."""
    rows = edition.rows(
        """
        select coalesce(sum(count), 0)::integer as n from out.incident
        where source = $source and problem_type = 'narkotika' and kommun_code = $kommun
            and week between $first and $last and not is_long_interval
        """,
        source=SOURCE, kommun=kommun, first=first, last=last,
    )  # fmt: skip
    return int(rows[0]["n"])


def test_the_blocks_add_up_to_what_is_counted(edition: Edition) -> None:
    found = change(edition, problem_type="narkotika", **ABOUT)
    assert found.table is not None
    begins = date(2026, 1, 5)  # the first Monday
    for n, row in enumerate(found.table.itertuples()):
        first, last = begins + n * BLOCK, begins + (n + 1) * BLOCK - timedelta(days=1)
        assert row.until == last
        assert row.here == counted(edition, "0683", first, last)
        assert row.here_before == counted(edition, "0683", first - YEAR, last - YEAR)
    stop = incidents.coverage(edition, source=SOURCE, kommuner=("0683",))["data_stop"]
    assert timedelta(weeks=4) <= stop - found.table["until"].iloc[-1] < timedelta(weeks=8)


def test_the_difference_is_the_sums_and_its_interval_holds_it(edition: Edition) -> None:
    found = change(edition, problem_type="narkotika", **ABOUT)
    assert found.table is not None
    sums = found.table[["here", "here_before", "there", "there_before"]].cumsum()
    expected = (sums["here"] - sums["here_before"]) - (sums["there"] - sums["there_before"])
    assert np.allclose(found.table["estimate"], expected)
    # never narrower than chance alone makes it
    half = (found.table["upper"] - found.table["lower"]) / 2
    assert (half >= 1.95 * np.sqrt(sums.sum(axis=1))).all()
    assert found.other in {"Gislaved", "Gnosjö", "Vaggeryd"}


def test_what_may_have_moved_is_looked_for_in_the_kommuner_that_touch(edition: Edition) -> None:
    found = change(edition, problem_type="narkotika", **ABOUT)
    assert found.table is not None and found.beside is not None
    names = {"Gislaved": "0662", "Gnosjö": "0617", "Vaggeryd": "0665"}
    assert set(found.beside.names) == names.keys() - {found.other}
    begins, last = date(2026, 1, 5), found.table["until"].iloc[-1]
    slow = {
        shift: sum(counted(edition, names[n], begins - shift, last - shift) for n in found.beside.names)
        for shift in (timedelta(0), YEAR)
    }  # fmt: skip
    assert (found.beside.now, found.beside.before) == (slow[timedelta(0)], slow[YEAR])
    there, before = (found.table[name].sum() for name in ("there", "there_before"))
    size = slow[YEAR] / before
    expected = slow[timedelta(0)] - slow[YEAR] - size * (there - before)
    assert found.beside.difference.estimate == pytest.approx(expected)
    half = found.beside.difference.upper - found.beside.difference.estimate
    assert half >= 1.95 * np.sqrt(slow[timedelta(0)] + slow[YEAR] + size**2 * (there + before))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"problem_type": "nara_relation"}, "vecka för vecka"),
        ({"problem_type": "strunt"}, "vecka för vecka"),
        ({"first": date(2021, 6, 1), "last": date(2021, 12, 31)}, "året före"),
        ({"first": date(2026, 10, 1)}, "för kort tid"),
        ({"problem_type": "nedskrapning", "first": date(2026, 6, 1)}, "för få"),
        ({"kommuner": ("0683", "0662", "0617", "0665")}, "ingen kommun"),
        ({"kommuner": ("2583",)}, "ingen kommun"),
    ],
)
def test_what_cannot_be_said_says_why(edition: Edition, more: dict, why: str) -> None:
    found = change(edition, **({"problem_type": "narkotika"} | ABOUT | more))
    assert why in found.why_not
    assert found.table is None
    assert not found.is_told
