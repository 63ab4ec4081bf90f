"""The logbook's answer to "is it settling?": what was logged over weeks, compared, counted and drawn. It describes.

`reading` asks the tables (three questions, however long the log is); every rule is a pure function of values and takes
`today`; `words` has all sentences and `drawing` all geometry; `pages` puts a page together.
"""
