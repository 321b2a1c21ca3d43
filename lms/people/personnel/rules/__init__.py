"""The rules of an entry in the register: ages, dates, posts, codes, courses, one's own file.

The rule of names stands in `accounts.names`, for accounts lie below and take names in, too.

Pure functions without queries. Actions, imports, forms and commands call the same ones, so that a
value is right, or refused in the same words, by whatever way it comes. A refusal is BadInput.
"""
