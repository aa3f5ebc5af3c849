"""The register from a file: checked whole, all or nothing, with row and column in every refusal."""

import csv
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Child
from cases.resources import ChildRegister
from reporting import actions, jail
from reporting.models import Job, JobStatus
from tests.factories import ChildFactory

HEADING = [
    "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Xã, phường", "Nhóm hoàn cảnh đặc biệt", "Thuộc nhóm từ ngày",
]  # fmt: skip
GOOD = ["Nguyễn Văn Mẫu", "nam", "03/05/2015", "", "Vĩnh Giả", "", ""]


def as_csv(*rows, delimiter=";", encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADING, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(*rows):
    book = openpyxl.Workbook()
    for row in (HEADING, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(user, content, name="so.csv"):
    job = actions.send_file(file=SimpleUploadedFile(name, content), by=user)
    return actions.check_file(job=job)


def imported(user, content, **options):
    job = checked(user, content)
    assert job.status == JobStatus.READY, (job.why, job.errors)
    actions.confirm(job=job, skip_known=options.get("skip_known", False), by=user)
    return actions.run_import(job=job)


@pytest.mark.parametrize(
    "content", [as_csv(GOOD), as_csv(GOOD, delimiter=","), as_xlsx(GOOD), as_csv(GOOD, encoding="utf-8")]
)
def test_it_enters_the_children_of_a_file(hoa, content):
    job = imported(hoa, content)
    assert (job.status, job.added) == (JobStatus.DONE, 1)
    child = Child.objects.get()
    assert (child.full_name, child.birth_date, child.responsible_place.name) == (
        "Nguyễn Văn Mẫu", date(2015, 5, 3), "Xã Vĩnh Giả",
    )  # fmt: skip


def test_nothing_is_written_by_the_check(hoa):
    checked(hoa, as_csv(GOOD))
    assert not Child.objects.exists()


@pytest.mark.parametrize(
    ("position", "cell", "column", "words"),
    [
        (2, "31/02/2015", "Ngày sinh", "31/02/2015"),
        (2, "03/05/15", "Ngày sinh", "bốn chữ số"),
        (2, "03/05/1999", "Ngày sinh", "18"),
        (1, "trai", "Giới tính", "nam"),
        (0, "", "Họ và tên", "để trống"),
        (4, "Xã Không Có", "Xã, phường", "địa bàn"),
        (4, "Long Giả", "Xã, phường", "địa bàn"),
        (3, "Người Sao", "Dân tộc", "danh mục"),
        (5, "DB99", "Nhóm hoàn cảnh đặc biệt", "DB01"),
        (5, "DB04", "Thuộc nhóm từ ngày", "ngày bắt đầu"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_entered(hoa, next_door, position, cell, column, words):
    wrong = [*GOOD[:position], cell, *GOOD[position + 1 :]]
    job = checked(hoa, as_csv(GOOD, wrong))
    assert job.status == JobStatus.REFUSED
    assert [(row, where) for row, where, _why in job.errors] == [(3, column)]
    assert words in job.errors[0][2]
    assert actions.run_import(job=job) is None
    assert not Child.objects.exists()


def test_a_child_of_the_register_is_shown_and_only_skipped_when_told_so(hoa, here):
    ChildFactory(place=here, full_name="Nguyễn Văn Mẫu", birth_date=date(2015, 5, 3))
    job = checked(hoa, as_csv(GOOD, [*GOOD[:2], "04/05/2015", *GOOD[3:]]))
    assert (job.status, job.known) == (JobStatus.READY, [2])
    job = imported(hoa, as_csv(GOOD, [*GOOD[:2], "04/05/2015", *GOOD[3:]]), skip_known=True)
    assert (job.added, job.skipped) == (1, 1)


def test_the_same_file_a_second_time_adds_nothing(hoa):
    imported(hoa, as_csv(GOOD))
    assert imported(hoa, as_csv(GOOD), skip_known=True).added == 0
    assert Child.objects.count() == 1


def test_a_job_that_was_done_is_not_done_again(hoa):
    job = imported(hoa, as_csv(GOOD))
    assert actions.run_import(job=job) is None
    assert Child.objects.count() == 1


def test_a_right_that_has_ended_since_is_asked_again_when_writing(hoa):
    job = checked(hoa, as_csv(GOOD))
    actions.confirm(job=job, skip_known=False, by=hoa)
    hoa.assignments.update(valid_to=date(2025, 6, 30))
    job = Job.objects.get(pk=job.pk)
    assert actions.run_import(job=job).status == JobStatus.REFUSED
    assert not Child.objects.exists()


def bomb(entries=1, size=200 * 1024 * 1024):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(entries):
            with archive.open(f"xl/worksheets/sheet{n}.xml", "w") as part:
                for _ in range(size // (1024 * 1024)):
                    part.write(b" " * 1024 * 1024)
    return out.getvalue()


def far_cell():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_macro():
    out = io.BytesIO(as_xlsx(GOOD))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có dòng"),
        (b"PK\x03\x04 broken", "hỏng"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        ("Họ và tên".encode("utf-16"), "UTF-8"),
        (b"H\xff\xfe\xfa;x\n1;2", "UTF-8"),
        (bomb(), "phình"),
        (bomb(entries=200, size=1024 * 1024), "phình"),
        (with_macro(), "macro"),
        (far_cell(), ""),
        (("a;" * 150 + "\n").encode() * 3, "100 cột"),
        (b"a;b\n" + b"1;2\n" * 20_005, "20.000"),
    ],
)
def test_a_file_that_is_no_table_gets_its_sentence_and_the_process_lives(hoa, content, words):
    job = checked(hoa, content)
    assert job.status == JobStatus.FAILED
    assert words in job.why
    assert not Child.objects.exists()


def test_a_heading_without_a_needed_column_says_which(hoa):
    job = checked(hoa, "Họ và tên;Giới tính\nA;nam\n".encode())
    assert job.status == JobStatus.FAILED
    assert "Ngày sinh" in job.why


def test_an_english_reader_is_given_the_headings_and_the_example_that_are_read(hoa, client, settings):
    client.force_login(hoa)
    vietnamese = client.get(reverse("exchange:template_file")).content
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get(reverse("exchange:template_file")).content == vietnamese
    html = client.get(reverse("exchange:import_new")).content.decode()
    assert '<html lang="en"' in html
    listed = html.split('<ul class="mb0" lang="vi">')[1].split("</ul>")[0]
    assert re.findall("<li>(.*?)</li>", listed) == [column.column_name for column in ChildRegister().fields.values()]


def test_a_file_over_the_size_is_refused_before_it_is_read(hoa, client, monkeypatch):
    monkeypatch.setattr(jail, "LARGEST_FILE", 10)
    client.force_login(hoa)
    response = client.post(reverse("exchange:import_new"), {"file": SimpleUploadedFile("so.csv", as_csv(GOOD))})
    assert "MB" in response.content.decode()
    assert not Job.objects.exists()


def test_a_job_is_seen_by_no_one_else(hoa, minh, client):
    job = checked(hoa, as_csv(GOOD))
    client.force_login(minh)
    assert client.get(reverse("exchange:job", args=[job.uid])).status_code == 404
    assert client.post(reverse("exchange:confirm", args=[job.uid])).status_code == 404
