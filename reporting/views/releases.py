"""Published releases, open to everyone; and for those who publish, proposals with their preview."""

from functools import lru_cache

from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require_permission
from accounts.permissions import Permission as P
from cases.actions.refusals import Refused, sentence
from cases.views.pages import put_refusal
from indicators.actions import releasing
from indicators.api_releases import PublicUse
from indicators.models import Release, ReleaseDraft
from indicators.releases.content import content_of
from indicators.unchanged import program
from indicators.withholding import Withheld
from reporting import downloads, released
from reporting.release_forms import DraftForm

PER_PAGE = 50
FRESH_FOR = "public, max-age=300"
LAST_FILES = 8  # that a process keeps


def _for_everyone(request, etag, make):
    """The answer of `make()`, which is asked only of those who do not have it, and not without end (as in the API).

    Shared caches may keep it; it holds nothing of the reader, and sets no cookie.
    """
    if not PublicUse().allow_request(request, None):
        return respond_429(request)
    response = HttpResponseNotModified() if etag in request.headers.get("If-None-Match", "") else make()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FRESH_FOR
    patch_vary_headers(response, ["Cookie"])  # the language that someone has chosen
    return response


def _tag(*shown):
    """Of what is shown, in which language, and by which version of the program: a new one has other words and looks."""
    return f'W/"{"-".join(map(str, shown))}-{get_language()}-{program()[:16]}"'


@require_permission(P.PUBLIC)
@require_safe
def releases(request):
    rows = Release.objects.select_related("place", "replaced_by").order_by("-published_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    newest = page.object_list[0].number if page.object_list else ""
    etag = _tag(newest, page.paginator.count, page.number)
    return _for_everyone(request, etag, lambda: render(request, "reporting/releases.html", {"page": page}))


@require_permission(P.PUBLIC)
@require_safe
def release(request, number, extension=None):
    row = get_object_or_404(Release.objects.select_related("place", "replaces", "replaced_by"), number=number)
    period = request.GET.get("ky") or row.periods[-1]
    if period not in row.periods:
        known = released.Released(row, row.periods[-1]).periods
        return render(request, "reporting/release_period.html", {"release": row, "periods": known}, status=404)
    state = row.replacement.number if row.replacement else ""
    etag = _tag(row.number, period, extension or "", state)
    if extension:
        return _for_everyone(request, etag, lambda: _file(row, extension, etag))
    return _for_everyone(request, etag, lambda: _page(request, row, period))


def _page(request, row, period):
    shown, about = released.Released(row, period), released.about_of(row)
    context = {"release": row, "shown": shown, "about": about, "hiding": released.hiding_words()}
    return render(request, "reporting/release.html", context)


def _file(row, extension, etag):
    content, headers = _written(row.pk, extension, etag)
    return HttpResponse(content, headers=headers)


@lru_cache(maxsize=LAST_FILES)
def _written(pk, extension, _etag):
    """The file as bytes with its headers. What is published is frozen, so whoever asks next gets the same one."""
    row = Release.objects.select_related("place", "replaces", "replaced_by").get(pk=pk)
    chart = released.chart_of(row) if extension == "svg" else None
    response = downloads.answer(extension, released.table_of(row), chart)
    return response.content, dict(response.headers)


# ---- for those who publish


def _drafts(user):
    """Those of one's territory, without the places of which one sees no live figures (ruling 17)."""
    rows = ReleaseDraft.objects.reachable_by(user, P.RELEASE_PUBLISH).select_related("place", "replaces", "drafted_by")
    withheld = Withheld(user)
    barred = [row.pk for row in rows if withheld.covers(row.place)] if withheld.paths else []
    return rows.exclude(pk__in=barred)


@require_permission(P.RELEASE_PUBLISH)
def drafts(request):
    form = DraftForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = releasing.draft_release(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("reporting:release_draft", row.uid)
    return render(request, "reporting/release_drafts.html", {"form": form, "rows": _drafts(request.user)})


@require_permission(P.RELEASE_PUBLISH)
def draft(request, uid):
    row = get_object_or_404(_drafts(request.user), uid=uid)
    problems = []
    if request.method == "POST":
        try:
            done = releasing.publish_release(
                draft=row,
                fingerprint=request.POST.get("fingerprint"),
                by=request.user,
                synthetic=settings.DEMO,  # nothing that leaves a demonstration may pass for real
            )
        except Refused as refusal:
            problems = [sentence(problem) for problem in refusal.problems]
        else:
            messages.success(request, _("Đã công bố bản %(number)s.") % {"number": done.number})
            return redirect("reporting:release", done.number)
    content = content_of(row.table, row.place, row.periods)
    context = {
        "draft": row,
        "content": content,
        "problems": problems,
        "may_publish": not content.gaps and row.drafted_by != request.user,
        "reasons": released.reasons_of(content),
        "previews": [] if content.gaps else released.previews(content),
    }
    return render(request, "reporting/release_draft.html", context)


@require_permission(P.RELEASE_PUBLISH)
@require_POST
def discard(request, uid):
    releasing.discard_draft(draft=get_object_or_404(_drafts(request.user), uid=uid), by=request.user)
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect("reporting:release_drafts")
