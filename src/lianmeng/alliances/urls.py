from django.urls import path

from lianmeng.alliances.views import (
    activities,
    drafting,
    evidence,
    framed,
    ledger,
    life,
    listing,
    papers,
    record,
    turning,
    webs,
)

app_name = "alliances"
urlpatterns = [
    path("", listing.alliances, name="alliances"),
    path("counts/<int:year>/", listing.counts, name="counts"),
    path("map/", webs.map_of_alliances, name="map"),
    path("ledger/", ledger.ledger_of_city, name="ledger"),
    path("ledger/<str:school>/", ledger.ledger_of_school, name="school-ledger"),
    path("network/<str:district>/", webs.network_of_district, name="network"),
    path("begin/", drafting.choose, name="choose"),
    path("begin/<str:code>/", drafting.begin_, name="begin"),
    path("<str:alliance_id>/", record.alliance, name="alliance"),
    path("<str:alliance_id>/network/", webs.network_of_alliance, name="alliance-network"),
    path("<str:alliance_id>/ledger/", ledger.ledger_of_alliance, name="alliance-ledger"),
    path("<str:alliance_id>/pairs/", framed.pairs, name="pairs"),
    path("<str:alliance_id>/agreement/<int:number>/", record.agreement, name="agreement"),
    path("<str:alliance_id>/documents/<str:document_id>/", papers.document, name="document"),
    path("<str:alliance_id>/terms/", drafting.terms, name="terms"),
    path("<str:alliance_id>/objectives/add/", drafting.objective, name="objective"),
    path(
        "<str:alliance_id>/objectives/<int:at>/remove/", drafting.without_objective, name="without-objective"
    ),
    path("<str:alliance_id>/objectives/<int:at>/evidence/", evidence.evidence, name="evidence"),
    path("<str:alliance_id>/tasks/add/", drafting.task, name="task"),
    path("<str:alliance_id>/tasks/<int:at>/remove/", drafting.without_task, name="without-task"),
    path("<str:alliance_id>/sign/", life.sign_, name="sign"),
    path("<str:alliance_id>/delegate/", life.delegating, name="delegate"),
    path("<str:alliance_id>/interest/", life.interest, name="interest"),
    path("<str:alliance_id>/leave/", life.leave, name="leave"),
    path("<str:alliance_id>/verdict/", life.verdict, name="verdict"),
    path("<str:alliance_id>/turn/<str:code>/", turning.turn, name="turn"),
    path("<str:alliance_id>/hand-over/", life.handing_over, name="hand-over"),
    path("<str:alliance_id>/step/<str:code>/", life.step, name="step"),
    path("<str:alliance_id>/activities/add/", activities.record, name="record"),
    path("<str:alliance_id>/activities/<str:activity_id>/confirm/", activities.confirm, name="confirm"),
    path("<str:alliance_id>/activities/<str:activity_id>/contest/", activities.contest, name="contest"),
    path("<str:alliance_id>/activities/<str:activity_id>/withdraw/", activities.withdraw, name="withdraw"),
    path("<str:alliance_id>/questions/<str:question_id>/", activities.reply, name="answer"),
]
