"""The rows of a reform against the map: what they leave unsaid or say twice, and units that begin below new ones."""

from datetime import date

import pytest

from places.actions import reforms
from places.actions.reforms import BadRows
from places.models import Place, Reform, ReformStatus
from tests.factories import commune, district, province

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture
def home():
    """A province with two communes."""
    home = province("Tỉnh Giả", code="80")
    for code, name in (("00101", "Xã Một Giả"), ("00102", "Xã Hai Giả")):
        commune(name, parent=home, code=code)
    return home


def plan(text, **fields):
    return reforms.plan_reform(**{"legal_document": "Nghị quyết thử", "on_date": DAY, "text": text} | fields)


def refused(text, **fields):
    before = list(Reform.objects.values())
    with pytest.raises(BadRows) as why:
        plan(text, **fields)
    assert list(Reform.objects.values()) == before
    return why.value.sentences


def carried_out(text):
    reform = plan(text)
    reform.status = ReformStatus.SCHEDULED
    reform.save()
    return reforms.begin_units(reform, DAY)


def test_empty_lines_are_passed_over_and_counted(home):
    (sentence,) = refused("\n  \n00999; 00110; Xã Mới; 80")
    assert sentence.startswith("Dòng 3: ")


def test_what_goes_twice_into_the_same_unit_is_refused(home):
    (sentence,) = refused("00101; 00110; Xã Mới; 80; 0,5\n00101; 00110; Xã Mới; 80; 0,5")
    assert "đã ghi ở dòng trên" in sentence


def test_a_new_commune_may_lie_in_a_province_that_begins_with_it(home):
    carried_out("80; 81; Thành phố Giả;\n00101; 00110; Phường Mới; 81")
    new, city = Place.objects.by_code("00110", DAY), Place.objects.by_code("81", DAY)
    assert (new.parent, new.province, new.path) == (city, city, f"{city.path}{new.pk}.")
    assert Place.objects.by_code("00102", DAY).parent == city, "what is not named goes along"


def test_a_new_commune_may_lie_in_a_district_that_begins_with_it(home):
    commune("Xã Ba Giả", parent=district("Huyện Giả", parent=home, code="801"), code="00103")
    carried_out("801; 802; Thị xã Giả; 80\n00103; 00110; Phường Mới; 802")
    new, town = Place.objects.by_code("00110", DAY), Place.objects.by_code("802", DAY)
    assert (new.parent, town.parent, new.province) == (town, home, home)


def test_of_a_divided_province_it_is_asked_where_each_commune_goes(home):
    rows = "80; 81; Tỉnh Đông; ; 0,5\n80; 82; Tỉnh Tây; ; 0,5"
    assert refused(rows) == [
        f"Hãy ghi {name} thuộc Tỉnh Giả thành đơn vị nào." for name in ("Xã Một Giả", "Xã Hai Giả")
    ]
    assert plan(f"{rows}\n00101; 00101; Xã Một Giả; 81\n00102; 00102; Xã Hai Giả; 82").units.count() == 4


def test_a_unit_is_scheduled_in_one_reform_alone(home):
    rows = "00101; 00110; Xã Mới; 80"
    Reform.objects.filter(pk=plan(rows, legal_document="Nghị quyết một").pk).update(status=ReformStatus.SCHEDULED)
    assert refused("00101; 00120; Xã Khác; 80") == ["Xã Một Giả đã nằm trong một đợt khác: Nghị quyết một."]
    assert plan(rows, reform=Reform.objects.get()).status == ReformStatus.DRAFT, "the reform itself may be written over"


def test_what_has_been_carried_out_is_not_written_over(home):
    reform = carried_out("00101; 00110; Xã Mới; 80")
    assert "không sửa được" in refused("00102; 00120; Xã Khác; 80", reform=reform)[0]
    assert reform.links.get().from_place.code == "00101"


def test_a_unit_that_a_file_ends_is_not_ended_again(home):
    """Also one that would merely go along with what it lies in."""
    ahead = date(2026, 9, 30)
    Place.objects.filter(code="00101").update(valid_to=ahead)
    (sentence,) = refused("00101; 00110; Xã Mới; 80")
    assert sentence.startswith("Dòng 1: Xã Một Giả đã có ngày cuối 30/09/2026 trong tệp")
    (sentence,) = refused("80; 81; Tỉnh Mới;")
    assert sentence.startswith("Xã Một Giả đã có ngày cuối 30/09/2026")
