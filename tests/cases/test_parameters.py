"""What a province chooses where the law leaves room."""

from datetime import date

import pytest

from accounts.models import AuditEvent
from cases import actions
from cases.models import ProvinceParameter

SINCE = date(2026, 1, 1)


def choose(province, by, **fields):
    told = {"value": "from_form03", "in_force_from": SINCE, "document": "12/QĐ-UBND", **fields}
    return actions.choose_plan_clock(province=province, by=by, **told)


def test_the_choice_is_kept_with_its_day_and_document(here, an):
    row = choose(here.parent, an)
    assert (row.place, row.key, row.value, row.document) == (here.parent, "plan_clock", "from_form03", "12/QĐ-UBND")
    assert AuditEvent.objects.get().detail == {"key": "plan_clock", "value": "from_form03"}


@pytest.mark.parametrize(
    ("fields", "code"), [({"value": "from_now"}, "plan_clock"), ({"document": "a" * 201}, "column")]
)
def test_bad_input_is_refused(here, an, fields, code):
    with pytest.raises(actions.Refused) as refusal:
        choose(here.parent, an, **fields)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert not ProvinceParameter.objects.exists()


def test_a_commune_chooses_nothing(here, an):
    with pytest.raises(actions.Refused) as refusal:
        choose(here, an)
    assert "Xã Vĩnh Giả" in str(refusal.value)


def test_a_day_is_chosen_once(here, an):
    choose(here.parent, an)
    with pytest.raises(actions.Refused) as refusal:
        choose(here.parent, an, value="from_intake")
    assert "01/01/2026" in str(refusal.value)
    assert ProvinceParameter.objects.get().value == "from_form03"
