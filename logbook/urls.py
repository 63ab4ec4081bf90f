"""The addresses of the logbook: one page until it opens."""

from django.urls import path

from logbook import views

app_name = "logbook"
urlpatterns = [path("", views.closed, name="today")]
