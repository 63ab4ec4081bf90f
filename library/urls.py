"""The addresses of the guide. They are stable: bookmarks and tests rely on them."""

from django.urls import path

from library import feeds, picture_views, player_views, sheet_views, sitemaps, views
from library.offline import views as offline_views

app_name = "library"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", views.guide, name="guide"),
    path("guide/when-to-see-somebody/sheet/", sheet_views.when_sheet, name="when_sheet"),
    path("guide/<slug:slug>/", views.chapter, name="chapter"),
    path("issues/", views.issues, name="issues"),
    path("issues/<slug:slug>/", views.issue, name="issue"),
    path("places/", views.place_index, name="places"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("exercises/", views.exercises, name="exercises"),
    path("exercises/play/", player_views.play_picks, name="play_picks"),
    path("exercises/<slug:slug>/", views.exercise, name="exercise"),
    path("exercises/<slug:slug>/play/", player_views.play_exercise, name="play_exercise"),
    path("routines/", views.routines, name="routines"),
    path("routines/<slug:slug>/", views.routine, name="routine"),
    path("routines/<slug:slug>/play/", player_views.play_routine, name="play_routine"),
    path("routines/<slug:slug>/sheet/", sheet_views.routine_sheet, name="routine_sheet"),
    path("sources/", views.sources, name="sources"),
    path("words/", views.glossary, name="glossary"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("figures/<slug:slug>.<str:digest>.css", views.figure_css, name="figure_css"),
    path("figures/<slug:slug>.<str:digest>.svg", views.figure_svg, name="figure_svg"),
    path("offline/", offline_views.offline, name="offline"),
    path("offline/list.json", offline_views.offline_list, name="offline_list"),
    path("offline/parts/<int:number>.json", offline_views.offline_part, name="offline_part"),
    path("offline/words.json", offline_views.offline_words, name="offline_words"),
    path("pictures/<slug:name>/<int:width>.webp", picture_views.picture_file, name="picture_file"),
    path("feed/", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
]
