from django.urls import path

from lianmeng.dashboards.views import home

app_name = "dashboards"
urlpatterns = [path("", home.home, name="home")]
