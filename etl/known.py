"""What the workplace can tell a reader of files: its own lists, beside the publisher's."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.problem_types import ProblemTypes, load


@dataclass(frozen=True, kw_only=True)
class Known:
    problem_types: ProblemTypes = field(default_factory=load)
    kommun_codes: frozenset[str] | None = None  # the forum's; None where none is declared
