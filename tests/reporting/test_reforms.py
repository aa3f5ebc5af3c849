"""A reform is entered, looked at, waits for its day, and then moves units, people, cases and roles exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Assignment, AuditEvent
from cases.actions import settle_child
from cases.actions.refusals import Refused
from cases.models import Child, DenyEntry, Residence, ResidenceBasis
from cases.views.lists import filtered_children
from places.actions import reforms as planning
from places.actions.reforms import BadRows
from places.models import Place, PlaceLink, Reform, ReformStatus
from reporting.actions import reforms as actions
from reporting.reform_effects import effects
from reporting.tasks import apply_reforms
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, UserFactory, commune, province

DAY = timezone.localdate() + timedelta(days=40)
EVE = DAY - timedelta(days=1)
MORNING = f"{DAY}T00:05:00+07:00"


@pytest.fixture
def communes(here):
    """Two that become one, and one that is divided between the new one and another."""
    home = here.parent
    for place, code in ((here, "00101"), (home, "80")):
        place.code = code
        place.save()
    return here, *(
        commune(name, parent=home, code=code) for name, code in (("Xã Hai Giả", "00102"), ("Xã Ba Giả", "00103"))
    )


ROWS = """00101; 00110; Xã Chung Giả; 80
00102; 00110; Xã Chung Giả; 80
00103\t00110\tXã Chung Giả\t80\t0,4
00103; 00103; Phường Ba Giả; 80; 0,6"""


@pytest.fixture
def planned(communes, an):
    return enter(an)


def enter(by, text=ROWS, **fields):
    told = {"legal_document": "Nghị quyết thử", "on_date": DAY, "carries_roles": True} | fields
    seen = fields.get("reform")
    return actions.enter_reform(text=text, by=by, version=seen and seen.version, **told)


def carry_out(reform, by):
    actions.schedule_reform(reform=reform, version=reform.version, by=by)
    with time_machine.travel(MORNING, tick=False):
        apply_reforms()
    reform.refresh_from_db()


def test_it_says_before_the_day_who_and_what_is_affected(planned, communes, hoa, an):
    one, two, three = communes
    stays, lost = UserFactory(), UserFactory()
    AssignmentFactory(user=stays, place=three)
    ended = commune("Xã Bốn Giả", parent=one.parent, code="00104")
    AssignmentFactory(user=lost, place=ended)
    rows = f"{ROWS}\n00104; 00110; Xã Chung Giả; 80; ?\n00104; 00103; Phường Ba Giả; 80; ?"
    planned = enter(an, rows, reform=planned)
    ChildFactory(place=one)
    CaseFactory(place=two)
    ChildFactory.create_batch(2, place=three)
    told = effects(planned, an)
    kept = {(role.assignment.user, role.successor.name) for role in told.keep}
    assert kept == {(hoa, "Xã Chung Giả"), (stays, "Phường Ba Giả")}, "the office goes on in the part with its code"
    assert [role.assignment.user for role in told.lose] == [lost]
    assert (told.moving, told.waiting, told.cases) == (2, 2, 1)
    assert [unit.place for unit in told.divided] == [three, ended]


def test_nothing_moves_before_its_day_nor_while_it_is_a_draft(planned, communes, an, khanh):
    with time_machine.travel(MORNING, tick=False):
        assert apply_reforms() == 0
    assert communes[0].is_in_force(DAY)
    actions.schedule_reform(reform=planned, version=planned.version, by=khanh)
    with time_machine.travel(f"{EVE}T23:55:00+07:00", tick=False):
        assert apply_reforms() == 0
    assert not Place.objects.filter(code="00110").exists()


def test_on_the_day_units_people_cases_and_roles_follow(planned, communes, hoa, an, khanh):
    one, _two, three = communes
    child, case = ChildFactory(place=one), CaseFactory(place=one)
    divided = ChildFactory(place=three)
    carry_out(planned, khanh)
    assert (planned.status, planned.applied_at is not None) == (ReformStatus.APPLIED, True)
    new = Place.objects.by_code("00110", DAY)
    assert (new.name, new.parent, new.path.startswith(one.parent.path)) == ("Xã Chung Giả", one.parent, True)
    assert {link.from_place for link in new.links_in.all()} == set(communes)
    assert str(PlaceLink.objects.get(from_place=three, to_place=new).share) == "0.40000"
    was, now = child.residences.all()
    assert (was.place, was.ends_on, now.place, now.starts_on) == (one, EVE, new, DAY)
    assert now.basis == ResidenceBasis.REFORM
    for row in (child, case):
        row.refresh_from_db()
        assert row.responsible_place == new
    assert case.incident_place == one, "what was recorded stays"
    was, now = divided.residences.all()
    assert (was.ends_on, now.place, now.basis) == (EVE, one.parent, ResidenceBasis.UNSETTLED)
    assert list(Child.objects.to_settle()) == [divided]
    assert Assignment.objects.get(user=hoa, place=new).valid_from == DAY
    assert Assignment.objects.get(user=hoa, place=one).valid_to == EVE


def test_it_may_be_repeated_and_changes_nothing_more(planned, communes, hoa, an, khanh):
    ChildFactory(place=communes[0])
    carry_out(planned, khanh)
    before = list(Residence.objects.order_by("pk").values()), AuditEvent.objects.count(), Assignment.objects.count()
    with time_machine.travel(MORNING, tick=False):
        assert apply_reforms() == 0
    assert before == (
        list(Residence.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
        Assignment.objects.count(),
    )


def test_a_divided_childs_place_is_settled_from_the_work_list(planned, communes, an, khanh, hoa):
    divided = ChildFactory(place=communes[2])
    AssignmentFactory(user=hoa, place=communes[0].parent, role="province_staff")
    carry_out(planned, khanh)
    assert list(filtered_children(hoa, {"home": "unsettled"}, DAY)) == [divided]
    with time_machine.travel(f"{DAY}T09:00:00+07:00", tick=False):
        settle_child(child=divided, place=Place.objects.by_code("00103", DAY), by=hoa)
    assert not Child.objects.to_settle().exists()


def test_a_province_that_is_renamed_takes_its_communes_along(communes, an, khanh):
    carry_out(enter(an, "80; 81; Thành phố Giả;"), khanh)
    new = Place.objects.by_code("81", DAY)
    below = Place.objects.within(new).in_force(DAY).level("commune")
    assert sorted(below.values_list("code", flat=True)) == ["00101", "00102", "00103"]
    assert all(place.province == new for place in below)
    assert not Place.objects.within(communes[0].parent).in_force(DAY).exists()


def test_who_entered_it_does_not_set_it_to_be_done(planned, an, khanh):
    with pytest.raises(Refused, match="một người khác"):
        actions.schedule_reform(reform=planned, version=planned.version, by=an)
    planned = enter(khanh, reform=planned)
    with pytest.raises(Refused, match="một người khác"):
        actions.schedule_reform(reform=planned, version=planned.version, by=khanh)
    assert actions.schedule_reform(reform=planned, version=planned.version, by=an).status == ReformStatus.SCHEDULED


def test_on_its_day_and_after_it_is_too_late(planned, communes, khanh, client):
    client.force_login(khanh)
    with time_machine.travel(MORNING, tick=False):
        with pytest.raises(Refused, match="phải sau hôm nay"):
            actions.schedule_reform(reform=planned, version=planned.version, by=khanh)
        assert apply_reforms() == 0
    assert communes[0].is_in_force(DAY)


def test_what_the_new_units_lie_in_is_asked_of_who_sets_it_too(planned, communes):
    other = UserFactory()
    for place in communes:
        AssignmentFactory(user=other, place=place, role="system_administrator")
    with pytest.raises(BadRows, match="không có cấp trên"):
        actions.schedule_reform(reform=planned, version=planned.version, by=other)


def test_whoever_is_barred_from_a_case_sees_no_counts_of_its_unit(client, planned, communes, an, khanh):
    one, two, _three = communes
    case = CaseFactory(place=one)
    ChildFactory.create_batch(7, place=two)
    DenyEntry.objects.create(case=case, user=an, reason="thử", created_by=khanh)
    told, all_told = effects(planned, an), effects(planned, khanh)
    by_place = {unit.place: unit for unit in told.units}
    assert (by_place[one].residents, by_place[one].cases, by_place[one].intakes) == (None, None, None)
    assert by_place[two].residents == 7
    assert (told.moving, told.cases, told.intakes, told.waiting) == (None, None, None, 0), "no sum may tell it either"
    assert (all_told.moving, all_told.cases, all_told.intakes, all_told.is_withheld) == (8, 1, 1, False)
    client.force_login(an)
    assert (
        "chưa mở cho tài khoản của bạn" in client.get(reverse("reporting:reform", args=[planned.uid])).content.decode()
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nhập ít nhất một dòng"),
        ("00101; 00110", "Dòng 1: cần mã cũ"),
        ("99999; 00110; Xã Mới; 80", "không có đơn vị mã 99999"),
        ("00101; 00110; Mới; 80", "bắt đầu bằng loại đơn vị"),
        ("00101; 00110; Xã Mới; 99", "không có cấp trên mã 99"),
        ("00101; 00102; Xã Mới; 80", "đang thuộc về Xã Hai Giả"),
        ("00101; 00110; Xã Mới; 80; 0,5", "để trống phần"),
        ("00101; 00110; Xã Mới; 80; 0,5\n00101; 00111; Xã Nữa; 80; 0,4", "cộng lại bằng 1"),
        ("00101; 00110; Xã Mới; 80; 0,5\n00101; 00111; Xã Nữa; 80", "bị tách: mỗi dòng ghi phần"),
        ("00101; 00110; Xã Mới; 80\n00102; 00110; Xã Khác; 80", "với tên hoặc cấp trên khác"),
        ("00101; 123456789012345; Xã Mới; 80", "Dòng 1: mã mới gồm 2 đến 5 chữ số"),
        ("00101; a/b?; Xã Mới; 80", "mã mới gồm"),
        ("00101; ٠٠١; Xã Mới; 80", "mã mới gồm"),
        (f"00101; 00110; Xã {'x' * 120}; 80", "dài quá 120"),
        *(
            (f"00101; 00110; Xã Mới; 80; {part}\n00101; 00111; Xã Nữa; 80; 0,999", f"phần “{part}” không phải")
            for part in ("NaN", "sNaN", "0,0000001", "0,9999999", "1e999999999", "-0,5", "0,5x")
        ),
        ("00101; 00110; Xã Mới; 80; 0,5\n00101; 00111; Xã Nữa; 80; ?", "cộng lại bằng 1"),
    ],
)
def test_rows_that_contradict_themselves_or_the_map_are_refused_in_words(communes, an, text, words):
    with pytest.raises(BadRows, match=words.replace("(", r"\(")):
        enter(an, text)
    assert not Reform.objects.exists()


def test_nobody_reforms_what_he_does_not_keep(communes, an):
    commune("Xã Xa Giả", parent=province("Tỉnh Xa Giả", code="70"), code="00201")
    with pytest.raises(BadRows, match="ngoài địa bàn"):
        enter(an, "00201; 00210; Xã Mới Giả; 70")
    with pytest.raises(BadRows, match="không có cấp trên"):
        enter(an, "00101; 00210; Xã Mới Giả; 70")


def test_the_pages_enter_preview_schedule_and_withdraw(client, communes, an, khanh, hoa):
    client.force_login(an)
    form = {"legal_document": "Nghị quyết thử", "on_date": f"{DAY:%d/%m/%Y}", "text": ROWS, "carries_roles": "on"}
    wrong = client.post(reverse("reporting:reform_new"), form | {"text": "00101; 00102; Xã Mới; 80"})
    assert "đang thuộc về" in wrong.content.decode()
    past = client.post(reverse("reporting:reform_new"), form | {"on_date": "01/01/2026"})
    assert "sau hôm nay" in past.content.decode()
    shown = client.post(reverse("reporting:reform_new"), form, follow=True)
    assert "Xã Chung Giả" in shown.content.decode()
    assert hoa.full_name in shown.content.decode()
    assert "một người khác" in shown.content.decode()
    reform = Reform.objects.get()
    schedule = reverse("reporting:reform_schedule", args=[reform.uid])
    assert schedule not in shown.content.decode()
    assert "Người soạn không tự đặt" in client.post(schedule, {"version": 1}, follow=True).content.decode()
    client.force_login(khanh)
    read = client.get(reverse("reporting:reform", args=[reform.uid])).content.decode()
    assert schedule in read
    assert '<input type="hidden" name="version" value="1">' in read
    client.post(schedule, {"version": 1})
    reform.refresh_from_db()
    assert reform.status == ReformStatus.SCHEDULED
    client.post(reverse("reporting:reform_edit", args=[reform.uid]), form | {"version": reform.version})
    reform.refresh_from_db()
    assert reform.status == ReformStatus.DRAFT, "what was changed is looked at again"
    client.post(reverse("reporting:reform_withdraw", args=[reform.uid]), {"version": reform.version})
    reform.refresh_from_db()
    assert reform.status == ReformStatus.WITHDRAWN
    assert "Nghị quyết thử" in client.get(reverse("reporting:reforms")).content.decode()


def test_its_page_promises_only_what_is_still_to_come_and_says_how_far_it_is(client, planned, communes, an, khanh, hoa):
    client.force_login(khanh)
    page = lambda: client.get(reverse("reporting:reform", args=[planned.uid])).content.decode()  # noqa: E731
    assert hoa.full_name in page()
    actions.schedule_reform(reform=planned, version=planned.version, by=khanh)
    assert f"đầu ngày {DAY:%d/%m/%Y}" in page()
    planned.links.filter(from_place=communes[0]).update(done_at=timezone.now())
    for status, words in (("applying", "xong 1 trong 3 đơn vị cũ"), ("withdrawn", "Đợt này đã bỏ")):
        Reform.objects.update(status=status)
        assert words in page()
        assert "Điều sẽ xảy ra" not in page()
        assert hoa.full_name not in page()
    Reform.objects.update(status="applied", applied_at=timezone.now())
    assert "Đã thực hiện xong lúc" in page()
    assert "Đơn vị bị tách" in page()
    assert "Xã Chung Giả" in page()


def test_what_was_written_over_since_it_was_read_is_not_set_to_be_done(client, planned, an, khanh):
    """Four eyes are on the rows that will be carried out, not on those that stood there before."""
    enter(an, "00101; 00110; Xã Khác Giả; 80", reform=planned)
    client.force_login(khanh)
    for act in ("reform_schedule", "reform_withdraw"):
        for read in ({"version": 1}, {}):
            told = client.post(reverse(f"reporting:{act}", args=[planned.uid]), read, follow=True).content.decode()
            assert "Có người vừa sửa đợt này" in told
            assert "Xã Khác Giả" in told
    planned.refresh_from_db()
    assert planned.status == ReformStatus.DRAFT


def test_two_who_write_over_the_same_reform_see_both_texts(client, planned, an, khanh):
    enter(an, "00101; 00110; Xã Khác Giả; 80", reform=planned)
    client.force_login(khanh)
    form = {"legal_document": "Nghị quyết thử", "on_date": f"{DAY:%d/%m/%Y}", "text": ROWS, "version": 1}
    edit = reverse("reporting:reform_edit", args=[planned.uid])
    told = client.post(edit, form).content.decode()
    assert "có người vừa sửa cùng chỗ này" in told
    assert "Xã Khác Giả" in told
    assert "Phường Ba Giả" in told
    assert 'name="version" value="2"' in told, "the next press is about the text that is now on the page"
    planned.refresh_from_db()
    assert "Xã Khác Giả" in planned.rows
    client.post(edit, form | {"version": 2})
    planned.refresh_from_db()
    assert "Phường Ba Giả" in planned.rows


def test_a_reform_withdrawn_meanwhile_is_not_written_over(planned, an, khanh):
    actions.withdraw_reform(reform=planned, version=1, by=khanh)
    with pytest.raises(actions.NotOpen):
        enter(an, reform=planned)


@pytest.mark.django_db(transaction=True)
def test_two_workers_carry_it_out_once(planned, communes, an, khanh):
    for place in communes:
        ChildFactory.create_batch(3, place=place)
    actions.schedule_reform(reform=planned, version=planned.version, by=khanh)

    def work(_n):
        try:
            return actions.apply_due_reforms()
        finally:
            connection.close()

    with time_machine.travel(MORNING, tick=True), ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
        actions.apply_due_reforms()
    assert Residence.objects.filter(ends_on=None).count() == 9
    assert Residence.objects.count() == 18
    assert AuditEvent.objects.filter(verb="reform.residents_moved").count() == 3
    assert AuditEvent.objects.filter(verb="reform.applied").count() == 1


def test_a_share_is_read_with_a_comma_or_a_point():
    assert [str(planning.share_of(part)) for part in ("0,35", "0.35", "?", "", "1", "-1")] == [
        *("0.35000",) * 2, *("None",) * 4
    ]  # fmt: skip
