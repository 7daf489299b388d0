from django.urls import path
from django.views.generic import TemplateView

app_name = "web"
urlpatterns = [
    path("method/", TemplateView.as_view(template_name="web/method.html"), name="method"),
    path("sources/", TemplateView.as_view(template_name="web/sources.html"), name="sources"),
    path("privacy/", TemplateView.as_view(template_name="web/privacy.html"), name="privacy"),
    path(
        "accessibility/", TemplateView.as_view(template_name="web/accessibility.html"), name="accessibility"
    ),
]
