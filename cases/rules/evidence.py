"""How well a row of law is known; every table shows it, so that nobody takes a guess for the text."""

from cases.rules.problem import mark as _

FOUND, SECONDARY, KNOWLEDGE, UNSURE, OURS = "found", "secondary", "knowledge", "unsure", "ours"
WORDS = {
    FOUND: _("đã đối chiếu với văn bản"),
    SECONDARY: _("theo nguồn thứ cấp, chưa đối chiếu với văn bản"),
    KNOWLEDGE: _("theo hiểu biết nghề nghiệp, chưa đối chiếu với văn bản"),
    UNSURE: _("chưa chắc chắn, chưa đối chiếu với văn bản"),
    OURS: _("cách hiểu của hệ thống, không phải quy định"),
}


def is_verified(mark: str) -> bool:
    return mark == FOUND
