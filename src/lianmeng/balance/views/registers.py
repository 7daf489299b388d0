"""Choose a register, and read the balance of all its groups."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.balance.actions.registers import forget_old_registers
from lianmeng.balance.forms import UploadForm
from lianmeng.balance.models import RegisterGroup
from lianmeng.balance.queries.registers import brought_by, groups_of_year, samples
from lianmeng.balance.views.export import workbook
from lianmeng.balance.views.frame import Frame, frame_of
from lianmeng.balance.views.overview_page import OverviewPage, figures_of
from lianmeng.balance.views.visitor import visitor_of
from lianmeng.core.figures import Figure
from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence
from lianmeng.web.keeping import kept_page

GROUPS_A_PAGE = 50


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    forget_old_registers()
    return render(request, "balance/registers.html", registers_page(request, UploadForm()))


def registers_page(request: HttpRequest, form: UploadForm) -> dict[str, object]:
    """Samples and own registers with their answers, and the form to bring another."""
    language = get_language() or CHINESE
    return {
        "samples": [_answered(Frame(one, language)) for one in samples()],
        "own": [_answered(Frame(one, language)) for one in brought_by(visitor_of(request))],
        "form": form,
        "keep_days": settings.REGISTER_KEEP_DAYS,
        "most_megabytes": settings.REGISTER_MAX_BYTES // 2**20,
    }


@dataclass(frozen=True)
class Answered:
    frame: Frame
    title: Sentence | None


def _answered(frame: Frame) -> Answered:
    if frame.register.reading is None:
        return Answered(frame, None)
    return Answered(frame, OverviewPage(frame, frame.years[-1]).title)


@dataclass(frozen=True)
class GroupRow:
    group: RegisterGroup
    figures: list[tuple[Figure, bool]]
    left_out: int


def _group_row(group: RegisterGroup) -> GroupRow:
    records = group.reading["resources"]
    left_out = max((sum(one["left_out"].values()) for one in records), default=0)
    return GroupRow(group, figures_of(group), left_out)


@require_safe
def register(request: HttpRequest, register_id: str) -> HttpResponse:
    frame = frame_of(request, register_id, read=False)
    if frame.register.reading is None:
        return redirect("balance:columns", register_id=register_id)
    return kept_page(request, frame.version, lambda: _drawn(request, frame))


def _drawn(request: HttpRequest, frame: Frame) -> HttpResponse:
    asked = request.GET.get("year", "")
    year = asked if asked in frame.years else frame.years[-1]
    overview = OverviewPage(frame, year)
    page = Paginator(groups_of_year(frame.register, year), GROUPS_A_PAGE, orphans=10).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "balance/register.html",
        {
            "frame": frame,
            "year": year,
            "overview": overview,
            "base": overview.base,
            "page": page,
            "page_suffix": f"&year={quote(year)}" if year else "",
            "rows": [_group_row(one) for one in page.object_list],
            "own": frame.register.owner != "",
            "keep_days": settings.REGISTER_KEEP_DAYS,
        },
    )


@require_safe
def download(request: HttpRequest, register_id: str) -> HttpResponse:
    frame = frame_of(request, register_id)
    groups = RegisterGroup.objects.filter(register=frame.register).defer("detail").order_by("name", "year")
    return workbook(frame, register_id, groups)
