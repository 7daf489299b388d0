from django.urls import path

from lianmeng.audit.views.heads import heads
from lianmeng.audit.views.lines import lines

app_name = "audit"
urlpatterns = [
    path("", lines, name="lines"),
    path("heads/", heads, name="heads"),
]
