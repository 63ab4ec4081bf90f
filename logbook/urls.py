"""The addresses of the logbook: days and nouns inside one's own space. An id stands only where a day holds several."""

from django.urls import path, register_converter

from logbook.day import DayConverter, MonthConverter
from logbook.measures import MeasureConverter
from logbook.views import (
    calendar,
    data,
    measures,
    morning,
    periods,
    pins,
    played,
    quick,
    reports,
    runs,
    sessions,
    symptoms,
    today,
    trends,
)

register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")
register_converter(MeasureConverter, "measure")

app_name = "logbook"
urlpatterns = [
    path("", today.today, name="today"),
    path("undo/", today.take_back, name="undo"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<month:first>/", calendar.month, name="calendar_month"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/deletion/", periods.period_deletion, name="period_deletion"),
    path("measures/", measures.measures, name="measures"),
    path("runs/", runs.runs, name="runs"),
    path("runs/usual/", runs.usual, name="usual_run"),
    path("pins/", pins.pins, name="pins"),
    path("usual/", pins.play_usual, name="play_usual"),
    path("followed/", symptoms.followed, name="followed"),
    path("trends/", trends.trends, name="trends"),
    path("trends/span/", trends.choose_span, name="trends_span"),
    path("trends/choice/", trends.choice, name="trends_choice"),
    path("report/", reports.report, name="report"),
    path("report/links/", reports.links, name="links"),
    path("report/links/<int:pk>/", reports.link, name="link"),
    path("report/links/<int:pk>/deletion/", reports.link_deletion, name="link_deletion"),
    path("data/", data.data, name="data"),
    path("data/export/", data.export, name="export"),
    path("data/import/", data.take_in, name="import"),
    path("data/erasure/", data.erasure, name="erasure"),
    path("player/", played.player, name="player"),
    path("played/", played.played, name="played"),
    path("played/answers/", played.answers, name="played_answers"),
    path("choices/", quick.choices, name="choices"),
    path("sessions/", played.sessions, name="written_down"),
    path("<day:day>/", today.day, name="day"),
    path("<day:day>/clear/", symptoms.clear, name="clear"),
    path("<day:day>/morning/", morning.morning, name="morning"),
    path("<day:day>/sessions/", sessions.new, name="new_session"),
    path("<day:day>/sessions/<int:pk>/", sessions.change, name="session"),
    path("<day:day>/sessions/<int:pk>/deletion/", sessions.deletion, name="session_deletion"),
    path("<day:day>/measures/<measure:kind>/", measures.take, name="take_measure"),
    path("<day:day>/measures/<measure:kind>/<int:pk>/", measures.change, name="measure"),
    path("<day:day>/measures/<measure:kind>/<int:pk>/deletion/", measures.deletion, name="measure_deletion"),
    path("<day:day>/runs/", runs.new, name="new_run"),
    path("<day:day>/runs/<int:pk>/", runs.change, name="run"),
    path("<day:day>/runs/<int:pk>/deletion/", runs.deletion, name="run_deletion"),
    path("<day:day>/symptoms/", symptoms.new, name="symptoms"),
    path("<day:day>/symptoms/<int:pk>/", symptoms.change, name="symptom"),
    path("<day:day>/symptoms/<int:pk>/deletion/", symptoms.deletion, name="symptom_deletion"),
]
