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
from lianmeng.balance.queries.overview import Spread, overview_in
from lianmeng.balance.queries.records import figure_in
from lianmeng.balance.queries.registers import brought_by, groups_of_year, samples
from lianmeng.balance.views.export import register_workbook
from lianmeng.balance.views.frame import Frame, ResourceWords, frame_of
from lianmeng.balance.views.group_page import coefficient_shown, coefficients_told
from lianmeng.balance.views.visitor import visitor_of
from lianmeng.core.figures import Figure
from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.standards.vocabulary import LimitState
from lianmeng.web.charts import Dots, coefficient_axis, dots
from lianmeng.web.components import State, digits
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
class Strip:
    """One resource over all groups of the year."""

    words: ResourceWords
    dots: Dots
    over: int
    widest: str
    widest_value: float
    shown: str
    state: State | None


@dataclass(frozen=True)
class Parts:
    """One resource over all schools of the year: the coefficient, and its square between and within groups (sum 1)."""

    words: ResourceWords
    cv: float
    between: float

    @property
    def between_percent(self) -> int:
        return round(100 * self.between)

    @property
    def within_percent(self) -> int:
        return 100 - self.between_percent


class OverviewPage:
    """All groups of a register in one year, as drawn."""

    def __init__(self, frame: Frame, year: str) -> None:
        self.frame = frame
        self.year = year
        kept = frame.register.reading or {}
        self.kept = overview_in(kept["overviews"][year])
        values = (value for one in self.kept.spreads if one is not None for value, _ in one.values)
        self.axis = coefficient_axis(values, frame.limit)
        known = zip(frame.resources, self.kept.spreads, strict=True)
        self.strips = [self._strip(words, spread) for words, spread in known if spread is not None]

    def _strip(self, words: ResourceWords, spread: Spread) -> Strip:
        state = None
        if self.frame.limit is not None:
            over = spread.over
            label = say_count("{count} over", "{count} over", over) if over else say("All within")
            state = State("over" if over else "met", label)
        return Strip(
            words,
            dots(self.axis, spread.values),
            spread.over,
            spread.widest,
            spread.widest_value,
            coefficient_shown(spread.widest_value, self.frame.bound),
            state,
        )

    @property
    def title(self) -> Sentence:
        if not self.strips:
            return say("No coefficient can be assessed in this register")
        widest = max(self.strips, key=lambda one: one.widest_value)
        if self.frame.limit is None:
            return say(
                "The gap is widest in {group}: {resource}, {value}",
                group=widest.widest,
                resource=widest.words.label,
                value=widest.shown,
            )
        if self.kept.groups == 1:
            over = sum(strip.over for strip in self.strips)
            return coefficients_told(self.strips[0].widest, len(self.strips), over)
        return say_count(
            "{within} of {count} group is within the limit in everything",
            "{within} of {count} groups are within the limit in everything",
            self.kept.groups,
            within=self.kept.within,
        )

    @property
    def base(self) -> list[Sentence | str]:
        """Of when, of how many, from where."""
        rows = digits(self.kept.rows, 0)
        counted = say_count(
            "{count} group, {rows} rows; weighted by pupils.",
            "{count} groups, {rows} rows; weighted by pupils.",
            self.kept.groups,
            rows=rows,
        )
        year = [say("Year {year}.", year=self.year)] if self.year else []
        lone = say_count(
            "{count} group has one school only: its coefficient is 0.",
            "{count} groups have one school only: their coefficient is 0.",
            self.kept.lone,
        )
        return [*year, counted, *([lone] if self.kept.lone else []), self.frame.source]

    @property
    def parts(self) -> list[Parts]:
        """What of the whole gap lies between the groups and what within; none where there is one group only."""
        if self.kept.groups < 2:
            return []
        kept = (self.frame.register.reading or {})["parts"][self.year]
        known = zip(self.frame.resources, kept, strict=True)
        return [Parts(words, one["cv"], one["between"]) for words, one in known if one["between"] is not None]


def _is_over(record: dict[str, object]) -> bool:
    return record.get("verdict") == LimitState.OVER


@dataclass(frozen=True)
class GroupRow:
    group: RegisterGroup
    figures: list[tuple[Figure, bool]]
    left_out: int


def _group_row(group: RegisterGroup) -> GroupRow:
    records = group.reading["resources"]
    left_out = max((sum(one["left_out"].values()) for one in records), default=0)
    return GroupRow(group, [(figure_in(one, "cv"), _is_over(one)) for one in records], left_out)


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
    return register_workbook(frame_of(request, register_id))
