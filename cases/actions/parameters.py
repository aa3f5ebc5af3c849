"""What a province chooses where the law leaves room (ruling 21)."""

from django.db import transaction
from django.utils.translation import gettext_noop as _

from accounts import audit
from cases.actions.refusals import Refused, column_problems, refuse_if
from cases.models import ProvinceParameter
from cases.rules.deadlines import PLAN_CLOCKS
from cases.rules.problem import Problem
from places.models import Level


@transaction.atomic
def choose_plan_clock(*, province, value, in_force_from, by, document="") -> ProvinceParameter:
    """From when the plan's five working days run, for cases received from that day on: "from_intake" or "from_form03".

    Terms already given stay as they are. A second choice for the same day replaces nothing: it is refused.
    """
    if province.level != Level.PROVINCE:
        text = _("%(place)s không phải đơn vị cấp tỉnh.")
        raise Refused(Problem("not_a_province", text, "province", params={"place": province.name}))
    if value not in PLAN_CLOCKS:
        raise Refused(Problem("plan_clock", _("Chọn mốc “từ khi tiếp nhận” hoặc “từ khi xong Mẫu 03”."), "value"))
    row = ProvinceParameter(
        place=province,
        key=ProvinceParameter.Key.PLAN_CLOCK,
        value=value,
        in_force_from=in_force_from,
        document=document,
    )
    refuse_if(column_problems(row))
    row, is_new = ProvinceParameter.objects.get_or_create(
        place=row.place, key=row.key, in_force_from=in_force_from, defaults={"value": value, "document": document}
    )
    if not is_new:
        text = _("Tỉnh đã chọn mốc từ ngày %(day)s rồi.")
        raise Refused(Problem("chosen_already", text, "in_force_from", params={"day": in_force_from}))
    audit.record("parameter.chosen", row, by=by, key=row.key, value=value)
    return row
