"""Tags and parts of every page: status in sign and words, errors linked to their fields, filters kept."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string

from reporting.templatetags import screen


def render(source, request=None, **context):
    return Template("{% load i18n screen %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(("kind", "sign"), [("bad", "▲"), ("warn", "●"), ("ok", "✓"), ("info", "→"), ("none", "○")])
def test_a_status_has_a_sign_and_words_beside_its_colour(kind, sign):
    html = render("{% tag kind words %}", kind=kind, words="trễ <2> ngày")

    assert html == f'<span class="tag {kind}"><span aria-hidden="true">{sign}</span>trễ &lt;2&gt; ngày</span>'


def test_a_status_may_be_an_object_or_a_link():
    assert "đã đạt" in render("{% tag status %}", status={"kind": "ok", "words": "đã đạt"})
    assert 'href="/a/?b=1&amp;c=2"' in render("{% tag 'ok' 'x' url %}", url="/a/?b=1&c=2")


def test_an_unknown_status_is_an_error_and_not_a_grey_tag():
    with pytest.raises(KeyError):
        render("{% tag 'late' 'x' %}")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ 27678|vi_number:0 }}", "27.678"),
        ("{{ none|vi_number:0 }}", "–"),
        ("{{ share|vi_number:2 }}", "4,02"),
        ("{{ 4190000000|vi_money }}", "4,19 tỷ đồng"),
        ("{{ 4190000000|vi_dong }}", "4.190.000.000 đồng"),
        ("{{ day|vi_date }}", "26/11/2026"),
        ("{{ day|weekday }} {{ day|weekday_short }}", "Thứ Năm T5"),
    ],
)
def test_numbers_and_dates_are_written_as_here(source, words):
    assert render(source, none=None, share=4.02, day=date(2026, 11, 26)) == words


def test_facts_leave_out_what_is_not_known():
    assert render("{% facts 'nữ' None '' 'AG-1' %}") == (
        '<span class="dot"><span class="nb">nữ</span> <span class="nb">AG-1</span></span>'
    )


class Visit(forms.Form):
    goal = forms.CharField(label="Mục tiêu")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False, help_text="Nếu có.")

    def clean(self):
        self.add_error(None, "Hai ngày trái nhau.")


def test_the_summary_counts_all_faults_and_leads_to_each_field():
    html = render("{% error_summary form %}", form=Visit({}))

    assert "Chưa lưu được: còn 3 chỗ cần sửa" in html
    assert '<a href="#id_goal">Mục tiêu: ' in html
    assert '<a href="#id_kind_0">Loại: ' in html
    assert "<li>Hai ngày trái nhau.</li>" in html


def test_the_summary_takes_formsets_too():
    formset = forms.formset_factory(Visit)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-goal": "x", "form-1-kind": "a"}, prefix="form"
    )

    html = render("{% error_summary formset title='Chưa gửi được' %}", formset=formset)

    assert "Chưa gửi được" in html
    assert 'href="#id_form-0-kind_0"' in html
    assert 'href="#id_form-1-goal"' in html


def test_no_fault_and_no_answer_give_no_summary():
    assert render("{% error_summary form other %}", form=Visit(), other=None) == ""


def test_a_field_names_its_error_its_hint_and_whether_it_may_stay_empty():
    form = Visit({})
    goal, note = str(form["goal"].as_field_group()), str(form["note"].as_field_group())

    assert 'id="id_goal_error"' in goal
    assert 'aria-describedby="id_goal_error"' in goal
    assert "✗" in goal
    assert "không bắt buộc" not in goal
    assert 'aria-describedby="id_note_helptext"' in note
    assert "(không bắt buộc)" in note


def test_radios_stand_in_a_fieldset_with_a_legend():
    html = str(Visit()["kind"].as_field_group())

    assert "<fieldset" in html
    assert "<legend>Loại" in html


def test_a_heading_sorts_and_keeps_the_filters(rf):
    request = rf.get("/?stage=plan&page=3&sort=due")

    now = render("{% sort_header 'Hạn' 'due' %}", request)
    other = render("{% sort_header 'Tuổi' 'age' num=True %}", request)

    assert 'aria-sort="ascending"' in now
    assert 'href="?stage=plan&amp;sort=-due"' in now
    assert other == '<th scope="col" class="num"><a href="?stage=plan&amp;sort=age">Tuổi</a></th>'


def test_a_heading_turns_round_the_second_time(rf):
    html = render("{% sort_header 'Hạn' 'due' %}", rf.get("/?sort=-due"))

    assert 'aria-sort="descending"' in html
    assert 'href="?sort=due"' in html


def paginated(page, request):
    template = Template("{% include '_components/pagination.html' with noun='hồ sơ' %}")
    return template.render(RequestContext(request, {"page": page}))


def test_pages_keep_the_filters_and_leave_gaps(rf):
    page = Paginator(range(213), 25).page(5)

    html = paginated(page, rf.get("/?stage=plan&page=5"))

    assert "213 hồ sơ" in html
    assert "trang 5/9" in html
    assert 'href="?stage=plan&amp;page=6"' in html
    assert screen.page_numbers(page.paginator, 5) == [1, None, 4, 5, 6, None, 9]


def test_a_single_page_shows_the_count_alone(rf):
    page = Paginator(range(3), 25).page(1)

    html = paginated(page, rf.get("/"))

    assert "3 hồ sơ" in html
    assert "<a" not in html


def test_the_days_of_a_deadline_are_counted_one_by_one():
    rows = [
        {"day": date(2026, 11, 20), "counts": True, "ordinal": 1, "reason": ""},
        {"day": date(2026, 11, 21), "counts": False, "ordinal": None, "reason": "Thứ Bảy", "short": "nghỉ"},
        {"day": date(2026, 11, 23), "counts": True, "ordinal": 2, "reason": ""},
    ]
    html = render_to_string("_components/deadline.html", {"title": "Hạn", "when": "T2", "rows": rows, "reason": "x"})

    assert html.count("<li") == 3
    assert '<li class="off" title="Thứ Bảy">T7<b>21' in html
    assert '<li class="end">T2<b>23' in html


def test_a_job_polls_only_while_it_runs():
    running = {"label": "Nhập", "done": 1043, "total": 2000, "state": "run", "poll_url": "/p/", "words": "x"}

    assert 'max="2000" value="1043"' in render_to_string("_components/job.html", running)
    assert "hx-get" in render_to_string("_components/job.html", running)
    assert "hx-get" not in render_to_string("_components/job.html", running | {"state": "ok"})
