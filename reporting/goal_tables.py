"""Targets as tables: the board of a programme, the board of all provinces, one target year by year."""

from datetime import date

from django.utils.translation import gettext as _

from indicators.judging import unit_of
from indicators.naming import unit_name
from places import numerals
from reporting.downloads import Table
from reporting.goal_words import against_words, place_name


def columns():
    """The columns of every list of judged targets."""
    return (
        ("target", _("Chỉ tiêu")),
        ("programme", _("Chương trình")),
        ("indicator", _("Chỉ số")),
        ("place", _("Địa bàn")),
        ("due_on", _("Mốc")),
        ("kind", _("Loại")),
        ("goal", _("Phải đạt")),
        ("baseline", _("Gốc")),
        ("latest", _("Mới nhất")),
        ("latest_on", _("Ngày của số mới nhất")),
        ("reported", _("Là số công bố")),
        ("synthetic", _("Là số giả")),
        ("expected", _("Theo lộ trình")),
        ("gap", _("Chênh lệch")),
        ("forecast", _("Dự báo")),
        ("forecast_low", _("Dự báo, cận dưới")),
        ("forecast_high", _("Dự báo, cận trên")),
        ("forecast_method", _("Cách dự báo")),
        ("unit", _("Đơn vị")),
        ("status", _("Tình trạng")),
        ("needed", _("Cần thêm")),
        ("against", _("So với cấp trên")),
        ("revised_on", _("Điều chỉnh từ ngày")),
        ("definition", _("Định nghĩa khi đặt")),
        ("missing", _("Còn thiếu")),
        ("caveats", _("Lưu ý")),
    )


def as_table(programme, judgements, on: date):
    title = _("%(name)s, xem tại ngày %(day)s") % {"name": programme.name, "day": numerals.write_date(on)}
    about = [(_("Chương trình"), programme.name), (_("Văn bản"), programme.document or "–"), (_("Xem tại ngày"), on)]
    return Table(f"chi-tieu-{programme.code}", title, columns(), [row(judged) for judged in judgements], about)


def of_provinces(programme, judgements, on: date):
    """The board of all provinces: one row for each target of each of them."""
    title = _("Chỉ tiêu của các tỉnh, thành phố, %(name)s, xem tại ngày %(day)s")
    title %= {"name": programme.name, "day": numerals.write_date(on)}
    about = [(_("Chương trình"), programme.name), (_("Xem tại ngày"), on)]
    return Table(f"bang-chi-tieu-{programme.code}", title, columns(), [row(judged) for judged in judgements], about)


def row(judged):
    target, base, latest, forecast = judged.target, judged.baseline, judged.latest, judged.forecast
    return (
        target.printed_text,
        target.programme.name,
        target.indicator,
        place_name(target),
        target.due_on,
        target.get_kind_display(),
        rounded(judged.goal),
        rounded(base and base.amount),
        rounded(latest and latest.amount),
        latest and latest.day,
        bool(latest and latest.is_reported),
        judged.is_synthetic,
        rounded(judged.expected),
        rounded(judged.gap),
        rounded(forecast and forecast.value),
        rounded(forecast and forecast.low),
        rounded(forecast and forecast.high),
        forecast.method if forecast else "",
        unit_name(unit_of(target)),
        judged.words,
        judged.needed,
        against_words(judged.comparison) if judged.comparison else "",
        judged.revision and judged.revision.revised_on,
        judged.version,
        " ".join(judged.missing),
        " ".join(judged.caveats),
    )


def of_target(judged):
    """One target day by day: what is known, what the path asks for, what the trend leads to."""
    heads = (
        ("day", _("Ngày")),
        ("known", _("Đã có")),
        ("source", _("Nguồn")),
        ("path", _("Lộ trình")),
        ("low", _("Dự báo, cận dưới")),
        ("value", _("Dự báo")),
        ("high", _("Dự báo, cận trên")),
    )
    rows = {}
    for point in judged.points:
        parts = [_("số công bố") if point.is_reported else _("tính từ sổ")]
        parts += [_("số giả")] if point.is_synthetic else []
        rows[point.day] = {"known": rounded(point.amount), "source": ", ".join(parts)}
    for day, amount in judged.path:
        rows.setdefault(day, {})["path"] = rounded(amount)
    for day, low, value, high in judged.forecast.track if judged.forecast else ():
        rows.setdefault(day, {}).update(low=rounded(low), value=rounded(value), high=rounded(high))
    cells = [(day, *(found.get(key) for key, _label in heads[1:])) for day, found in sorted(rows.items())]
    target = judged.target
    about = [
        (_("Chỉ tiêu"), target.printed_text),
        (_("Tình trạng"), judged.words),
        (_("Xem tại ngày"), judged.on),
        (_("Đơn vị"), unit_name(unit_of(target))),
        (_("Cách dự báo"), judged.forecast.method if judged.forecast else "–"),
    ]
    return Table(f"chi-tieu-{target.indicator}-{target.programme.code}", target.printed_text, heads, cells, about)


def rounded(amount):
    return None if amount is None else round(amount, 6)
