"""The one address of the logbook that asks for no log-in: whoever has a link to a report has the right to read it."""

from django.urls import path

from logbook.views import shared

app_name = "shared"
# Whatever stands there for a token: a text that can be none looks like a link that has ended.
urlpatterns = [path("<str:token>/", shared.door, name="door")]
