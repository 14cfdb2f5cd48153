"""Make water.parquet: what SCB's RegSO hold that its kommuner, cut at the coast, do not.

Run from the project's root: python geodata/boundaries/make_water.py FOLDER/Kommun_Sweref99TM.TAB
"""

import sys
from pathlib import Path

import geopandas as gpd
import shapely

HERE = Path(__file__).parent
TOLERANCE = 60.0  # metres: narrower than twice that it is two lines that differ, and no water
LEAST = 400_000.0  # m²


def main(source: Path) -> None:
    land = shapely.union_all(shapely.make_valid(gpd.read_file(source).geometry.to_numpy()))
    regso = gpd.read_parquet(HERE / "regso_2025.parquet")
    rest = shapely.difference(shapely.coverage_union_all(regso.geometry.to_numpy()), land)
    kept = shapely.buffer(shapely.buffer(rest, -TOLERANCE, quad_segs=1), TOLERANCE, quad_segs=2)
    parts = shapely.get_parts(kept)
    parts = shapely.simplify(parts[shapely.area(parts) > LEAST], TOLERANCE)
    target = HERE / "water.parquet"
    frame = gpd.GeoDataFrame(geometry=parts, crs=3006)
    frame.to_parquet(target, compression="zstd", compression_level=19, index=False)
    print(f"{target.name}: {len(parts)} vatten, {target.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
