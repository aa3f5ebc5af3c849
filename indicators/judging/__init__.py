"""Is a target reached, on its way, behind? Said in words, from figures that are known, or it is said what lacks.

    judge(target, on)          one target, on a day
    judge_all(targets, on)     several, in a few readings, in the order given
    judged_for(user, …)        the same, as one person may see it (withholding.py)

What the target said on that day (terms.py), its figures by year on the units of its time (figures.py), what must be
reached and what is expected on the way (trajectory.py), where the trend leads (forecast.py), the verdict (verdict.py),
its sentences (words.py).

At a milestone a target is reached or not, by a figure of that very day; before, the latest figure is compared with
the path to the milestone, and the words say "so với lộ trình" (ruling 15). What others reported judges only where
nothing is computed, and that is said. A number with a qualifier ("trên 2.500", "khoảng 100"), or one that sources tell
differently, judges only where all that it may be judges alike; so does a baseline.
"""

from indicators.judging.figures import happens_over_a_year
from indicators.judging.kinds import SIGNS, TROUBLE_FIRST, Forecast, Judgement, Milestone, Outlook, Point, Status
from indicators.judging.seen import judged_for
from indicators.judging.terms import unit_of
from indicators.judging.verdict import judge, judge_all
from indicators.judging.words import latest_words

__all__ = [
    "SIGNS",
    "TROUBLE_FIRST",
    "Forecast",
    "Judgement",
    "Milestone",
    "Outlook",
    "Point",
    "Status",
    "happens_over_a_year",
    "judge",
    "judge_all",
    "judged_for",
    "latest_words",
    "unit_of",
]
