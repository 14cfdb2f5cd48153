"""Questions about what residents said when they were asked (*medborgardialog*)."""

from __future__ import annotations

import pandas as pd

from dashboard.database import Edition


def latest(edition: Edition) -> pd.DataFrame:
    """What was named in the latest dialogue of each method in each kommun: a row per dialogue,
    problem, place and time: source, kommun_code, kommun, held_on, method, respondents, problem,
    place and time_of_day (None where none was named), count.

    Two dialogues are never summed: who answers on the square is not who answers on the web.
    """
    found = edition.query(
        """
        select
            dialogue.source,
            dialogue.kommun_code,
            kommun.name as kommun,
            held_on,
            method,
            respondents,
            problem_type.name as problem,
            place.name as place,
            time_of_day,
            count,
        from out.dialogue
        join out.problem_type using (problem_type)
        join out.area as kommun on kommun.area_code = dialogue.kommun_code
        left join out.area as place on place.area_code = dialogue.area_code
        qualify held_on = max(held_on) over (partition by source, dialogue.kommun_code, method)
        order by method, kommun.name collate sv, respondents desc, problem_type.position
        """
    )
    return found.astype(dict.fromkeys(("place", "time_of_day"), object))
