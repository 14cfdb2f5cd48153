"""A kommun's reported crime beside that of kommuner of about its own size, as Brå publishes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries import about, surveys
from geodata.areas import kommun_names

NEAREST = 20  # kommuner, at most
TIMES = 2.0  # as many residents, or half as many: no further
ENOUGH = 8  # kommuner with a value, before their middle half is one
FEW = 20  # crimes in a year: under that a rate is mostly chance
BELOW, INSIDE, ABOVE = "under", "inom", "över"


@dataclass(frozen=True, eq=False)
class Similar:
    """One kind of crime in one kommun, from one source.

    years: year, value (per 100,000 residents), count, is_preliminary, lower and upper (the middle half of
    the similar, NaN where fewer than ENOUGH have a value) and others (how many have). kommuner:
    area_code, name, residents and value (of the last year), nearest in size first; residents of the
    kommun itself, None where no source tells.
    """

    crime: str
    source: str
    title: str
    years: pd.DataFrame
    kommuner: pd.DataFrame
    residents: int | None

    @property
    def has_band(self) -> bool:
        return bool(self.years["lower"].notna().any())


def place_in(value: float, lower: float, upper: float) -> str | None:
    """under, inom or över the band; None where there is none."""
    if np.isnan(lower):
        return None
    return BELOW if value < lower else ABOVE if value > upper else INSIDE


def similar(edition: Edition, *, kommun: str, crime: str) -> Similar | None:
    """None where no source has a rate of the crime for the kommun."""
    rows = surveys.crime_years(edition, crime=crime).dropna(subset="per_100000")
    rows = rows[rows["area_code"].isin(kommun_names())]
    here = rows[rows["area_code"] == kommun]
    if here.empty:
        return None
    source = here.groupby("source")["year"].agg(["max", "size"]).sort_values(["max", "size"]).index[-1]  # fmt: skip
    rows, here = rows[rows["source"] == source], here[here["source"] == source]
    people = residents(edition, source)
    nearest = _nearest(people, kommun, there=set(rows["area_code"]))
    others = rows[rows["area_code"].isin(nearest)]
    last = int(here["year"].max())
    values = others[others["year"] == last].set_index("area_code")["per_100000"]
    names = kommun_names()
    kommuner = pd.DataFrame(
        {
            "area_code": nearest,
            "name": [names[code] for code in nearest],
            "residents": [people.get(code) for code in nearest],
            "value": values.reindex(nearest).to_numpy(float),
        }
    )
    own = people.get(kommun)
    return Similar(
        crime=crime,
        source=str(source),
        title=str(here["title"].iloc[0]),
        years=_banded(here, others),
        kommuner=kommuner,
        residents=None if own is None else int(own),
    )


@per_edition(32)
def residents(edition: Edition, source: str) -> dict[str, float]:
    """Residents by kommun code: as counted where the edition has them, else as the source's own
    counts and rates say, to two figures or so: of its largest count in its last year."""
    rows = edition.query(
        """
        with figures as (
            select area_code, year, indicator as name,
                max(value) filter (unit = 'count') as count,
                max(value) filter (unit = 'per_100000') as rate
            from out.indicator where source = $source and survey = 'anmalda_brott'
            group by all
            union all by name
            select area_code, year(period_start) as year, name, count, per_100000 as rate
            from out.crime_statistic
            where source = $source and period_type = 'year' and status = 'ok'
        )
        select area_code, 1e5 * count / rate as residents
        from figures
        where length(area_code) = 4 and rate > 0 and count > 0
        qualify row_number() over (partition by area_code order by year desc, count desc) = 1
        """,
        source=source,
    )
    found = dict(zip(rows["area_code"], rows["residents"].astype(float), strict=True))
    counted = about.at_level(edition, "kommun").dropna(subset="population")
    return found | dict(zip(counted["area_code"], counted["population"].astype(float), strict=True))


def _nearest(people: dict[str, float], kommun: str, *, there: set[str]) -> list[str]:
    """The kommuner nearest in size, as a ratio: none more than TIMES as large or small."""
    if kommun not in people:
        return []
    away = {
        code: abs(float(np.log(count / people[kommun])))
        for code, count in people.items()
        if code != kommun and code in there
    }
    near = [code for code, far in away.items() if far <= np.log(TIMES)]
    return sorted(near, key=lambda code: (away[code], code))[:NEAREST]


def _banded(here: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    by_year = others.groupby("year")["per_100000"]
    band = pd.DataFrame(
        {"lower": by_year.quantile(0.25), "upper": by_year.quantile(0.75), "others": by_year.size()}
    )
    band.loc[band["others"] < ENOUGH, ["lower", "upper"]] = np.nan
    years = here.rename(columns={"per_100000": "value"}).sort_values("year")
    years = years[["year", "value", "count", "is_preliminary"]].join(band, on="year")
    return years.assign(others=years["others"].fillna(0).astype(int)).reset_index(drop=True)


def latest(edition: Edition, *, kommun: str) -> pd.DataFrame:
    """Every kind of crime with a rate for the kommun, largest first: crime, year, value, count, and
    lower, upper: the middle half of the similar (NaN where too few)."""
    rows = edition.query(
        """
        select source, area_code, year, indicator as crime,
            max(value) filter (unit = 'per_100000') as per_100000,
            max(value) filter (unit = 'count') as count
        from out.indicator where survey = 'anmalda_brott' and length(area_code) = 4
        group by all
        union all by name
        select source, area_code, year(period_start) as year, name as crime, per_100000, count
        from out.crime_statistic
        where period_type = 'year' and status = 'ok' and length(area_code) = 4
        """
    ).dropna(subset="per_100000")
    here = rows[rows["area_code"] == kommun].sort_values(["year", "source"])
    here = here.drop_duplicates("crime", keep="last")
    near = {
        source: _nearest(residents(edition, source), kommun, there=set(of["area_code"]))
        for source, of in rows.groupby("source")
    }
    is_near = [
        code in near[source] for code, source in zip(rows["area_code"], rows["source"], strict=True)
    ]
    of = rows[is_near].groupby(["source", "crime", "year"])["per_100000"]
    band = pd.DataFrame({"lower": of.quantile(0.25), "upper": of.quantile(0.75), "others": of.size()})  # fmt: skip
    band.loc[band["others"] < ENOUGH, ["lower", "upper"]] = np.nan
    found = here.join(band, on=["source", "crime", "year"])
    return found.sort_values("per_100000", ascending=False).rename(columns={"per_100000": "value"})
