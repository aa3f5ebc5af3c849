"""Fields read what people here type, and refuse with the sentence that tells what is wrong."""

from datetime import date

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from places.form_fields import (
    MoneyField,
    PartialDate,
    PartialDateField,
    PlaceField,
    VietnameseDateField,
    VietnameseDecimalField,
)
from places.models import Place
from places.widgets import LIST_UP_TO, ThreeBoxDateInput
from tests.factories import commune, province


def refusal(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


# ---- dates


@pytest.mark.parametrize("text", ["03/05/2014", "3/5/2014", " 03/05/2014 ", "03-05-2014", "3.5.2014", "03 / 05 / 2014"])
def test_a_date_is_read_day_first(text):
    assert VietnameseDateField().clean(text) == date(2014, 5, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3/5/14", "Năm “14”: viết đủ bốn chữ số, ví dụ 2014."),
        ("2014-05-03", "Viết ngày theo thứ tự ngày/tháng/năm, ví dụ 03/05/2014."),
        ("20/11", "Viết ngày theo thứ tự ngày/tháng/năm, ví dụ 03/05/2014."),
        ("hôm qua", "Viết ngày theo thứ tự ngày/tháng/năm, ví dụ 03/05/2014."),
        ("11/20/2026", "Không có tháng 20; tháng từ 1 đến 12."),
        ("29/2/2023", "Không có ngày 29/2/2023; tháng đó có 28 ngày."),
        ("31/4/2026", "Không có ngày 31/4/2026; tháng đó có 30 ngày."),
        ("0/1/2026", "Không có ngày 0/1/2026; tháng đó có 31 ngày."),
        ("1/0/2026", "Không có tháng 0; tháng từ 1 đến 12."),
        ("3/5/1014", "Năm 1014 nằm ngoài khoảng 1900–2100."),
        ("3/5/20145", "Năm “20145”: viết đủ bốn chữ số, ví dụ 2014."),
    ],
)
def test_a_wrong_date_is_refused_by_its_own_sentence(text, sentence):
    assert refusal(VietnameseDateField(), text) == sentence


@time_machine.travel("2026-11-20T18:00:00Z")
def test_a_day_to_come_is_refused_by_the_vietnamese_day():
    field = VietnameseDateField(past=True)

    assert field.clean("21/11/2026") == date(2026, 11, 21)
    assert refusal(field, "22/11/2026") == "Ngày 22/11/2026 chưa đến; hôm nay là 21/11/2026."


def test_bounds_are_named():
    field = VietnameseDateField(not_before=date(2020, 1, 1), not_after=lambda: date(2020, 12, 31))

    assert refusal(field, "31/12/2019") == "Ngày phải từ 01/01/2020 trở đi."
    assert refusal(field, "01/01/2021") == "Ngày phải đến 31/12/2020 là muộn nhất."
    assert field.clean("31/12/2020") == date(2020, 12, 31)


def test_a_blank_date_is_none_where_it_may_be_blank():
    assert VietnameseDateField(required=False).clean("") is None
    assert VietnameseDateField(required=False, widget=ThreeBoxDateInput).clean(("", "", "")) is None


def test_a_missing_date_is_refused_in_boxes_too():
    with pytest.raises(ValidationError):
        VietnameseDateField(widget=ThreeBoxDateInput).clean(("", "", ""))
    with pytest.raises(ValidationError):
        PartialDateField().clean(("", "", ""))


def test_a_stored_date_is_shown_day_first():
    class Sample(forms.Form):
        on = VietnameseDateField(initial=date(2014, 5, 3))

    assert 'value="03/05/2014"' in str(Sample()["on"])
    assert not Sample({"on": "3/5/2014"}).has_changed()


@pytest.mark.parametrize(
    ("boxes", "earliest", "latest", "precision", "shown"),
    [
        (("3", "5", "2014"), date(2014, 5, 3), date(2014, 5, 3), "day", "03/05/2014"),
        (("", "2", "2012"), date(2012, 2, 1), date(2012, 2, 29), "month", "02/2012"),
        (("", "", "2014"), date(2014, 1, 1), date(2014, 12, 31), "year", "2014"),
    ],
)
def test_a_birth_date_may_be_known_in_part(boxes, earliest, latest, precision, shown):
    found = PartialDateField().clean(boxes)

    assert (found.earliest, found.latest, found.precision, str(found)) == (earliest, latest, precision, shown)
    assert PartialDate.of(found.earliest, found.precision) == found


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (("3", "5", ""), "Thiếu năm. Không nhớ ngày, tháng thì ghi riêng năm."),
        (("3", "", "2014"), "Có ngày mà thiếu tháng."),
        (("ba", "5", "2014"), "Ngày “ba” không phải là số."),
        (("٣", "5", "2014"), "Ngày “٣” không phải là số."),
        (("-3", "5", "2014"), "Ngày “-3” không phải là số."),
        (("30", "2", "2012"), "Không có ngày 30/2/2012; tháng đó có 29 ngày."),
    ],
)
def test_a_wrong_box_is_named(boxes, sentence):
    assert refusal(PartialDateField(), boxes) == sentence


def test_a_field_may_ask_for_more_than_the_year():
    assert refusal(PartialDateField(at_least="month"), ("", "", "2014")) == "Cần ít nhất tháng và năm."
    assert refusal(PartialDateField(at_least="day"), ("", "5", "2014")) == "Cần đủ ngày, tháng và năm."
    assert refusal(VietnameseDateField(widget=ThreeBoxDateInput), ("", "5", "2014")) == "Cần đủ ngày, tháng và năm."


@time_machine.travel("2026-11-23")
def test_a_year_that_has_begun_is_not_yet_to_come():
    assert PartialDateField(past=True).clean(("", "", "2026")).year == 2026
    assert "chưa đến" in refusal(PartialDateField(past=True), ("", "12", "2026"))


def test_three_boxes_give_back_what_was_typed():
    class Sample(forms.Form):
        born = PartialDateField(label="Ngày sinh")

    form = Sample({"born_day": "29", "born_month": "2", "born_year": "2023"})
    html = str(form["born"])

    assert not form.is_valid()
    assert all(f'name="born_{part}"' in html for part in ("day", "month", "year"))
    assert all(f'value="{value}"' in html for value in ("29", "2", "2023"))
    assert html.count('aria-invalid="true"') == 3


def test_three_boxes_show_a_stored_date():
    class Sample(forms.Form):
        born = PartialDateField()

    form = Sample(initial={"born": PartialDate(2014, 5)})

    assert 'value="2014"' in str(form["born"])
    assert 'name="born_day" id="id_born_0" value=""' in str(form["born"])
    assert not Sample({"born_month": "05", "born_year": "2014"}, initial={"born": PartialDate(2014, 5)}).has_changed()


# ---- numbers


def test_numbers_and_money_come_as_exact_values():
    assert str(VietnameseDecimalField().clean("1.234,5")) == "1234.5"
    assert VietnameseDecimalField(digits=0).clean("27.678") == 27_678
    assert MoneyField().clean("4,19 tỷ") == 4_190_000_000
    assert VietnameseDecimalField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (VietnameseDecimalField(max_value=100), "100,01", "Không được quá 100."),
        (VietnameseDecimalField(min_value=0), "-1", "Phải từ 0 trở lên."),
        (VietnameseDecimalField(digits=2), "1,234", "Nhiều nhất 2 chữ số sau dấu thập phân."),
        (VietnameseDecimalField(digits=0), "1,5", "Chỉ nhận số nguyên, không có phần thập phân."),
        (MoneyField(), "0,5 đồng", "Số tiền phải tròn đồng."),
        (MoneyField(), "-5", "Phải từ 0 trở lên."),
        (MoneyField(), "5 chục", "Không hiểu “chục” trong “5 chục”. Dùng tỷ, triệu, nghìn hoặc đồng."),
        (MoneyField(), "2.000.000 tỷ", "Không được quá 1.000.000.000.000.000."),
    ],
)
def test_a_wrong_number_is_refused_by_its_own_sentence(field, text, sentence):
    assert refusal(field, text) == sentence


def test_a_number_is_shown_as_it_is_written_and_a_wrong_one_as_it_was_typed():
    class Sample(forms.Form):
        cost = MoneyField(initial=1_500_000)

    assert 'value="1.500.000"' in str(Sample()["cost"])
    assert 'value="1.5 tỷ"' in str(Sample({"cost": "1.5 tỷ"})["cost"])
    assert not Sample({"cost": "1,5 triệu"}).has_changed()


# ---- places


class Where(forms.Form):
    place = PlaceField(label="Nơi ở")


def where(data=None, queryset=None, **kwargs):
    form = Where(MultiValueDict({key: [value] for key, value in data.items()}) if data is not None else None, **kwargs)
    form.fields["place"].queryset = Place.objects.all() if queryset is None else queryset
    return form


@pytest.fixture
def many(db):
    """More communes of one province than a list may show, two of them with one name elsewhere."""
    home = province("Tỉnh Giả")
    for number in range(LIST_UP_TO):
        commune(f"Xã Giả {number}", parent=home)
    return [commune("Xã Vĩnh Thạnh Trung", parent=home), commune("Xã Vĩnh Thạnh Trung", parent=province("Tỉnh Khác"))]


def test_few_places_are_a_list(db):
    here = commune("Xã Vĩnh Giả")
    form = where({"place": str(here.pk)})

    assert f'<option value="{here.pk}" selected>' in str(form["place"])
    assert form.is_valid()
    assert form.cleaned_data["place"] == here


def test_a_place_outside_the_queryset_is_refused(db):
    here, there = commune("Xã Vĩnh Giả"), commune("Xã Long Giả")
    form = where({"place": str(there.pk)}, Place.objects.filter(pk=here.pk))

    assert form.errors["place"] == ["Nơi đã chọn không thuộc địa bàn của bạn."]


@pytest.mark.parametrize("chosen", ["abc", "-1", "99999999999999", "٣"])
def test_a_forged_choice_is_refused_quietly(db, chosen):
    commune("Xã Vĩnh Giả")

    assert not where({"place": chosen}).is_valid()


def test_a_typed_name_with_one_match_is_taken(many):
    form = where({"place_text": "xa gia 17"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"].name == "Xã Giả 17"


def test_several_matches_are_offered_and_nothing_is_lost(many):
    form = where({"place_text": "vinh thanh trung"})
    html = str(form["place"])

    assert form.errors["place"][0].startswith("Có 2 nơi khớp “vinh thanh trung”")
    assert 'value="vinh thanh trung"' in html
    assert html.count('type="radio"') == 2
    assert "Tỉnh Khác" in html or "tỉnh Khác" in html


def test_the_chosen_match_is_taken(many):
    form = where({"place_text": "vinh thanh trung", "place_asked": "vinh thanh trung", "place": str(many[1].pk)})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == many[1]


def test_a_choice_made_for_another_text_no_longer_holds(many):
    form = where({"place_text": "xa gia 17", "place_asked": "vinh thanh trung", "place": str(many[1].pk)})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"].name == "Xã Giả 17"


def test_no_match_is_said(many):
    assert "tên như “Paris”" in where({"place_text": "Paris"}).errors["place"][0]


def test_a_stored_place_is_shown_and_counts_as_unchanged(many):
    form = where(initial={"place": many[0]})
    same = where(
        {"place_text": many[0].name, "place_asked": "xa vinh thanh trung", "place": str(many[0].pk)},
        initial={"place": many[0]},
    )

    assert 'value="Xã Vĩnh Thạnh Trung"' in str(form["place"])
    assert " checked" in str(form["place"])
    assert not same.has_changed()


def test_an_empty_place_is_none_where_it_may_be_empty(many):
    field = PlaceField(Place.objects.all(), required=False)

    assert field.clean(("", "")) is None
    assert field.has_changed(None, ("", "")) is False
