"""A plan takes long to write: when the session ends meanwhile, its rows come back as they were."""

import time

from django.urls import reverse

from cases.models import CasePlan
from tests.cases.test_screens import plan_data


def test_the_rows_of_a_plan_come_back_after_signing_in_again_and_nothing_is_saved(client, planning, hoa):
    here = reverse("cases:plan", args=[planning.uid])
    client.force_login(hoa)
    client.get(here)
    session = client.session
    session["seen_at"] = time.time() - 24 * 3600
    session.save()
    assert client.post(here, plan_data(submit="1")).url == f"/dang-nhap/?next={here}"
    client.force_login(hoa)
    html = client.get(here).content.decode()
    assert "Trẻ an toàn." in html
    assert "Tham vấn" in html
    assert "Hội Phụ nữ" in html
    assert not CasePlan.objects.exists()
