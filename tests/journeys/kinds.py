"""One address of every kind of public page."""

from tests.journeys.conftest import RETIRED

KINDS = {
    "home": "/",
    "guide": "/guide/",
    "chapter": "/guide/how-the-ankle-works/",
    "chapter-with-tables": "/guide/which-achilles-pain/",
    "red-flags": "/guide/when-to-see-somebody/",
    "issues": "/issues/",
    "issue": "/issues/achilles-tendinopathy/",
    "places": "/places/",
    "place": "/places/foot-top/",
    "exercises": "/exercises/",
    "exercises-narrowed": "/exercises/?type=static&equipment=wall",
    "exercises-none": "/exercises/?type=plyometric&position=lying",
    "exercise": "/exercises/calf-stretch-straight/",
    "routines": "/routines/",
    "routine": "/routines/before-a-run/",
    "routine-with-stages": "/routines/calf-and-achilles-strength/",
    "sources": "/sources/",
    "words": "/words/",
    "search": "/search/",
    "search-found": "/search/?q=heel+hurts+in+the+morning",
    "search-nothing": "/search/?q=qqzzxx",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "offline": "/offline/",
    "not-found": "/nothing-here/",
    "retired": f"/exercises/{RETIRED}/",
}
STATUS = {"not-found": 404, "retired": 410}
