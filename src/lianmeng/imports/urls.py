from django.contrib.auth.decorators import login_required
from django.urls import path

from lianmeng.imports.views import changes, columns, listing, preview

app_name = "imports"
urlpatterns = [
    path("", login_required(listing.imports), name="imports"),
    path("new/", login_required(listing.bring_file), name="bring"),
    path("<str:import_id>/", login_required(preview.preview), name="preview"),
    path("<str:import_id>/columns/", login_required(columns.columns), name="columns"),
    path("<str:import_id>/apply/", login_required(changes.apply), name="apply"),
    path("<str:import_id>/again/", login_required(changes.again), name="again"),
    path("<str:import_id>/forget/", login_required(changes.forget_import), name="forget"),
    path(
        "<str:import_id>/refused-second.xlsx",
        login_required(preview.refused_of_second),
        name="refused-second",
    ),
    path("<str:import_id>/refused.xlsx", login_required(preview.refused), name="refused"),
]
