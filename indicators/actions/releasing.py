"""Publishing: one person drafts a table, another reads the preview and publishes it; then it is frozen."""

import re

from django.db import connection, transaction
from django.utils import timezone

from accounts.audit import record
from cases.actions.codes import initials
from cases.rules.problem import Problem
from cases.rules.problem import mark as _
from indicators.models import Release, ReleasedCount, ReleaseDraft, ReleaseValue
from indicators.releases.content import MOST_PERIODS, Content, content_of
from indicators.releases.tables import TABLES
from indicators.withholding import Withheld
from programs.actions.entries import refuse

ONE_AT_A_TIME = 20_261_122  # advisory lock: each release is judged against all before it
PERIOD = re.compile(r"[0-9]{4}(-H[12]|-Q[1-4])?")  # releases of one year are read together (releases/older.py)


@transaction.atomic
def draft_release(*, table, place, periods, note, by, replaces=None) -> ReleaseDraft:
    """Propose to publish a table of a place for these periods; with `replaces`, as the correction of a release."""
    refuse(_withheld(place, by))
    periods = sorted(set(periods))
    problems = []
    if table not in TABLES:
        problems.append(Problem("table", _("Chọn một bảng trong danh mục."), "table"))
    if not periods or len(periods) > MOST_PERIODS:
        problems.append(Problem("periods", _("Chọn từ 1 đến 20 kỳ đã kết thúc."), "periods"))
    if not all(PERIOD.fullmatch(period) for period in periods):
        problems.append(Problem("kinds", _("Chỉ công bố số liệu theo năm, sáu tháng hoặc quý."), "periods"))
    if replaces is not None:
        problems += _problems_of_correction(replaces, table, place, periods, note)
    else:
        problems += _told_already(table, place, periods)
    refuse(problems)
    draft = ReleaseDraft.objects.create(
        table=table, place=place, periods=periods, note=note, replaces=replaces, drafted_by=by
    )
    record("release.drafted", draft, by=by, table=table)
    return draft


def _problems_of_correction(replaces, table, place, periods, note):
    problems = []
    if (replaces.table, replaces.place_id) != (table, place.pk):
        problems.append(Problem("replaces", _("Bản thay thế phải cùng bảng, cùng địa bàn."), "replaces"))
    if missing := sorted(set(replaces.periods) - set(periods)):
        text = _("Bản thay thế phải có đủ các kỳ của bản cũ; còn thiếu %(periods)s.")
        problems.append(Problem("fewer_periods", text, "periods", params={"periods": ", ".join(missing)}))
    if _is_replaced(replaces):
        problems.append(Problem("replaced", _("Bản này đã có bản thay thế."), "replaces"))
    if not note.strip():
        problems.append(Problem("no_reason", _("Ghi rõ vì sao phải thay bản đã công bố."), "note"))
    return problems


def _told_already(table, place, periods):
    """The very same table stands: another of it either corrects it, and says so, or only makes readers doubt."""
    alike = Release.objects.filter(table=table, place=place, replaced_by=None)
    found = next((release.number for release in alike if set(release.periods) == set(periods)), None)
    text = _("Bản %(number)s đã công bố đúng bảng này; cần sửa thì chọn bản đó ở ô “Thay cho bản”.")
    return [Problem("told_already", text, "replaces", params={"number": found})] if found else []


def _withheld(place, user):
    """Whoever sees no live figures of a place neither proposes nor publishes them (ruling 17)."""
    text = _("Số liệu trực tiếp của địa bàn này chưa mở cho tài khoản của bạn, nên bạn không công bố được.")
    return [Problem("withheld", text, "place")] if Withheld(user).covers(place) else []


@transaction.atomic
def discard_draft(*, draft, by):
    """Take the proposal back; nothing was published."""
    refuse(_withheld(draft.place, by))
    record("release.discarded", draft, by=by, table=draft.table)
    draft.delete()


@transaction.atomic
def publish_release(*, draft, fingerprint, by, synthetic=False) -> Release:
    """Publish what the preview with this fingerprint showed. Refused if it lacks something or has changed since."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    draft = ReleaseDraft.objects.select_related("place", "replaces").select_for_update(of=("self",)).get(pk=draft.pk)
    refuse(_withheld(draft.place, by))
    content = content_of(draft.table, draft.place, draft.periods)
    refuse(_problems(draft, content, fingerprint, by))
    release = Release.objects.create(
        number=_next_number(draft.place),
        title=content.title[:300],
        table=draft.table,
        place=draft.place,
        periods=draft.periods,
        note=draft.note,
        definitions=content.definitions,
        as_of=content.as_of,
        published_at=timezone.now(),
        drafted_by=draft.drafted_by,
        published_by=by,
        replaces=draft.replaces,
        is_synthetic=synthetic,
    )
    _save(release, content)
    record("release.published", release, by=by, number=release.number)
    draft.delete()
    return release


def _problems(draft, content, fingerprint, by):
    problems = []
    if draft.drafted_by_id == by.pk:
        problems.append(Problem("four_eyes", _("Người lập dự thảo không tự công bố: cần một người khác xem lại.")))
    if content.gaps:
        problems.append(Problem("gaps", _("Chưa đủ số liệu để công bố; trang xem trước ghi còn thiếu gì.")))
    elif content.fingerprint != fingerprint:
        problems.append(Problem("changed", _("Số liệu đã thay đổi từ khi bạn xem trước; hãy xem lại rồi công bố.")))
    if draft.replaces is None:
        problems += _told_already(draft.table, draft.place, draft.periods)
    elif _is_replaced(draft.replaces):
        problems.append(Problem("replaced", _("Bản cần thay đã có bản thay thế.")))
    return problems


def _is_replaced(release):
    return Release.objects.filter(replaces=release).exists()


def _next_number(place):
    """AG-2026-03: the third release of the year for the provinces of these initials."""
    prefix = f"{initials(place.province or place)}-{timezone.localdate().year}-"
    return f"{prefix}{Release.objects.filter(number__startswith=prefix).count() + 1:02d}"


def _save(release, content: Content):
    ReleaseValue.objects.bulk_create(
        [
            ReleaseValue(
                release=release,
                order=order,
                indicator=row.indicator,
                version=row.version,
                place=row.place,
                period=row.period,
                by=row.by,
                part=row.part,
                label=row.label,
                numerator=row.numerator,
                denominator=row.denominator,
                value=row.value,
                suppressed=row.suppressed,
            )
            for order, row in enumerate(content.rows)
        ],
        batch_size=2000,
    )
    ReleasedCount.objects.bulk_create(
        [
            ReleasedCount(
                release=release,
                measure=count.measure,
                place_id=count.place,
                period=count.period,
                by=count.by,
                part=count.part,
                n=n,
                hidden=count in content.hidden,
            )
            for count, n in content.counts.items()
        ],
        batch_size=2000,
    )
