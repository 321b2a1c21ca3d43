"""Lists of officials made from a grammar of layouts, and what the import must read out of them.

`layouts.GRAMMAR` says what varies. `python -m tests.lms.people.workbooks.generated --seeds 500`
reports which layouts come out wrong; `--seed 17` shows one list.
"""
