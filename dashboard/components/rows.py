"""A table of mere text as one component.

Dash keeps watch over each of its components; a table of html.Td is hundreds of them, and most
tables here are twins of pictures that few open.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component


class Rows(Component):
    """`head`, `kinds` (a class per column) and `rows` of text; drawn by assets/rows.js."""

    _type = "Rows"
    _namespace = "lagesbild"
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ()
    _prop_names = ("caption", "head", "kinds", "rows")
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()
    _valid_wildcard_attributes: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        caption: str,
        head: Sequence[str],
        kinds: Sequence[str],
        rows: Sequence[Sequence[str]],
    ) -> None:
        super().__init__(caption=caption, head=head, kinds=kinds, rows=rows)
