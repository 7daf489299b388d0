from django.urls import path

from lianmeng.documents.views import confirming

app_name = "documents"
urlpatterns = [
    path("confirm/", confirming.confirm, name="confirm"),
    path("confirm/<str:code>/", confirming.confirm, name="confirmed"),
]
