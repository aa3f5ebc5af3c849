"""Models and workers of units that a reform ends: none counts after its last day, and nothing that lives on is lost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AuditEvent
from cases.actions.refusals import Refused
from indicators import values
from indicators.actions import calendar
from places.models import Place
from programs.actions import settle_site, settle_worker
from programs.models import CommuneRecognition, ProtectionWorker, SupportModel, SupportModelSite
from reporting.actions import reforms as actions
from reporting.reform_effects import effects
from tests.factories import UserFactory
from tests.indicators.conftest import declare, kept, sweep_all  # noqa: F401 - a fixture
from tests.reporting.test_reforms import DAY, EVE, MORNING, carry_out, communes, planned  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
LATER = f"{DAY + timedelta(days=1)}T09:00:00+07:00"


@pytest.fixture
def model(db):
    return SupportModel.objects.create(code="nha-an-toan", name="Ngôi nhà an toàn", counts_as="commune")


@pytest.fixture
def sites(communes, model):  # noqa: F811
    """The model is at work in all three communes."""
    return [SupportModelSite.objects.create(model=model, place=each, starts_on=date(2020, 1, 1)) for each in communes]


def of_the_province(code, place, period=f"{DAY.year}"):
    value = values.of(code, place, period)
    return value.numerator, value.denominator


@pytest.fixture
def reformed(kept, communes, sites, planned, khanh):  # noqa: F811
    """Two of the communes have become one, the third was divided between that and another."""
    home = communes[0].parent
    declare(home)
    worker = {"kind": "worker", "full_name": "Cán bộ Giả", "area": "Thôn Giả"}
    ProtectionWorker.objects.create(place=communes[0], starts_on=date(2024, 1, 1), **worker)
    CommuneRecognition.objects.create(place=communes[0], year=DAY.year)
    with time_machine.travel(f"{EVE}T09:00:00+07:00", tick=False):
        calendar.tick()
        sweep_all()
        eve = of_the_province("M01", home, f"{EVE}/{EVE}")
        assert eve[0] == 3
        assert eve == of_the_province("M01", home)
    carry_out(planned, khanh)
    with time_machine.travel(LATER, tick=False):
        calendar.tick()
        sweep_all()
    return home, Place.objects.by_code("00110", DAY), Place.objects.by_code("00103", DAY)


def test_after_a_merger_no_more_communes_have_a_model_than_there_are(reformed, sites):
    home, merged, part = reformed
    with time_machine.travel(LATER, tick=False):
        with_model, all_of_them = of_the_province("M01", home)
        assert (with_model, with_model <= all_of_them) == (1, True)
        assert of_the_province("M01", home) == of_the_province("M01", home, f"{DAY}/{DAY}")
        assert of_the_province("M01", home, f"{EVE}/{EVE}")[0] == 3, "what was, was"
        assert of_the_province("K01", home)[0] == 0, "a unit that begins is judged anew"
    went_on = SupportModelSite.objects.filter(place=merged).order_by("pk")
    assert [(site.follows, site.starts_on, site.ends_on) for site in went_on] == [
        (sites[0], DAY, None), (sites[1], DAY, None)
    ]  # fmt: skip
    assert SupportModelSite.objects.get(pk=sites[0].pk).ends_on == EVE
    assert AuditEvent.objects.filter(verb="entry.carried", target_type="programs.supportmodelsite").count() == 2


def test_a_model_that_goes_on_in_the_new_unit_was_not_built_anew(reformed):
    home, *_units = reformed
    with time_machine.travel(LATER, tick=False):
        assert values.of("M03", home, f"{DAY}/{DAY}").numerator == 0


def test_who_works_in_the_unit_goes_on_in_the_new_one(reformed):
    _home, merged, _part = reformed
    was, now = ProtectionWorker.objects.order_by("pk")
    assert (was.ends_on, now.place, now.starts_on) == (EVE, merged, DAY)
    assert (now.full_name, now.area, now.kind) == (was.full_name, was.area, was.kind)


def test_a_worker_of_a_divided_unit_waits_until_someone_says_where_they_work_on(planned, communes, khanh, lan, client):  # noqa: F811
    told = {"kind": "worker", "full_name": "Cán bộ Chờ", "area": "Thôn Giả", "starts_on": date(2024, 1, 1)}
    worker = ProtectionWorker.objects.create(place=communes[2], **told)
    assert effects(planned, khanh).workers_waiting == 1
    carry_out(planned, khanh)
    home, part = communes[0].parent, Place.objects.by_code("00103", DAY)
    address = reverse("programs:ledger", args=["nguoi-lam-cong-tac"])
    settle = reverse("programs:worker_settle", args=[worker.uid])
    with time_machine.travel(LATER, tick=False):
        client.force_login(lan)
        assert settle in client.get(address, {"state": "unsettled"}).content.decode()
        with pytest.raises(Refused, match="đơn vị mà đơn vị cũ đã thành"):
            settle_worker(worker=worker, place=home, by=lan)
        assert client.post(settle, {"place": home.pk}).status_code == 200
        assert client.post(settle, {"place": part.pk}).status_code == 302
        assert "Cán bộ Chờ" not in client.get(address, {"state": "unsettled"}).content.decode()
        with pytest.raises(Refused, match="không chờ ghi lại"):
            settle_worker(worker=worker, place=part, by=lan)
    worker.refresh_from_db()
    now = ProtectionWorker.objects.get(place=part)
    assert (worker.ends_on, now.starts_on, now.ends_on, now.full_name) == (EVE, DAY, None, "Cán bộ Chờ")
    assert AuditEvent.objects.filter(verb="entry.carried", by=lan, detail__kind="protectionworker").count() == 1


def test_a_site_of_a_divided_unit_waits_until_someone_says_where_it_is(reformed, sites, lan, client):
    home, merged, part = reformed
    waiting, address = sites[2], reverse("programs:sites")
    with time_machine.travel(LATER, tick=False):
        client.force_login(lan)
        listed = client.get(address, {"state": "unsettled"}).content.decode()
        settle = reverse("programs:site_settle", args=[waiting.uid])
        assert listed.count("/don-vi-moi/") == 1
        assert settle in listed
        with pytest.raises(Refused, match="đơn vị mà đơn vị cũ đã thành"):
            settle_site(site=waiting, place=home, by=lan)
        assert client.post(settle, {"place": home.pk}).status_code == 200
        assert client.post(settle, {"place": part.pk}).status_code == 302
        sweep_all()
        assert of_the_province("M01", home)[0] == 2
        assert settle not in client.get(address).content.decode()
        with pytest.raises(Refused, match="không chờ ghi lại"):
            settle_site(site=waiting, place=part, by=lan)
    waiting.refresh_from_db()
    now = SupportModelSite.objects.get(place=part)
    assert (waiting.ends_on, now.starts_on, now.follows) == (EVE, DAY, waiting)


def test_who_began_there_after_its_last_day_goes_to_the_part_whole(reformed, communes, lan):  # noqa: F811
    """Entered before the worker had carried the reform out, or before the map was corrected."""
    _home, _merged, part = reformed
    late = {"kind": "worker", "full_name": "Cán bộ Muộn", "place": communes[2], "created_by": UserFactory()}
    worker = ProtectionWorker.objects.create(starts_on=DAY, **late)
    with time_machine.travel(LATER, tick=False):
        settle_worker(worker=worker, place=part, by=lan)
    now = ProtectionWorker.objects.get(full_name="Cán bộ Muộn")
    assert (now.pk, now.place, now.starts_on, now.ends_on) == (worker.pk, part, DAY, None)


def test_what_the_old_map_counted_on_the_day_is_counted_again(kept, communes, sites, planned, khanh):  # noqa: F811
    declare(communes[0].parent)
    actions.schedule_reform(reform=planned, version=planned.version, by=khanh)
    with time_machine.travel(MORNING, tick=False):
        calendar.tick()
        sweep_all()
        assert of_the_province("M01", communes[0].parent)[0] == 3
        actions.apply_due_reforms()
        sweep_all()
        assert of_the_province("M01", communes[0].parent)[0] == 1


def test_a_site_of_a_unit_that_stands_has_no_other_unit(sites, communes, lan):  # noqa: F811
    with pytest.raises(Refused, match="không chờ ghi lại"):
        settle_site(site=sites[0], place=communes[1], by=lan)


def test_what_began_there_after_the_day_goes_along_whole(communes, model, planned, khanh):  # noqa: F811
    """The reform is carried out when the worker comes to it; meanwhile someone has entered a site."""
    late = SupportModelSite.objects.create(model=model, place=communes[0], starts_on=DAY, created_by=UserFactory())
    carry_out(planned, khanh)
    late.refresh_from_db()
    assert (late.place.code, late.starts_on, late.follows) == ("00110", DAY, None)
