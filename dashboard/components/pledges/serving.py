"""Which problem each activity serves: asked for those where nobody has said it."""

from __future__ import annotations

from dash import html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.pledges.editing import held_in
from dashboard.components.pledges.holding import Holding, writer
from dashboard.database import Editions
from dashboard.journal import pledges
from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import put
from dashboard.queries import about

WHY = "Att räkna kontroller är inget mål i sig. Säg vilket problem var och en ska minska, så går det att se om problemet ändras."  # fmt: skip


def card(of: Holding) -> html.Section | str:
    missing = [row for row in of.document["activities"] if not row["problem_type"]]
    if not missing:
        return ""
    many = swedish.capitalised(swedish.in_words(len(missing)))
    said = (
        f"{many} {'aktivitet' if len(missing) == 1 else 'aktiviteter'} säger inte vilket problem."
    )
    body: list[html.Div | html.Ul]
    if of.may_write:
        body = [
            html.Div(
                [
                    of.form.choice(row["words"], "problem", "serve", of.types, f"{of.number}:activities:{row['key']}"),
                    of.form.button("Spara", "serve", f"{of.number}:activities:{row['key']}"),
                ],
                className="asking-one",
            )
            for row in missing
        ]  # fmt: skip
    else:
        body = [html.Ul([html.Li(row["words"]) for row in missing])]
    return cards.card(
        "Vilket problem tjänar de?", html.P([html.Strong(said), " ", WHY]), *body, name="serve-card"
    )


def every_deed(opened: Editions) -> dict[str, Deed]:
    def serve(asked: Asked) -> Done:
        who = writer(asked.store, asked.visitor)
        number, part, key = held_in(asked)
        problem = asked.text("problem")
        if part != "activities" or problem not in about.type_names(opened.current("shared")):
            raise Refused("Välj ett problem.")
        pledges.change(
            asked.store,
            number,
            lambda d: put(d, part, key, {"problem_type": problem}),
            what="Aktivitet: vilket problem den tjänar",
            organisation=who,
        )
        return Done("Sparat.")

    return {"serve": Deed("assess", serve)}
