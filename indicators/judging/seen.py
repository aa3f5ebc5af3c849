"""Judgements as one person may see them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from indicators.judging.verdict import judge_all, untold
from indicators.withholding import Withheld
from places.models import Level, Place


def judged_for(user, targets, on, withheld=None):
    """Judgements as the person may see them: of covered places only what the text asks for; figures of the nation are
    for whoever may see every province of today."""
    if not targets:
        return []
    withheld = withheld or Withheld(user)
    shut = {}
    for place in {target.place for target in targets}:
        if place is None and not _sees_the_nation(user, withheld):
            shut[None] = _("Số liệu trực tiếp của cả nước chỉ mở cho người phụ trách mọi tỉnh, thành phố.")
        elif place is not None and any(withheld.covers(ground) for ground in _judged_on(place, withheld)):
            shut[place] = _("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn; chưa có bản công bố.")
    found = {judged.target.pk: judged for judged in judge_all([t for t in targets if t.place not in shut], on)}
    found |= untold([target for target in targets if target.place in shut], on, shut)
    return [found[target.pk] for target in targets]


def _judged_on(place, withheld):
    """The place, and what it has become: there it is judged after its end."""
    became = place.as_of(timezone.localdate()) if withheld.paths and place.valid_to else ()
    return [place, *(unit for unit, _partial in became)]


def _sees_the_nation(user, withheld):
    paths = tuple(user.territory(Permission.INDICATOR_VIEW))
    if withheld.paths or not paths:
        return False
    today = Place.objects.level(Level.PROVINCE).in_force(timezone.localdate()).values_list("path", flat=True)
    return all(path.startswith(paths) for path in today)
