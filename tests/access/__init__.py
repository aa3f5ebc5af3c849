"""The access matrix: every address × GET and POST × every kind of caller × own, neighbouring, foreign, denied rows.

`matrix.py` is the reviewed table, `objects.py` makes the rows, `addresses.py` walks the resolver, `callers.py` are the
people and programs. A new address without a row in the table fails the build; docs/security.md says how to add one.
"""
