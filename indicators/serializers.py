"""What the API says about places, indicators, figures and targets. Numbers are numbers; unknown is null, never 0."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.judging import unit_of
from indicators.naming import denominator_name
from places.models import Place


class PlaceSerializer(serializers.ModelSerializer):
    reference = serializers.CharField(help_text="Mã và một ngày mà đơn vị có hiệu lực, ví dụ 91@2025-06-30.")
    full_name = serializers.CharField(help_text="Tên kèm tên các cấp trên.")
    parent = serializers.CharField(source="parent.reference", default=None, allow_null=True)
    province = serializers.CharField(source="province.reference", default=None, allow_null=True)

    class Meta:
        model = Place
        fields = (
            "reference",
            "code",
            "level",
            "kind",
            "name",
            "full_name",
            "parent",
            "province",
            "valid_from",
            "valid_to",
            "certainty",
            "legal_document",
        )


class LinkSerializer(serializers.Serializer):
    place = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    on = serializers.DateField(allow_null=True)
    partial = serializers.BooleanField()
    share = serializers.DecimalField(max_digits=6, decimal_places=5, allow_null=True)
    legal_document = serializers.CharField()
    certainty = serializers.CharField()


class PlaceDetailSerializer(PlaceSerializer):
    came_from = serializers.SerializerMethodField()
    became = serializers.SerializerMethodField()

    class Meta(PlaceSerializer.Meta):
        fields = (*PlaceSerializer.Meta.fields, "came_from", "became")

    def get_came_from(self, place) -> LinkSerializer(many=True):
        links = place.links_in.select_related("from_place")
        return [_link(link, link.from_place) for link in links]

    def get_became(self, place) -> LinkSerializer(many=True):
        links = place.links_out.select_related("to_place")
        return [_link(link, link.to_place) for link in links]


def _link(link, place):
    told = {
        "place": place.reference,
        "name": place.name,
        "kind": link.kind,
        "on": link.on_date,
        "partial": link.partial,
        "share": link.share,
        "legal_document": link.legal_document,
        "certainty": link.certainty,
    }
    return LinkSerializer(told).data


class VersionSerializer(serializers.Serializer):
    number = serializers.CharField()
    valid_from = serializers.DateField()
    note = serializers.CharField()


class IndicatorSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    why = serializers.CharField()
    numerator = serializers.CharField(source="numerator.name")
    denominator = serializers.SerializerMethodField(allow_null=True)
    unit = serializers.CharField()
    direction = serializers.CharField(help_text="up: càng cao càng tốt; down: càng thấp càng tốt; trống: không xét.")
    by = serializers.ListField(child=serializers.CharField(), help_text="Các phân tổ có được.")
    periods = serializers.ListField(child=serializers.CharField(), source="kinds", help_text="Trống: mọi loại kỳ.")
    source = serializers.CharField()
    legal_code = serializers.CharField()
    versions = VersionSerializer(many=True)
    checked_by = serializers.CharField()
    verified = serializers.BooleanField()
    notes = serializers.ListField(child=serializers.CharField())

    def get_denominator(self, indicator) -> str | None:
        return denominator_name(indicator)


class PartSerializer(serializers.Serializer):
    by = serializers.CharField(help_text="Phân tổ mà phần này thuộc về.")
    key = serializers.CharField()
    label = serializers.CharField()
    numerator = serializers.IntegerField(
        allow_null=True, required=False, help_text="null: chưa có số liệu của phần này."
    )
    denominator = serializers.IntegerField(allow_null=True, required=False)
    value = serializers.FloatField(allow_null=True)


class ReportedSerializer(serializers.Serializer):
    value = serializers.FloatField()
    qualifier = serializers.CharField()
    unit = serializers.CharField()
    printed_text = serializers.CharField()
    document = serializers.CharField(source="document.number", default=None, allow_null=True)
    synthetic = serializers.BooleanField(source="is_synthetic")


class PlaceReferences(serializers.ListField):
    """Units by their references, such as 33@2025-06-30."""

    child = serializers.CharField()

    def to_representation(self, places):
        return [place.reference for place in places]


class ValueSerializer(serializers.Serializer):
    """One figure, with all that must be said beside it. Not required are those that `include` may leave out."""

    indicator = serializers.CharField(source="indicator.code")
    place = serializers.CharField(
        source="place.reference", help_text="91@2025-07-01$rest: phần của nơi đó không thuộc đơn vị nào đã hỏi (below)."
    )
    place_name = serializers.CharField(source="place.name")
    period = serializers.CharField(source="period.id")
    first_day = serializers.DateField(source="period.first")
    last_day = serializers.DateField(source="period.last")
    group = serializers.CharField()
    status = serializers.CharField(help_text="computed; unknown: chưa có số liệu; not_applicable: không phát sinh.")
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(source="indicator.unit")
    numerator = serializers.IntegerField(allow_null=True, required=False)
    denominator = serializers.IntegerField(allow_null=True, required=False)
    reason = serializers.CharField(help_text="Vì sao chưa có giá trị.")
    stale = serializers.BooleanField(help_text="Bản ghi đã thay đổi, số đang được tính lại.")
    as_of = serializers.DateTimeField(allow_null=True, help_text="Đúng với bản ghi vào lúc này.")
    count_day = serializers.DateField(allow_null=True)
    running = serializers.BooleanField(help_text="Kỳ chưa kết thúc: số tính đến count_day.")
    boundaries = serializers.CharField(help_text="then: ranh giới của thời kỳ đó; now: hiện nay.")
    partial = serializers.BooleanField(help_text="Con số không đúng trọn địa bàn được hỏi: xem missing và unclear.")
    missing = PlaceReferences(help_text="Đơn vị của thời kỳ đó chưa ghi đủ số liệu, không có trong con số.")
    unclear = PlaceReferences(help_text="Đơn vị bị tách không rõ tỷ lệ, tính cả đơn vị.")
    apportioned = PlaceReferences(help_text="Đơn vị bị tách, tính theo tỷ lệ dân số.")
    denominator_source = serializers.CharField(help_text="Mẫu số lấy ở đâu: bản ghi, hay số công bố và ngày công bố.")
    coverage = serializers.SerializerMethodField(help_text="Những điều trên bằng lời.")
    waiting = serializers.IntegerField(help_text="Trong đó bao nhiêu trẻ của xã bị tách, chưa xác định nơi ở.")
    lacking = serializers.IntegerField(
        help_text="Còn bao nhiêu trẻ như vậy không rõ thuộc nơi này không, chưa tính vào."
    )
    complete = serializers.BooleanField()
    source = serializers.CharField()
    version = serializers.CharField()
    release = serializers.CharField(help_text="Bản công bố mà số này lấy từ đó, nơi số trực tiếp chưa mở.")
    parts = PartSerializer(many=True)
    difference = serializers.IntegerField(
        allow_null=True,
        help_text="Các phần cộng lại lớn hơn (âm: nhỏ hơn) tổng bao nhiêu; null: không phân tổ, hoặc chia theo tỷ lệ "
        "dân số.",
    )
    reported = ReportedSerializer(many=True, required=False)

    def get_fields(self):
        told = "Bản định nghĩa mới bắt đầu trong kỳ: không so được với kỳ trước."
        return {**super().get_fields(), "break": serializers.BooleanField(source="breaks", help_text=told)}

    def get_coverage(self, value) -> str:
        return " ".join(value.coverage)


class ValuesSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    results = ValueSerializer(many=True)


class PointSerializer(serializers.Serializer):
    day = serializers.DateField()
    amount = serializers.FloatField()
    reported = serializers.BooleanField(source="is_reported")
    synthetic = serializers.BooleanField(source="is_synthetic", help_text="Số giả để trình diễn.")
    qualifier = serializers.CharField()
    definition = serializers.CharField(source="version")


class MilestoneSerializer(serializers.Serializer):
    """A level of a target to be reached on a day; the last one is the target itself."""

    on = serializers.DateField()
    amount = serializers.FloatField(allow_null=True)
    kind = serializers.CharField()
    last = serializers.BooleanField(source="is_last")
    status = serializers.CharField(allow_null=True, help_text="reached, not_reached, unknown; null khi chưa đến mốc.")
    words = serializers.CharField()
    figure = PointSerializer(source="point", allow_null=True)


class ForecastSerializer(serializers.Serializer):
    """Where the trend of the last years leads, at the next milestone."""

    on = serializers.DateField()
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    years = serializers.IntegerField(help_text="Số năm làm căn cứ, từ 3 đến 5.")
    method = serializers.CharField(help_text="Cách tính, bằng lời.")
    outlook = serializers.CharField(help_text="reach, miss, open: cả khoảng, không phần nào, hay một phần đạt mốc.")


class ReadingSerializer(serializers.Serializer):
    """One way to read an ambiguous text."""

    kind = serializers.CharField()
    chosen = serializers.BooleanField(source="is_chosen")
    goal = serializers.FloatField(allow_null=True)
    status = serializers.CharField()
    words = serializers.CharField()


class RevisionSerializer(serializers.Serializer):
    """The revision by which the target says what it says on the day."""

    revised_on = serializers.DateField()
    previous_value = serializers.FloatField(allow_null=True)
    previous_due_on = serializers.DateField()
    document = serializers.CharField(source="document.number", default=None, allow_null=True)
    reason = serializers.CharField()


class ParentSerializer(serializers.Serializer):
    """The target above, and how this one stands against it."""

    id = serializers.UUIDField(source="parent.uid")
    programme = serializers.CharField(source="parent.programme.code")
    place = serializers.CharField(source="parent.place.reference", default=None, allow_null=True)
    value = serializers.FloatField(source="above.value", allow_null=True)
    due_on = serializers.DateField(source="above.on")
    against = serializers.CharField(help_text="stricter, same, looser; unlike khi khác loại nên không so.")
    apart = serializers.FloatField(allow_null=True, help_text="Mức của chỉ tiêu này trừ mức cấp trên.")


class TargetSerializer(serializers.Serializer):
    """A target with its judgement on a day. `value` is in `unit`; all amounts of the judgement are in `figure_unit`."""

    id = serializers.UUIDField(source="target.uid")
    programme = serializers.CharField(source="target.programme.code")
    indicator = serializers.CharField(source="target.indicator")
    group = serializers.CharField(source="target.breakdown")
    place = serializers.CharField(
        source="target.place.reference", default=None, allow_null=True, help_text="null: chỉ tiêu của cả nước."
    )
    place_name = serializers.CharField(source="target.place.name", default=None, allow_null=True)
    text = serializers.CharField(source="target.printed_text")
    document = serializers.CharField(source="target.document.number", default=None, allow_null=True)
    kind = serializers.CharField(source="target.kind")
    direction = serializers.CharField(source="target.direction")
    unit = serializers.CharField(source="target.unit", help_text="Đơn vị của value.")
    figure_unit = serializers.SerializerMethodField(
        help_text="Đơn vị của goal và mọi số để xét: giảm 15 % số trẻ em vẫn đếm bằng trẻ em."
    )
    value = serializers.FloatField(source="target.value", allow_null=True)
    due_on = serializers.DateField(source="target.due_on")
    on = serializers.DateField()
    status = serializers.CharField(help_text="reached, on_track, behind, not_reached, unknown.")
    words = serializers.CharField()
    goal = serializers.FloatField(allow_null=True, help_text="Mức phải đạt; của loại giảm tương đối là theo năm gốc.")
    baseline = PointSerializer(allow_null=True)
    latest = PointSerializer(allow_null=True)
    expected = serializers.FloatField(allow_null=True, help_text="Theo lộ trình thẳng, vào ngày của số mới nhất.")
    expected_now = serializers.FloatField(allow_null=True, help_text="Theo lộ trình, vào ngày được xét.")
    gap = serializers.FloatField(allow_null=True)
    forecast = ForecastSerializer(allow_null=True)
    trajectory = serializers.CharField(source="target.trajectory", help_text="linear, step, own.")
    milestones = MilestoneSerializer(many=True)
    readings = ReadingSerializer(many=True, help_text="Hai cách hiểu, khi câu chữ chưa rõ.")
    revision = RevisionSerializer(allow_null=True)
    parent = ParentSerializer(source="comparison", allow_null=True)
    definition = serializers.CharField(source="version", help_text="Định nghĩa khi đặt chỉ tiêu.")
    needed = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="Còn thiếu gì để đánh giá.")
    caveats = serializers.ListField(child=serializers.CharField(), help_text="Điều làm cho so sánh có giới hạn.")
    stale = serializers.BooleanField()
    ambiguity = serializers.CharField(source="target.ambiguity")
    inferred = serializers.CharField(source="target.inferred")

    def get_figure_unit(self, judged) -> str:
        return unit_of(judged.target)


@extend_schema_field({"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]})
class SentencesField(serializers.JSONField):
    """The sentences about a field; of an object within the body, those about each of its fields."""


class ProblemSerializer(serializers.Serializer):
    """application/problem+json (RFC 9457)."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=SentencesField())
