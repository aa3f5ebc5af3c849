"""A new file of units ends some in which children live, while work goes on: nobody is left behind or lost."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import Refused, assign
from accounts.models import Assignment, AuditEvent
from cases.actions import settle_child
from cases.models import Child, Residence, ResidenceBasis
from config.celery import app
from config.embedded.prepare import COMMANDS
from indicators import values
from places.actions.reforms import begin_units, plan_reform
from places.models import Place, PlaceLink, Reform, ReformStatus
from programs.models import ProtectionWorker, SupportModel, SupportModelSite
from reporting.actions import ended_units
from reporting.actions.ended_units import follow_ended_units
from reporting.tasks import apply_reforms, follow_all_ended_units
from tests.factories import AssignmentFactory, CaseFactory, ChildFactory, IntakeFactory, UserFactory
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture
from tests.indicators.test_marks_of_the_map import LINEAGE, unit, write

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

TODAY = timezone.localdate()
DAY = TODAY - timedelta(days=40)
EVE = DAY - timedelta(days=1)
BEFORE = [unit("p01", "province"), unit("d001", "district", "p01")]
COMMUNES = [unit(f"c0000{n}", "commune", "d001") for n in (1, 2, 3)]


def after(day=DAY):
    """Two communes become one; the third is divided between that and one that keeps its code."""
    ended = [row | {"valid_to": str(day - timedelta(days=1))} for row in COMMUNES]
    begun = [
        unit("c00010", "commune", "d001", valid_from=str(day)),
        unit("c00003", "commune", "d001", valid_from=str(day)) | {"id": "c00003@new"},
    ]
    return [*BEFORE, *ended, *begun]


def link(old, new, day=DAY, **more):
    return {"from_id": old, "to_id": new, "kind": "merge", "on_date": str(day), "certainty": "found"} | more


def links(day=DAY):
    whole = [link(old, "c00010", day) for old in ("c00001", "c00002")]
    return whole + [link("c00003", new, day, partial="1") for new in ("c00010", "c00003@new")]


def load(folder, rows, lineage=(), **options):
    """What the command said."""
    write(folder, rows)
    with (folder / "lineage.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, LINEAGE, restval="")
        out.writeheader()
        out.writerows(lineage)
    said = StringIO()
    call_command("load_places", folder=folder, stdout=said, **options)
    return said.getvalue()


def place(key):
    return Place.objects.get(import_key=key)


@pytest.fixture
def old(tmp_path):
    """The three communes, as loaded before."""
    load(tmp_path, [*BEFORE, *COMMUNES])
    return [place(row["id"]) for row in COMMUNES]


def homes(child):
    return [(home.place.import_key, home.ends_on, home.basis) for home in child.residences.all()]


def test_children_cases_and_reports_go_on_in_the_unit_that_took_theirs(old, tmp_path):
    child, case, intake = ChildFactory(place=old[0]), CaseFactory(place=old[0]), IntakeFactory(incident_place=old[0])
    said = load(tmp_path, after(), links())
    assert homes(child) == [("c00001", EVE, ResidenceBasis.PERMANENT), ("c00010", None, ResidenceBasis.REFORM)]
    for row in (child, case, intake):
        row.refresh_from_db()
        assert row.responsible_place == place("c00010")
    assert case.incident_place == old[0], "what was recorded stays"
    assert "2 nơi ở của trẻ em sang đơn vị mới" in said
    assert AuditEvent.objects.filter(verb="reform.residents_moved").count() == 1


def test_children_of_a_divided_commune_wait_and_can_be_settled(old, tmp_path, hoa):
    child = ChildFactory(place=old[2])
    AssignmentFactory(user=hoa, place=place("p01"), role="province_staff")
    said = load(tmp_path, after(), links())
    assert homes(child)[1:] == [("d001", None, ResidenceBasis.UNSETTLED)]
    assert list(Child.objects.to_settle()) == [child]
    assert "1 nơi ở chờ xác định" in said
    settle_child(child=child, place=place("c00003@new"), by=hoa)
    assert child.residence_on(TODAY).place == place("c00003@new")


def test_no_figure_loses_a_child(kept, old, tmp_path):  # noqa: F811
    for each in old:
        ChildFactory(place=each)
    declare(place("p01"))
    load(tmp_path, after(), links())
    sweep_all()
    for period in (f"{EVE}/{EVE}", f"{DAY}/{DAY}", f"{TODAY}/{TODAY}", f"{TODAY.year}"):
        assert values.of("P01", place("p01"), period).numerator == 3
    assert values.of("P01", place("c00010"), f"{TODAY}/{TODAY}").numerator == 2


def test_sites_and_workers_go_on_or_wait_on_their_list(old, tmp_path):
    model = SupportModel.objects.create(code="giả", name="Mô hình giả", counts_as="commune")
    told = {"starts_on": date(2020, 1, 1)}
    for each in (old[0], old[2], place("d001")):
        SupportModelSite.objects.create(model=model, place=each, **told)
        ProtectionWorker.objects.create(place=each, kind="worker", full_name="Cán bộ Giả", area="Thôn", **told)
    load(tmp_path, after(), links())
    for kind in (SupportModelSite, ProtectionWorker):
        here = kind.objects.values_list("place__import_key", "ends_on").order_by("pk")
        assert list(here) == [("c00001", EVE), ("c00003", None), ("d001", None), ("c00010", None)]
        assert [row.place for row in kind.objects.to_settle(TODAY)] == [old[2]]


def test_roles_go_where_the_whole_unit_or_its_code_went(old, tmp_path):
    users = [UserFactory() for _place in old]
    for user, each in zip(users, old, strict=True):
        AssignmentFactory(user=user, place=each)
    said = load(tmp_path, after(), links())
    now_in = {row.user: row.place for row in Assignment.objects.not_ended(TODAY)}
    assert {user: unit.import_key for user, unit in now_in.items()} == dict(
        zip(users, ("c00010", "c00010", "c00003@new"), strict=True)
    )
    assert "3 phân công ở đơn vị cũ kết thúc" in said
    assert "3 phân công tiếp tục" in said
    for user in users:
        assert f"{user.username}: Cán bộ bảo vệ trẻ em cấp xã, {now_in[user].full_name}" in said


def test_what_a_district_held_does_not_become_its_provinces(old, tmp_path):
    """A level is removed: nobody who looked after a district may see a whole province by it."""
    held = AssignmentFactory(place=place("d001"), role="auditor")
    model = SupportModel.objects.create(code="giả", name="Mô hình giả", counts_as="district")
    site = SupportModelSite.objects.create(model=model, place=place("d001"), starts_on=date(2020, 1, 1))
    gone = BEFORE[1] | {"valid_to": str(EVE)}
    ended = [row | {"valid_to": str(EVE)} for row in COMMUNES]
    begun = [row | {"id": f"{row['id']}@new", "parent_id": "p01", "valid_from": str(DAY)} for row in COMMUNES]
    kept_on = [link(row["id"], f"{row['id']}@new", kind="kept") for row in COMMUNES]
    load(tmp_path, [BEFORE[0], gone, *ended, *begun], [link("d001", "p01", kind="level_removed"), *kept_on])
    held.refresh_from_db()
    site.refresh_from_db()
    assert (held.valid_to, Assignment.objects.not_ended(TODAY).count()) == (EVE, 0)
    assert (site.place, site.waits) == (place("d001"), True)


def test_several_reforms_in_one_file_are_followed_to_the_last(old, tmp_path):
    child = ChildFactory(place=old[0])
    later = DAY + timedelta(days=20)
    rows = after()
    rows[5] |= {"valid_to": str(later - timedelta(days=1))}
    rows.append(unit("c00020", "commune", "d001", valid_from=str(later)))
    load(tmp_path, rows, [*links(), link("c00010", "c00020", later)])
    assert [key for key, *_rest in homes(child)] == ["c00001", "c00010", "c00020"]
    assert homes(child)[-1][1] is None


def test_loading_again_moves_nothing_more(old, tmp_path, hoa):
    AssignmentFactory(user=hoa, place=old[2])
    for each in old:
        CaseFactory(place=each)
    load(tmp_path, after(), links())
    trail, rows = AuditEvent.objects.count(), list(Residence.objects.order_by("pk").values())
    assert "chuyển theo" not in load(tmp_path, after(), links())
    assert (AuditEvent.objects.count(), list(Residence.objects.order_by("pk").values())) == (trail, rows)


def test_what_was_left_behind_by_an_interrupted_load_follows_with_the_next(old, tmp_path, monkeypatch):
    child = ChildFactory(place=old[0])
    with monkeypatch.context() as patch:
        patch.setattr("reporting.management.commands.load_places.follow_ended_units", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load(tmp_path, after(), links())
    assert len(homes(child)) == 1
    load(tmp_path, after(), links())
    assert len(homes(child)) == 2


def test_a_file_that_does_not_say_where_children_went_is_refused_whole(old, tmp_path):
    child = ChildFactory(place=old[0])
    with pytest.raises(CommandError, match=rf"Đơn vị c00001.*hết ngày {EVE:%d/%m/%Y}: 1 nơi ở\. Bổ sung lineage"):
        load(tmp_path, after(), links()[1:])
    assert not Place.objects.exclude(valid_to=None).exists()
    assert homes(child) == [("c00001", None, ResidenceBasis.PERMANENT)]


def test_at_the_start_a_conflict_is_a_loud_warning_and_a_broken_file_still_stops(old, tmp_path):
    """The screens on which one enters the reform must come up."""
    child, loud = ChildFactory(place=old[0]), StringIO()
    start = {"keep_on_conflict": True, "stderr": loud}
    said = load(tmp_path, after(), links()[1:], **start)
    assert "CẢNH BÁO: CHƯA NẠP" in loud.getvalue()
    assert "Đơn vị c00001, " in loud.getvalue()
    assert "chạy tiếp với đơn vị cũ" in said
    assert "Xong" in said
    assert not Place.objects.exclude(valid_to=None).exists()
    assert len(homes(child)) == 1
    with pytest.raises(CommandError, match="no unit"):
        load(tmp_path, after(), [link("c00001", "c00099")], **start)
    assert [options for _title, name, options in COMMANDS if name == "load_places"] == [{"keep_on_conflict": True}]
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
    assert "manage.py load_places --keep-on-conflict\n" in compose


def test_a_reform_that_was_carried_out_here_and_comes_by_file_too_is_refused_in_words(old, tmp_path):
    reform = plan_reform(legal_document="Nghị quyết thử", on_date=DAY, text="00001; 00010; Xã Mười Giả; 001")
    Reform.objects.update(status=ReformStatus.SCHEDULED)
    begin_units(reform, TODAY)
    with pytest.raises(CommandError, match=rf"dòng c00010 .*Xã Mười Giả, từ {DAY:%d/%m/%Y}, .*Bỏ dòng ấy"):
        load(tmp_path, after(), links())
    long_ago = unit("c00010", "commune", "d001", valid_from="2001-01-01") | {"valid_to": "2001-12-31"}
    load(tmp_path, [*BEFORE, *COMMUNES, long_ago])
    assert Place.objects.by_code("00010", TODAY).name == "Xã Mười Giả"


def test_nor_may_it_leave_cases_roles_sites_and_workers_behind(old, tmp_path):
    site, told = SupportModel.objects.create(code="giả", name="Mô hình giả"), {"starts_on": date(2020, 1, 1)}
    held = (
        (old[0], lambda: CaseFactory(responsible_place=old[0]), "1 hồ sơ đang mở"),
        (old[0], lambda: IntakeFactory(incident_place=old[0]), "1 hồ sơ đang mở, 1 thông tin tiếp nhận chờ xử lý"),
        (old[1], lambda: AssignmentFactory(place=old[1]), "1 phân công"),
        (old[1], lambda: SupportModelSite.objects.create(model=site, place=old[1], **told), "1 phân công, 1 điểm mô"),
        (old[2], lambda: ProtectionWorker.objects.create(place=old[2], kind="worker", **told), "1 người làm công tác"),
    )
    for place_held, put, words in held:
        put()
        with pytest.raises(CommandError, match=rf"{place_held.name}.*hết ngày {EVE:%d/%m/%Y}: {words}"):
            load(tmp_path, after())
    assert not Place.objects.exclude(valid_to=None).exists()


def test_nor_may_it_take_back_where_children_will_go_on_a_day_ahead(old, tmp_path):
    ChildFactory(place=old[0])
    day = TODAY + timedelta(days=30)
    load(tmp_path, after(day), links(day))
    with pytest.raises(CommandError, match="Đơn vị c00001.*: 1 nơi ở"):
        load(tmp_path, after(day), links(day)[1:])
    assert PlaceLink.objects.filter(from_place=old[0]).exists()


def test_children_who_are_no_longer_here_hold_no_file_up(old, tmp_path):
    ChildFactory(place=old[0], died_on=EVE)
    ChildFactory(place=old[0], departed_on=EVE)
    ChildFactory(place=old[1], voided_at=timezone.now(), void_reason="trùng", voided_by=UserFactory())
    load(tmp_path, after())
    assert place("c00001").valid_to == EVE


def test_a_correction_that_lets_a_unit_begin_after_its_children_came_is_refused_whole(old, tmp_path):
    """They would count neither in the old unit nor in the new one in between."""
    ChildFactory(place=old[0])
    load(tmp_path, after(), links())
    later = DAY + timedelta(days=20)
    rows, lineage = after(later), links(later)
    with pytest.raises(CommandError, match=rf"Đơn vị c00010.*từ {later:%d/%m/%Y}: 1 nơi ở\. Giữ ngày cũ"):
        load(tmp_path, rows, lineage)
    assert place("c00010").valid_from == DAY


def test_a_correction_that_ends_a_unit_earlier_moves_its_children_from_that_day_on(old, tmp_path):
    child = ChildFactory(place=old[0])
    load(tmp_path, after(), links())
    day = DAY - timedelta(days=10)
    load(tmp_path, after(day), links(day))
    lived = [(home.place.import_key, home.starts_on, home.ends_on) for home in child.residences.all()]
    assert lived[1:] == [("c00010", day, EVE), ("c00010", DAY, None)]
    assert lived[0][2] == day - timedelta(days=1)


def test_a_corrected_successor_moves_nobody_back_and_is_told(old, tmp_path):
    child = ChildFactory(place=old[0])
    assert "rà soát" not in load(tmp_path, after(), links())
    said = load(tmp_path, after(), [link("c00001", "c00003@new"), *links()[1:]])
    assert f"rà soát:\n    {place('c00001').full_name}, hết ngày {EVE:%d/%m/%Y}\n" in said
    assert "Đơn vị c00002" not in said
    assert [key for key, *_rest in homes(child)] == ["c00001", "c00010"]
    assert "rà soát" not in load(tmp_path, after(), [link("c00001", "c00003@new"), *links()[1:]])


def test_of_many_units_the_first_are_named_and_the_rest_counted(tmp_path):
    rows = [unit(f"c001{n:02}", "commune", "d001") for n in range(7)]
    load(tmp_path, [*BEFORE, *rows])
    for row in rows:
        ChildFactory(place=place(row["id"]))
    with pytest.raises(CommandError, match="c00104.* và 2 đơn vị khác"):
        load(tmp_path, [*BEFORE, *(row | {"valid_to": str(EVE)} for row in rows)])


def test_children_left_where_nobody_knows_what_became_of_it_wait_above(old):
    """Ended before, by other means: a load is not held up by it, and they are counted and on the list."""
    child = ChildFactory(place=old[0])
    Place.objects.filter(pk=old[0].pk).update(valid_to=EVE)
    assert follow_ended_units()["waiting"] == 1
    assert homes(child)[1:] == [("d001", None, ResidenceBasis.UNSETTLED)]


def test_where_nothing_at_all_is_known_they_stay(old):
    child = ChildFactory(place=old[0])
    Place.objects.update(valid_to=EVE)
    assert not follow_ended_units()
    assert homes(child) == [("c00001", None, ResidenceBasis.PERMANENT)]


def test_an_end_that_lies_ahead_is_carried_out_on_its_day(old, tmp_path):
    child = ChildFactory(place=old[0])
    day = TODAY + timedelta(days=30)
    load(tmp_path, after(day), links(day))
    assert apply_reforms() == 0
    assert len(homes(child)) == 1
    with time_machine.travel(f"{day}T00:05:00+07:00", tick=False):
        assert apply_reforms() == 1
        assert apply_reforms() == 0
    assert [key for key, *_rest in homes(child)] == ["c00001", "c00010"]


def test_what_workers_missed_for_longer_than_the_tick_looks_back_follows_at_night(old, tmp_path):
    child = ChildFactory(place=old[0])
    day = TODAY + timedelta(days=30)
    load(tmp_path, after(day), links(day))
    with time_machine.travel(f"{day + timedelta(days=8)}T02:40:00+07:00", tick=False):
        assert apply_reforms() == 0
        assert follow_all_ended_units() == 1
    assert [key for key, *_rest in homes(child)] == ["c00001", "c00010"]
    assert "reporting.tasks.follow_all_ended_units" in {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_what_two_units_took_whole_stays_and_nothing_is_written_about_it_again(old, tmp_path):
    case = CaseFactory(responsible_place=old[2])
    ChildFactory(place=old[2])
    said = load(tmp_path, after(), [*links()[:2], *(link("c00003", new) for new in ("c00010", "c00003@new"))])
    assert "1 nơi ở chờ xác định" in said
    case.refresh_from_db()
    assert case.responsible_place == old[2]
    trail = AuditEvent.objects.count()
    assert (follow_all_ended_units(), AuditEvent.objects.count()) == (0, trail)


def test_an_end_told_by_a_file_and_by_a_reform_that_waits_is_refused(old, tmp_path):
    text = "00001; 00030; Xã Ba Mươi Giả; 001"
    plan_reform(legal_document="Nghị quyết thử", on_date=TODAY + timedelta(days=9), text=text)
    Reform.objects.update(status=ReformStatus.SCHEDULED)
    with pytest.raises(CommandError, match=r"Đơn vị c00001 \(Nghị quyết thử .*Bỏ đợt ấy"):
        load(tmp_path, after(), links())
    assert not PlaceLink.objects.exists()


def test_a_reform_that_is_being_carried_out_moves_its_own(old):
    """It alone knows whether roles go on."""
    AssignmentFactory(place=old[0])
    told = {"legal_document": "Nghị quyết thử", "on_date": TODAY + timedelta(days=9), "carries_roles": False}
    reform = plan_reform(text="00001; 00030; Xã Ba Mươi Giả; 001", **told)
    Reform.objects.update(status=ReformStatus.SCHEDULED)
    with time_machine.travel(f"{reform.on_date}T00:05:00+07:00", tick=False):
        begin_units(reform, reform.on_date)
        assert not follow_ended_units()
        assert apply_reforms() == 1
        assert not follow_ended_units()
    assert not Assignment.objects.filter(place__code="00030").exists()


def test_a_unit_that_another_worker_has_just_finished_is_not_done_again(old, tmp_path, monkeypatch):
    ChildFactory(place=old[0])
    Place.objects.filter(pk=old[0].pk).update(valid_to=EVE)
    look = ended_units._ended_before

    def done_by_another(*about):
        found = look(*about)
        for pk in found:
            assert ended_units._follow(pk)["units"] == 1
        return found

    monkeypatch.setattr(ended_units, "_ended_before", done_by_another)
    assert not follow_ended_units()
    assert AuditEvent.objects.filter(verb="reform.residents_moved").count() == 1


@pytest.mark.parametrize("until", [None, TODAY])
def test_nobody_gets_into_a_successor_by_a_role_given_in_the_unit_that_ended(old, tmp_path, until):
    """The old unit is the giver's to manage, what it became is not."""
    elsewhere = unit("p02", "province")
    taken = unit("c00010", "commune", "p02", valid_from=str(DAY))
    ended = [*BEFORE, COMMUNES[0] | {"valid_to": str(EVE)}, *COMMUNES[1:]]
    load(tmp_path, [*ended, elsewhere, taken], [link("c00001", "c00010")])
    giver, user = UserFactory(), UserFactory()
    AssignmentFactory(user=giver, place=place("p01"), role="system_administrator")
    given = {"user": user, "role": "commune_officer", "by": giver}
    with pytest.raises(Refused, match=f"hết hiệu lực sau ngày {EVE:%d/%m/%Y}") as refused:
        assign(place=place("c00001"), valid_from=EVE, valid_to=until, **given)
    assert refused.value.field == "valid_to"
    assign(place=place("c00001"), valid_from=EVE, valid_to=EVE, **given)
    assert not follow_ended_units()
    assert not user.assignments.not_ended(TODAY).exists()


def test_nor_after_a_reform_that_carries_no_roles(old):
    told = {"legal_document": "Nghị quyết thử", "on_date": TODAY + timedelta(days=9), "carries_roles": False}
    reform = plan_reform(text="00001; 00030; Xã Ba Mươi Giả; 001", **told)
    Reform.objects.update(status=ReformStatus.SCHEDULED)
    given = {"user": UserFactory(), "role": "commune_officer", "place": old[0], "by": None}
    with time_machine.travel(f"{reform.on_date}T00:05:00+07:00", tick=False):
        apply_reforms()
        with pytest.raises(Refused):
            assign(**given | {"place": place("c00001")}, valid_from=TODAY)
        apply_reforms()
    assert not Assignment.objects.filter(place__code="00030").exists()


def test_a_role_may_be_given_in_a_unit_whose_end_lies_ahead(old, tmp_path):
    """It goes on where the unit goes."""
    day = TODAY + timedelta(days=30)
    load(tmp_path, after(day), links(day))
    user = UserFactory()
    assign(user=user, role="commune_officer", place=place("c00001"), valid_from=TODAY, by=None)
    with time_machine.travel(f"{day}T00:05:00+07:00", tick=False):
        apply_reforms()
        assert user.assignments.not_ended(day).get().place == place("c00010")
