"""The one form that every object of the library has outside its tables: a document.

`schema` says what a document may hold, `value_checks` what each of its values must be, `faults` what is wrong and where.
`files` reads and writes it as text, `store` turns it into rows and back.
"""
