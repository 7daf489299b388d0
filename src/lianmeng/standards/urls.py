from django.urls import path

from lianmeng.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.standards, name="standards"),
    path("<slug:code>/", views.standard, name="standard"),
]
