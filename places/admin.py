"""Reference data for system administrators: units are read, the calendar and spellings are kept up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from places.models import CalendarDay, EthnicGroup, Place, PlaceLink


class ReadOnlyAdmin(admin.ModelAdmin):
    """Loaded from files with their sources; changed there, not by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LinksIn(admin.TabularInline):
    model = PlaceLink
    fk_name = "to_place"
    fields = ["from_place", "kind", "partial", "on_date", "legal_document", "certainty"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class LinksOut(LinksIn):
    fk_name = "from_place"
    fields = ["to_place", "kind", "partial", "on_date", "legal_document", "certainty"]


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_per_page = 40
    show_facets = admin.ShowFacets.NEVER
    list_display = ["name", "code", "level", "above", "valid_from", "valid_to", "certainty"]
    list_filter = ["level", "certainty"]
    list_select_related = ["parent"]
    search_fields = ["code", "search_key"]
    ordering = ["level", "sort_key", "code", "id"]
    fields = [
        *("code", "level", "kind", "name", "above", "in_province", "valid_from", "valid_to"),
        *("legal_document", "source", "certainty"),
    ]
    inlines = [LinksIn, LinksOut]

    @admin.display(description=_("đơn vị cấp trên"), ordering="parent__sort_key")
    def above(self, place):
        return place.parent

    @admin.display(description=_("tỉnh, thành phố"))
    def in_province(self, place):
        return place.province

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        by_code = queryset.filter(code=search_term)
        return (by_code if by_code.exists() else queryset.search(search_term)), False


@admin.register(EthnicGroup)
class EthnicGroupAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "aliases", "certainty"]
    readonly_fields = ["code", "name", "certainty", "source"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ["day", "kind", "name", "source", "frozen_at"]
    list_filter = ["year", "kind"]
    list_per_page = 40
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "day"
    readonly_fields = ["year", "frozen_at"]
