from django.urls import path

from lianmeng.schools.views import calendar, listing, places, regions, school

app_name = "schools"
urlpatterns = [
    path("", listing.schools, name="schools"),
    path("schools.<str:suffix>", listing.schools_download, name="download"),
    path("map/", places.map_of_schools, name="map"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:region_id>/", regions.region, name="region"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("<str:school_id>/", school.school, name="school"),
]
