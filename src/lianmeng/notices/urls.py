from django.urls import path

from lianmeng.notices.views import calendars, inbox

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("calendar/", calendars.address, name="calendar"),
    path("calendar/new/", calendars.renew, name="renew"),
    path("calendar/<str:token>/", calendars.feed, name="feed"),
    path("<slug:notice_id>/", inbox.notice, name="notice"),
    path("<slug:notice_id>/open/", inbox.open_, name="open"),
]
