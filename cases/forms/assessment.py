"""Forms 02, 03 and 06."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.shared import FEW_LINES, LINES, yes_no
from cases.models import (
    RiskLevel,
    Stage,
)
from cases.rules import risk
from places.form_fields import VietnameseDateField


class AssessmentForm(forms.Form):
    """Forms 02, 03 and 06: one question a line, three levels, nothing chosen beforehand."""

    done_on = VietnameseDateField(label=_("Ngày đánh giá"), past=True)

    def __init__(self, *args, risk_form, **kwargs):
        super().__init__(*args, **kwargs)
        self.risk_form = risk_form
        for item in risk_form.items:
            self.fields[f"item_{item.code}"] = forms.ChoiceField(
                label=_(item.text), choices=self._levels(item), widget=forms.RadioSelect, required=False
            )
        self.fields["done_on"].initial = timezone.localdate()
        self.order_fields(["done_on", *(f"item_{item.code}" for item in risk_form.items)])

    @staticmethod
    def _levels(item):
        words = [(level, item.words_of(level)) for level in risk.LEVELS]
        return [
            (level, f"{_(risk.LEVEL_WORDS[level])}: {_(text)}" if text else _(risk.LEVEL_WORDS[level]))
            for level, text in words
        ]

    def answers(self):
        given = {item.code: self.cleaned_data.get(f"item_{item.code}") for item in self.risk_form.items}
        return {code: level for code, level in given.items() if level}

    def entry(self):
        rest = {name: value for name, value in self.cleaned_data.items() if not name.startswith("item_")}
        return {**rest, "answers": self.answers()}

    def blocks(self):
        """(words of the block, its fields), for the page."""
        for block, words in risk.BLOCKS.items():
            yield _(words), [self[f"item_{item.code}"] for item in self.risk_form.block(block)]

    def conclusion_fields(self):
        return [field for field in self if not field.name.startswith("item_") and field.name != "done_on"]


def _final_level():
    return forms.ChoiceField(label=_("Kết luận mức độ nguy cơ"), choices=RiskLevel, widget=forms.RadioSelect)


def _override():
    return forms.CharField(
        label=_("Lý do kết luận khác gợi ý"),
        max_length=300,
        required=False,
        help_text=_("Chỉ cần khi khác mức hệ thống gợi ý."),
    )


class InitialAssessmentForm(AssessmentForm):
    is_emergency = yes_no(_("Khẩn cấp"))
    final_level = _final_level()
    override_reason = _override()
    conclusion = forms.CharField(label=_("Kết luận"), widget=LINES, required=False)
    needs = forms.CharField(
        label=_("Nhu cầu an toàn tạm thời: nơi ở, chăm sóc, y tế"), widget=FEW_LINES, required=False
    )


class DetailedAssessmentForm(AssessmentForm):
    final_level = _final_level()
    override_reason = _override()
    conclusion = forms.CharField(label=_("Vấn đề của trẻ, kết luận"), widget=LINES, required=False)
    needs = forms.CharField(label=_("Nhu cầu dịch vụ"), widget=FEW_LINES, required=False)
    child_view = forms.CharField(label=_("Ý kiến, nguyện vọng của trẻ"), widget=FEW_LINES, required=False)
    family_view = forms.CharField(
        label=_("Ý kiến của cha, mẹ, người chăm sóc"),
        widget=FEW_LINES,
        required=False,
        help_text=_("Không hỏi khi họ là người xâm hại."),
    )


class ReviewForm(AssessmentForm):
    final_level = _final_level()
    override_reason = _override()
    is_stable = yes_no(_("Trẻ không còn nguy cơ và trạng thái thể chất, tâm lý, nhận thức, tình cảm đã ổn định"))
    back_to = forms.ChoiceField(
        label=_("Nếu chưa ổn định, quay lại"),
        required=False,
        choices=[
            ("", "–"),
            (Stage.DETAILED.value, _("đánh giá cụ thể (Mẫu 03)")),
            (Stage.PLAN.value, _("kế hoạch mới (Mẫu 04)")),
        ],
    )
    conclusion = forms.CharField(label=_("Kết luận"), widget=LINES, required=False)


ASSESSMENTS = {"02": InitialAssessmentForm, "03": DetailedAssessmentForm, "06": ReviewForm}
