"""The target beside an indicator's trend: its path in its own shape, and where the trend leads, which is no figure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.judging import Judgement, happens_over_a_year
from indicators.judging.trajectory import expected
from places import numerals
from programs.models import TargetKind, TargetUnit
from reporting import goal_charts
from reporting.figure_words import day_as_time, time_of
from reporting.goal_words import forecast_words

FROM_A_BASE = (TargetKind.REDUCE_RELATIVE, TargetKind.REDUCE_POINTS)  # their levels are in the unit of the figure


def is_drawable(target, indicator):
    """Whether the target is judged by the very figure that the page shows, in its unit."""
    if target.reads_numerator and indicator.is_share:
        return False
    return target.kind in FROM_A_BASE or (target.unit == TargetUnit.PERCENT) == (indicator.unit == "percent")


@dataclass(frozen=True)
class TrendGoal:
    """One judged target. `forecast` is left out where the trend stands on other ground than the judgement."""

    judged: Judgement
    same_ground: bool = True

    @classmethod
    def of(cls, judgements, indicator, same_ground):
        """Of the target whose milestone comes next; None without any that can be drawn."""
        found = (each for each in judgements if each.path and is_drawable(each.target, indicator))
        judged = next(found, None)
        return judged and cls(judged, same_ground)

    @property
    def path(self):
        """(time, amount): a step has two levels at its milestone, a hair apart."""
        return goal_charts.path(self.judged)

    def expected(self, day):
        """What the path asks for on a day; None outside of it."""
        return expected(self.judged.path, day)

    @property
    def track(self):
        """[(day, low, middle, high)] of the forecast; empty without one."""
        return self.judged.forecast.track if self.judged.forecast and self.same_ground else []

    @property
    def start(self):
        """(time, amount) of the last point on which the forecast rests, where the trend draws it."""
        point = self.judged.points[-1]
        return time_of(point.value.period) if point.value else day_as_time(point.day), float(point.amount)

    @property
    def band(self):
        """(time, low, middle, high) of what lies ahead of the last point."""
        if not self.track:
            return []
        first, _amount = self.start
        told = [(day_as_time(day), float(low), float(mid), float(high)) for day, low, mid, high in self.track]
        return [step for step in told if step[0] > first]

    @property
    def days(self):
        """Those on which the path bends or the forecast says something."""
        return sorted({day for day, _amount in self.judged.path} | {day for day, *_amounts in self.track})

    @property
    def words(self):
        """The shape of the path, then the forecast with its interval and method, or why there is none."""
        shape = _("Lộ trình: %(shape)s.") % {"shape": self.judged.target.get_trajectory_display()}
        if self.track:
            known = _("Dựa trên số có đến ngày %(day)s.") % {"day": numerals.write_date(self.judged.on)}
            return " ".join([shape, forecast_words(self.judged), known, _("Đây là dự báo, không phải số liệu.")])
        return f"{shape} {self._why_none()}"

    def _why_none(self):
        judged = self.judged
        if judged.is_final:
            return _("Mốc đã qua nên không dự báo.")
        if not self.same_ground:
            return _("Chỉ tiêu xét trong ranh giới của thời kỳ đó nên ở đây không vẽ dự báo.")
        if happens_over_a_year(judged.target):
            return _("Không dự báo số cộng trong năm: mỗi năm chỉ xét với chỉ tiêu của năm đó.")
        return _("Chưa dự báo: cần ít nhất ba năm có số cùng nguồn, cùng định nghĩa.")
