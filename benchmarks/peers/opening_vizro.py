"""The opening page in Vizro: python THIS EDITION PORT."""

import sys
from pathlib import Path

import vizro.models as vm
from vizro import Vizro
from vizro.managers import data_manager
from vizro.models.types import capture
from vizro.tables import dash_ag_grid

sys.path.insert(0, str(Path(__file__).parent))

import view

EDITION, PORT = Path(sys.argv[1]), int(sys.argv[2])
SHOWN = view.view(EDITION)  # kept, as Streamlit's cache keeps it
data_manager["table"] = SHOWN.table


@capture("graph")
def drawn(data_frame, which):  # type: ignore[no-untyped-def]
    return getattr(view, which)(SHOWN)


def graph(which: str) -> vm.Graph:
    return vm.Graph(figure=drawn("table", which=which))


page = vm.Page(
    title="Lägesbild",
    components=[
        graph("map_figure"),
        graph("series_figure"),
        graph("survey_figure"),
        vm.Table(figure=dash_ag_grid("table")),
    ],
    controls=[vm.Filter(column="problem")],
)
app = Vizro().build(vm.Dashboard(pages=[page]))
app.run(port=PORT, debug=False)
