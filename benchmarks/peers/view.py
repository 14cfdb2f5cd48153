"""What the peers' opening pages show: the counts of four weeks beside the year before, from the
example's published file. Knows nothing of ours but the tables."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd
import plotly.graph_objects as go
import pyarrow.parquet as pq
import shapely

KOMMUN, SOURCE = "0683", "police_deso_extract"
SERIES = """
    select week, sum(count)::int as count from incident
    where source = ? and kommun_code = ? and not is_long_interval
    group by week order by week"""
TABLE = """
    select name as problem,
        sum(count) filter (week between $from and $to)::int as now,
        sum(count) filter (week between $from - interval 52 week and $to - interval 52 week)::int
            as before
    from incident join problem_type using (problem_type)
    where source = $source and kommun_code = $kommun
    group by name order by now desc nulls last"""
AREAS = """
    select a.name, a.x, a.y, coalesce(sum(i.count), 0)::int as now
    from area a left join incident i on i.regso_code = a.area_code and i.source = $source
        and i.week between $from and $to
    where a.level = 'regso' and a.kommun_code = $kommun
    group by all"""
SURVEY = """
    select year, value, lower, upper from indicator
    where area_code = ? and indicator = (select min(indicator) from indicator where lower is not null)
    order by year"""


@dataclass(frozen=True)
class View:
    series: pd.DataFrame
    table: pd.DataFrame
    areas: pd.DataFrame
    survey: pd.DataFrame
    lines: tuple[list[float | None], list[float | None]]


def kommuner(edition: Path) -> list[str]:
    with duckdb.connect(str(edition / "shared.duckdb"), read_only=True) as db:
        found = db.execute("select area_code from area where level = 'kommun' order by 1")
        return [code for (code,) in found.fetchall()]


def view(edition: Path, kommun: str = KOMMUN) -> View:
    with duckdb.connect(str(edition / "shared.duckdb"), read_only=True) as db:
        [(stop,)] = db.execute("select max(data_stop) from coverage").fetchall()
        last = stop - timedelta(days=stop.weekday() + (0 if stop.weekday() == 6 else 7))
        of = {"source": SOURCE, "kommun": kommun}
        asked = {**of, "from": last - timedelta(weeks=3), "to": last}
        return View(
            db.execute(SERIES, [SOURCE, kommun]).df(),
            db.execute(TABLE, asked).df(),
            db.execute(AREAS, asked).df(),
            db.execute(SURVEY, [kommun]).df(),
            _lines(edition, kommun),
        )


def _lines(edition: Path, kommun: str) -> tuple[list[float | None], list[float | None]]:
    table = pq.read_table(edition / "areas.parquet").to_pandas()
    own = table[(table["level"] == "regso") & (table["kommun_code"] == kommun)]
    x: list[float | None] = []
    y: list[float | None] = []
    for shape in shapely.from_wkb(own["geometry"]):
        for ring in shapely.get_rings(shape):
            across, up = shapely.get_coordinates(ring).T
            x += [*across.tolist(), None]
            y += [*up.tolist(), None]
    return x, y


def map_figure(shown: View) -> go.Figure:
    x, y = shown.lines
    some = shown.areas[shown.areas["now"] > 0]
    circles = go.Scatter(
        x=some["x"], y=some["y"], mode="markers+text", text=some["now"], showlegend=False,
        marker={"size": some["now"] ** 0.5 * 6}, hovertext=some["name"],
    )  # fmt: skip
    figure = go.Figure([go.Scatter(x=x, y=y, mode="lines", showlegend=False), circles])
    return figure.update_yaxes(scaleanchor="x", visible=False).update_xaxes(visible=False)


def series_figure(shown: View) -> go.Figure:
    year = shown.series.tail(52)
    before = shown.series.iloc[-104:-52]
    return go.Figure(
        [
            go.Scatter(x=year["week"], y=before["count"], mode="lines", name="året före"),
            go.Scatter(x=year["week"], y=year["count"], mode="lines", name="i år"),
        ]
    )


def survey_figure(shown: View) -> go.Figure:
    own = shown.survey
    bounds = {"array": own["upper"] - own["value"], "arrayminus": own["value"] - own["lower"]}
    return go.Figure(go.Scatter(x=own["year"], y=own["value"], error_y=bounds))
