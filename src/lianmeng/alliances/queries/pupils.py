"""How many pupils the schools of an alliance have together, where its form sets a limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianmeng.alliances.queries.parties import party_names
from lianmeng.alliances.rules.form import Form, Party, Pupils
from lianmeng.schools.queries.sent import latest_year, pupils_sent
from lianmeng.schools.rules.years import school_year


def pupils_of(form: Form, parties: Sequence[Party], day: date) -> Pupils:
    """By the latest year with returns. What a school or one of its sections did not send is named, not guessed."""
    if form.most_pupils is None:
        return Pupils()
    schools = [one.party for one in parties]
    names = party_names(form.of, schools, day)
    year = latest_year(school_year(day))
    sent = pupils_sent(schools, year) if year is not None else {}
    known, silent = [], []
    for school in schools:
        numbers = [one.value for one in sent.get(school, [])]
        there = [int(one) for one in numbers if one is not None]
        if there:
            known.append((names.get(school, school), sum(there)))
        if len(there) < len(numbers) or not there:
            silent.append(names.get(school, school))
    return Pupils(tuple(known), tuple(silent), year)
