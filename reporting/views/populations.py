"""Published populations: the denominators that no register tells."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require_permission
from accounts.permissions import Permission as P
from indicators import ages
from indicators.actions import populations as actions
from indicators.models import Population
from places.form_fields import VietnameseDateField, VietnameseDecimalField
from programs.actions import void_entry
from programs.forms import PlacedForm, VoidForm
from programs.models import Document
from programs.views.pages import entry

PER_PAGE = 40
MOST_ERRORS = 100
MOST_BYTES = 5_000_000
POPULATIONS = ("reporting:populations", gettext_lazy("Số dân công bố"))


def _people(label):
    return VietnameseDecimalField(label=label, digits=0, required=False, min_value=0)


class PopulationForm(PlacedForm):
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=1900, max_value=2200)
    vintage = VietnameseDateField(label=gettext_lazy("Công bố ngày"), past=True)
    source = forms.CharField(label=gettext_lazy("Nguồn"), max_length=200, required=False)
    document = forms.ModelChoiceField(Document.objects.all(), label=gettext_lazy("Văn bản"), required=False)
    total = _people(gettext_lazy("Tổng dân số"))
    children = _people(gettext_lazy("Trẻ em dưới 16 tuổi"))
    boys = _people(gettext_lazy("Trong đó nam"))
    girls = _people(gettext_lazy("Trong đó nữ"))
    field_order = ["place", "year", "vintage", "source", "document"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for band in ages.CHILD_BANDS:
            self.fields[band.code] = _people(band.name)

    def told(self):
        """What publish_population() takes; numbers are whole."""
        given = {name: int(value) if name in _NUMBERS and value is not None else value
                 for name, value in self.cleaned_data.items()}  # fmt: skip
        return given | {"bands": {band.code: given.pop(band.code) for band in ages.CHILD_BANDS}}


MEANINGS = (  # of the columns of the table
    ("place", gettext_lazy("Mã của địa bàn; nếu không phải đơn vị ngày nay thì thêm ngày: 33@2025-06-30.")),
    ("year", gettext_lazy("Năm.")),
    ("vintage", gettext_lazy("Ngày công bố, ghi như 2025-06-30.")),
    ("source", gettext_lazy("Nguồn: tên niên giám, cuộc điều tra.")),
    ("total … girls", gettext_lazy("Tổng dân số, trẻ em dưới 16 tuổi, trong đó nam, nữ; không biết thì để trống.")),
    ("0-3 … 11-15", gettext_lazy("Trẻ em theo tuổi. Số viết liền, không có dấu ngăn.")),
)
_NUMBERS = {*actions.NUMBERS, *(band.code for band in ages.CHILD_BANDS)}


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp CSV"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp quá lớn."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as why:
            raise forms.ValidationError(_("Tệp phải ghi bằng UTF-8.")) from why


@require_permission(P.INDICATOR_VIEW)
def populations(request):
    rows = Population.objects.reachable_by(request.user, P.INDICATOR_VIEW).select_related("place", "document")
    rows = rows.order_by("place__sort_key", "place", "-year", "-vintage", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_edit": request.user.may(P.REPORTED_EDIT)}
    return render(request, "reporting/populations.html", context)


@require_permission(P.REPORTED_EDIT)
def population_new(request):
    form = PopulationForm(request.POST or None, user=request.user, permission=P.REPORTED_EDIT)
    return entry(
        request,
        form,
        lambda: actions.publish_population(by=request.user, **form.told()),
        to="reporting:populations",
        title=_("Ghi số dân công bố"),
        home=POPULATIONS,
    )


@require_permission(P.REPORTED_EDIT)
def population_void(request, pk):
    """One entered by mistake leaves every rate; the publication before it answers again."""
    row = get_object_or_404(Population.objects.reachable_by(request.user, P.REPORTED_EDIT), pk=pk)
    form = VoidForm(request.POST or None)
    told = {"place": row.place.name, "year": row.year, "day": f"{row.vintage:%d/%m/%Y}"}
    return entry(
        request,
        form,
        lambda: void_entry(row=row, by=request.user, **form.cleaned_data),
        to="reporting:populations",
        title=_("Huỷ số dân nhập nhầm"),
        home=POPULATIONS,
        about=_("%(place)s, năm %(year)d, công bố %(day)s") % told,
        danger=True,
    )


@require_permission(P.REPORTED_EDIT)
def population_import(request):
    """A table of many units at once: every row, or none."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.publish_table(text=form.cleaned_data["file"], by=request.user)
        except actions.BadTable as why:
            for words in why.sentences[:MOST_ERRORS]:
                form.add_error("file", words)
        else:
            messages.success(request, _("Đã nhập %(count)d dòng.") % {"count": count})
            return redirect("reporting:populations")
    context = {"form": form, "columns": actions.COLUMNS, "meanings": MEANINGS}
    return render(request, "reporting/population_import.html", context)
