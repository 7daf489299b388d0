from django.urls import path

from lianmeng.schools.views import calendar, life, listing, places, regions, school

app_name = "schools"
urlpatterns = [
    path("", listing.schools, name="schools"),
    path("schools.<str:suffix>", listing.schools_download, name="download"),
    path("map/", places.map_of_schools, name="map"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:region_id>/", regions.region, name="region"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("open/", life.open_, name="open"),
    path("<str:school_id>/", school.school, name="school"),
    path("<str:school_id>/rename/", life.rename, name="rename"),
    path("<str:school_id>/move/", life.move, name="move"),
    path("<str:school_id>/kind/", life.kind, name="kind"),
    path("<str:school_id>/close/", life.close, name="close"),
    path("<str:school_id>/reopen/", life.reopen, name="reopen"),
]
