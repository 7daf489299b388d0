"""The head of each day: what somebody outside can keep, to know later that nothing was written anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianmeng.audit.queries.chains import newest_days
from lianmeng.audit.rules.reading import may_read_all
from lianmeng.audit.views.asking import for_readers
from lianmeng.core.actors import Actor

SHOWN = 60


@require_safe
@for_readers(may_read_all)
def heads(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = {"days": newest_days(SHOWN), "today": timezone.localdate(), "shown": SHOWN}
    return render(request, "audit/heads.html", page)
