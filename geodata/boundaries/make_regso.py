"""Make regso_2025.parquet from SCB's GeoPackage; see README.md in this folder.

Run from the project's root: python geodata/boundaries/make_regso.py FOLDER/RegSO_2025.gpkg
"""

import csv
import sys
from pathlib import Path

import geopandas as gpd
import shapely

HERE = Path(__file__).parent
TOLERANCE = 50.0  # metres; corners that span less than a triangle of 50 x 50 m² are dropped


def main(source: Path) -> None:
    raw = gpd.read_file(source, columns=["regsokod", "regsonamn", "kommunkod"]).to_crs(3006)
    geometry = shapely.make_valid(shapely.force_2d(raw.geometry.to_numpy()))
    simple = shapely.coverage_simplify(geometry, TOLERANCE)
    if not shapely.coverage_is_valid(simple) or not shapely.is_valid(simple).all():
        sys.exit("Förenklingen gav hål eller överlapp mellan områden; inget skrevs.")
    with (HERE / "kommun.csv").open(encoding="utf-8") as file:
        kommun_names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    regso = gpd.GeoDataFrame(
        {
            "code": raw["regsokod"],
            "name": raw["regsonamn"],
            "kommun_code": raw["kommunkod"],
            "kommun_name": raw["kommunkod"].map(kommun_names),
        },
        geometry=simple,
        crs=3006,
    ).sort_values("code", ignore_index=True)
    target = HERE / "regso_2025.parquet"
    regso.to_parquet(target, compression="zstd", compression_level=19, index=False)
    print(f"{target.name}: {len(regso)} områden, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
