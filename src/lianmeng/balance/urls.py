from django.urls import path

from lianmeng.balance.views import city, columns, group, registers, upload

app_name = "balance"
urlpatterns = [
    path("", registers.registers, name="registers"),
    path("city/", city.city, name="city"),
    path("city/download.xlsx", city.city_download, name="city-download"),
    path("city/find/", city.find_part, name="find-part"),
    path("city/<slug:part_id>/", city.part, name="part"),
    path("city/<slug:part_id>/download.xlsx", city.part_download, name="part-download"),
    path("upload/", upload.upload, name="upload"),
    path("<slug:register_id>/", registers.register, name="register"),
    path("<slug:register_id>/columns/", columns.columns, name="columns"),
    path("<slug:register_id>/delete/", upload.delete, name="delete"),
    path("<slug:register_id>/download.xlsx", registers.download, name="download"),
    path("<slug:register_id>/find/", group.find, name="find"),
    path("<slug:register_id>/<int:number>/", group.group, name="group"),
    path("<slug:register_id>/<int:number>/download.xlsx", group.download, name="group-download"),
]
