"""The pages that lead to others: lists, what is said about the site, places of the foot map.

Their words are not weighed against those of the guide's pages: search shows one where its name is said, as a way on.
"""

from __future__ import annotations

from typing import Final

PAGE, PLACE = "page", "place"
KINDS: Final = frozenset({PAGE, PLACE})
# The page that offers to keep the guide on a phone: none where the operator lets no phone keep it.
OFFLINE = "offline"


def _called(names: str) -> tuple[str, ...]:
    return tuple(names.split(", "))


# The address by its name, the title, what stands there, and what else people call it.
PAGES: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    (
        "home",
        "A field guide to your own ankles",
        "Where to start: before a run, after a run, by what hurts, or with the guide. Free, with no adverts and no account.",
        _called(
            "home page, start page, front page, where to start, free, cost, price, subscription, paywall, "
            "adverts, ads, account, sign up, register, log in, login, logbook, log a run, log my, log pain, track pain, track my pain, pain diary, diary, training "
            "log, keep a record, app, install, strava, garmin, apple watch, smartwatch, sync, password, price list, does it cost, "
            "how much does it cost, pay, reminder, reminders, notifications"
        ),
    ),
    (
        "guide",
        "The guide",
        "Short chapters on how ankles work, what mobility can do, how to measure yours, and when to see somebody.",
        _called(
            "list of chapters, all chapters, contents, table of contents, read the guide, the whole guide, chapters"
        ),
    ),
    (
        "exercises",
        "Exercises",
        "Every exercise with its drawing, to be sorted by type, time, equipment and place.",
        _called(
            "list of exercises, pictures of exercises, browse exercises, exercise library, find an exercise, all "
            "exercises, all the exercises, every exercise, exercise list, exercise index, filter exercises, "
            "exercises by equipment, exercises without equipment, exercises with no equipment, exercises I can do "
            "sitting, exercises sitting down, exercises with a band, exercises with equipment, drawings of "
            "exercises"
        ),
    ),
    (
        "routines",
        "Routines",
        "Every routine, to be found by minutes and by what is at hand.",
        _called(
            "list of routines, sheet to print, sheet to hang up, print a sheet, print a routine, printable routine, routine on paper, which routine, which programme, choose a routine, find a routine, programmes, all "
            "routines, every routine, routine list, routine finder, pick a routine, how many minutes have I got, "
            "only have minutes, got time for, short of time, routine without equipment, routine with no "
            "equipment, routine with a band, routine with a step, routine for minutes"
        ),
    ),
    (
        "issues",
        "Common problems of runners' ankles",
        "The ten problems: what each often feels like, what many find helps, and when to see somebody.",
        _called(
            "list of problems, list of injuries, compare problems, common injuries, all injuries, all problems, "
            "list of ankle injuries, list of conditions, conditions, usual injuries, most common injuries, "
            "typical injuries, problem list, injury list"
        ),
    ),
    (
        "places",
        "Where it hurts",
        "Choose the place on the foot, ankle or lower leg: what to rule out first there, and which pages may fit.",
        _called(
            "where does it hurt, where does it hurt map, hurt map, map of where it hurts, on a picture where it hurts, foot map, body map, body part, point at it, choose where, pain map, map of the "
            "foot, ankle map, pain location, by location, show me where it hurts, point to where it hurts, point "
            "to the pain, picture of the foot, find by place, which part hurts"
        ),
    ),
    (
        "sources",
        "Sources",
        "Every work that this guide cites, what it is used for, and how far it was checked.",
        _called(
            "studies, references, bibliography, research papers, list of sources, literature, papers, citations, "
            "research, scientific evidence, where does this come from, trials, systematic reviews, journal "
            "articles, is this based on science, your numbers, your figures, your facts, your claims, your evidence, your "
            "sources, your references, evidence for this, says who, numbers come from, proof"
        ),
    ),
    (
        "glossary",
        "Words",
        "The words of physios and coaches, each in plain English.",
        _called(
            "glossary, dictionary, jargon, medical words, explain the words, terms, terminology, definitions, "
            "vocabulary, meaning of words, latin names, difficult words, word list, what the words mean"
        ),
    ),
    (
        "about",
        "About Ankles",
        "Who runs this site, how its words and drawings come about, what it cannot do, and how to report a mistake.",
        _called(
            "who wrote this, who writes this, report a mistake, contact, who is behind, who made this site, who made this website, who runs "
            "this, authors, is this medical advice, written by a doctor, reviewed by a doctor, can I trust this, "
            "trust this site, trustworthy site, found a mistake, found an error, report an error, something is "
            "wrong on this page, email you, get in touch, feedback, disclaimer, who draws, who drew, who made the drawings, who made the pictures, how are the drawings "
            "made, about this site, are you doctors, are you a doctor, are you physios, are you a physio, are you qualified, "
            "your qualifications, written by AI, made by AI, about a mistake, copyright, licence, license, reuse, typo, wrong fact, incorrect, outdated, report a wrong"
        ),
    ),
    (
        "privacy",
        "Privacy and your data",
        "The guide sets no cookie and keeps nothing about its readers. What the logbook keeps, why, and how to erase it.",
        _called(
            "privacy, cookies, my data, personal data, GDPR, tracking, track me, delete my account, delete everything, erase everything, erase my "
            "data, delete my data, close my account, export my data, download my data, who sees my, who can see "
            "my, share my log, show my log, share with my physio, show my physio, report for my physio, send to my doctor, sell my data, data sold, health data, is my log private, analytics, do you store, data "
            "protection, what do you keep, see my log, see my logbook, read my log, see my data, people see my, keep my searches, share my data, spy on me"
        ),
    ),
    (
        OFFLINE,
        "Without a network",
        "Keep the guide on your phone, and read, search and play it where there is no network.",
        _called(
            "offline, offline mode, work offline, no signal, no reception, no internet, no network, no wifi, without "
            "internet, without signal, without wifi, flight mode, aeroplane mode, airplane mode, keep on my phone, "
            "keep the guide on this phone, save on my phone, save to my phone, store on my phone, download the guide, "
            "download guide, download to my phone, mobile data"
        ),
    ),
    (
        "accessibility",
        "Accessibility",
        "How this site was tested for keyboards, contrast, small phones and paper.",
        _called(
            "screen reader, large print, keyboard only, high contrast, blind, dyslexia, without a mouse, no "
            "mouse, keyboard, colour blind, voiceover, zoom, bigger text, larger text, text size, font size, dark "
            "mode, cannot see well, poor eyesight, partially sighted, low vision, wcag, read aloud, disabled, "
            "disability, big text, bad eyes, glasses, print, print out, print exercises, pdf, printable, printer, works on paper"
        ),
    ),
)

# What people call a place of the foot map, beside its name.
CALLED: Final[dict[str, tuple[str, ...]]] = {
    "calf": ("lower leg",),
    "heel-back": ("back of my heel", "behind the heel"),
    "heel-pad": ("bottom of the heel", "underneath the heel"),
    "ball": ("forefoot",),
    "toes": ("toenail", "little toe"),
    "outer-shin": ("outside of the shin", "outer side of the shin"),
    "outer-ankle": ("outside of the ankle", "outside ankle bone", "side of the ankle"),
    "outer-edge": ("outside of the foot", "outer edge", "side of the foot"),
    "inner-shin": ("inside of the shin", "inner side of the shin"),
    "inner-ankle": ("inside of the ankle", "inside ankle bone"),
    "foot-top": ("top of the foot", "front of the ankle"),
    "whole-ankle": ("all round the ankle", "whole ankle"),
}
