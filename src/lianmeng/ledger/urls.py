from django.urls import path

from lianmeng.ledger.views import years

app_name = "ledger"
urlpatterns = [
    path("<int:year>/", years.year_, name="year"),
    path("<int:year>/close/", years.close, name="close"),
]
