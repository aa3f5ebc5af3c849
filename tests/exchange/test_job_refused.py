"""A refused import says what to do next, and that its table may be a part of what must be mended."""

import pytest
from django.urls import reverse

from reporting.models import Job, JobKind, JobStatus


@pytest.fixture
def page(client, hoa):
    client.force_login(hoa)

    def shown(count, kind=JobKind.IMPORT_CHILDREN, status=JobStatus.REFUSED):
        errors = [[2 + n, "Giới tính", "ghi “nam”, “nữ” hoặc “không biết”"] for n in range(count)]
        job = Job.objects.create(kind=kind, status=status, errors=errors, created_by=hoa)
        return client.get(reverse("exchange:job", args=[job.uid])).content.decode()

    return shown


@pytest.mark.parametrize(
    ("kind", "again"),
    [(JobKind.IMPORT_CHILDREN, "exchange:import_new"), (JobKind.IMPORT_FIGURES, "exchange:import_figures")],
)
def test_it_leads_to_the_next_try(page, kind, again):
    html = page(1, kind)
    assert "Sửa những dòng này trong tệp" in html
    assert f'<a class="btn primary" href="{reverse(again)}">' in html
    assert "Ghi “nam”" in html


def test_it_says_that_the_table_is_a_part(page):
    assert "Bảng có 50 trong 1.200 dòng" in page(1200)
    assert "Bảng có 50" not in page(50)


def test_a_job_that_goes_on_asks_for_nothing(page):
    assert "Nhập tệp đã sửa" not in page(1, status=JobStatus.CHECKING)
