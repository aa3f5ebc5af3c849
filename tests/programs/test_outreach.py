"""Activities, days of care, protection workers and awards: recorded, ended, refused, shown, voided."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases.actions.refusals import Refused
from programs import actions
from programs.models import Activity, Award, CareDay, ProtectionWorker, SupportModel, SupportModelSite
from tests.factories import AssignmentFactory, commune

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def here():
    return commune("Xã Vĩnh Giả")


@pytest.fixture
def lan(here):
    return AssignmentFactory(place=here.province, role="province_staff").user


@pytest.fixture
def site(here):
    model = SupportModel.objects.create(code="ban-tru", name="Bán trú", counts_as="centre", day_care=True)
    return SupportModelSite.objects.create(model=model, place=here, starts_on=DAY, ends_on=date(2026, 6, 30))


def held(here, lan, **changes):
    fields = {"kind": "talk", "name": "Nói chuyện", "place": here, "on_date": DAY, "turns": 120}
    return actions.add_activity(by=lan, **{**fields, **changes})


def test_an_activity_is_kept_with_its_author_and_its_audit_row(here, lan):
    row = held(here, lan)
    assert (row.turns, row.created_by) == (120, lan)
    assert AuditEvent.objects.filter(verb="activity.added").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"turns": None}, "số lượt người"),
        ({"kind": "gift", "turns": None}, "số trẻ em"),
        ({"on_date": timezone.localdate() + timedelta(days=1)}, "chưa đến"),
    ],
)
def test_an_activity_without_what_is_counted_of_it_is_refused(here, lan, changes, words):
    with pytest.raises(Refused, match=words):
        held(here, lan, **changes)
    assert not Activity.objects.exists()


def test_a_unit_that_had_ended_held_nothing(here, lan):
    gone = commune("Xã Cũ", here.parent, valid_to=date(2020, 1, 1))
    with pytest.raises(Refused, match="không tồn tại"):
        held(gone, lan)


def test_a_day_of_care_is_recorded_once_and_only_while_the_site_is_open(site, lan):
    assert actions.add_care_day(site=site, on_date=DAY, children=0, by=lan).place == site.place
    with pytest.raises(Refused, match="đã được ghi"):
        actions.add_care_day(site=site, on_date=DAY, children=16, by=lan)
    for closed in (DAY - timedelta(days=1), date(2026, 7, 1)):
        with pytest.raises(Refused, match="không hoạt động"):
            actions.add_care_day(site=site, on_date=closed, children=16, by=lan)
    actions.void_entry(row=CareDay.objects.get(), reason="Ghi nhầm.", by=lan)
    assert actions.add_care_day(site=site, on_date=DAY, children=16, by=lan).children == 16


def test_a_worker_begins_and_ends_once(here, lan):
    worker = actions.add_worker(kind="worker", full_name="Người Giả", place=here, starts_on=DAY, by=lan)
    with pytest.raises(Refused, match="từ ngày bắt đầu"):
        actions.end_worker(worker=worker, ends_on=DAY - timedelta(days=1), by=lan)
    assert actions.end_worker(worker=worker, ends_on=DAY, by=lan).ends_on == DAY
    with pytest.raises(Refused, match="đã thôi"):
        actions.end_worker(worker=worker, ends_on=DAY, by=lan)


def test_an_award_counts_its_recipients_and_names_nobody(here, lan):
    row = actions.add_award(place=here, title="Bằng khen", recipient="collective", count=10, on_date=DAY, by=lan)
    assert str(row) == "Bằng khen: 10 tập thể"
    with pytest.raises(Refused, match="chưa đến"):
        actions.add_award(
            place=here, title="Bằng khen", recipient="collective", count=1, on_date=date(2999, 1, 1), by=lan
        )


def test_each_ledger_is_written_and_read_on_its_page(client, here, lan, site):
    client.force_login(lan)
    day = {"on_date": f"{DAY:%d/%m/%Y}"}
    typed = {
        "hoat-dong": day | {"kind": "talk", "name": "Nói chuyện", "place": here.pk, "turns": "1.200"},
        "ngay-ban-tru": day | {"site": site.pk, "children": "16"},
        "nguoi-lam-cong-tac": {
            "kind": "worker",
            "full_name": "Người Giả",
            "place": here.pk,
            "starts_on": day["on_date"],
        },
        "khen-thuong": day | {"title": "Bằng khen", "recipient": "individual", "count": "15", "place": here.pk},
    }
    shown = {"hoat-dong": "1.200", "ngay-ban-tru": "16", "nguoi-lam-cong-tac": "Người Giả", "khen-thuong": "15"}
    for name, fields in typed.items():
        assert client.post(reverse("programs:ledger_new", args=[name]), fields).status_code == 302, name
        page = client.get(reverse("programs:ledger", args=[name])).content.decode()
        assert shown[name] in page
    assert client.get(reverse("programs:ledger", args=["khong-co"])).status_code == 404
    assert (
        client.get(reverse("programs:ledger", args=["hoat-dong"]), {"kind": "gift", "year": "2026"}).status_code == 200
    )
    assert client.get(reverse("programs:index")).status_code == 200


def test_a_worker_is_ended_and_an_entry_voided_on_their_pages(client, here, lan):
    client.force_login(lan)
    worker = actions.add_worker(kind="worker", full_name="Người Giả", place=here, starts_on=DAY, by=lan)
    ended = client.post(reverse("programs:worker_end", args=[worker.uid]), {"ends_on": f"{DAY:%d/%m/%Y}"})
    assert ended.status_code == 302
    assert ProtectionWorker.objects.get().ends_on == DAY
    award = actions.add_award(place=here, title="Bằng khen", recipient="collective", count=1, on_date=DAY, by=lan)
    void = reverse("programs:void", args=["khen-thuong", award.uid])
    assert client.post(void, {"reason": "Nhập nhầm."}).status_code == 302
    assert Award.objects.get().void_reason == "Nhập nhầm."
