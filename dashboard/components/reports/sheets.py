"""A new link as a sheet to hand over: seen once, printed, gone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from dash import html

from dashboard import swedish
from dashboard.export.qr import qr_svg
from dashboard.journal.files import Files
from dashboard.journal.links import Made

SVG = "http://www.w3.org/2000/svg"


def sheets(made: Sequence[Made], files: Files) -> html.Div:
    """One sheet per link. They cannot be shown again: only a digest of each is kept."""
    said = "Visas bara nu. Skriv ut eller kopiera innan du går vidare; annars gör du en ny länk."
    only_here = files.address.startswith("http://")
    local = "Adressen nås bara på den här datorn. Skriv formulärets adress i lagesbild.toml: formular.adress."  # fmt: skip
    return html.Div(
        [
            html.P(said, className="notice"),
            html.P(local, className="notice") if only_here else "",
            *(_sheet(link, files) for link in made),
        ],
        className="link-sheets",
    )


def _sheet(made: Made, files: Files) -> html.Section:
    address = files.link(made.token)
    drawn = qr_svg(address).replace("<svg", f'<svg xmlns="{SVG}"', 1)  # as a file of its own
    picture = "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()
    steps = (
        "Rikta telefonens kamera mot rutan och öppna länken. Spara den på hemskärmen.",
        "Tryck Inget att rapportera, eller Rapportera: vad, var, när, hur många. Aldrig vem.",
        f"Rapportera i den takt ni har kommit överens om. Länken gäller till och med {swedish.day(made.valid_to)}.",
    )  # fmt: skip
    return html.Section(
        [
            html.Img(src=picture, alt=f"QR-kod med länken för {made.organisation}"),
            html.Div(
                [
                    html.H2(made.organisation),
                    html.P("Rapportera till den gemensamma lägesbilden", className="quiet"),
                    html.Ol([html.Li(step) for step in steps]),
                    html.P(html.Code(address)),
                    html.P(html.Strong("Pågår något nu? Ring 112.")),
                ]
            ),
        ],
        className="link-sheet",
    )
