"""One A4 page of a log, for whoever the runner wants to show it to: on paper, as a PDF, or by a link that ends.

`choosing` keeps what stands on it, `sheet` reads and words it, `sharing` makes links, opens them and takes them back.
"""
