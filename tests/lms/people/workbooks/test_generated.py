"""Lists of every layout of the grammar: nobody is lost, invented or in the wrong unit, and no value
is garbled.
"""

import os

import pytest

from tests.lms.people.workbooks.generated.layouts import GRAMMAR
from tests.lms.people.workbooks.generated.lists import generate_list
from tests.lms.people.workbooks.generated.oracle import import_and_compare
from tests.lms.people.workbooks.generated.register import build_register, undone

pytestmark = pytest.mark.django_db

# GENERATED_LISTS=500 for a thorough look; `python -m …generated` says which layouts are at fault.
LISTS = int(os.environ.get("GENERATED_LISTS", "120"))
_AT_ONCE = 20


@pytest.mark.parametrize("first", range(0, LISTS, _AT_ONCE))
def test_nobody_is_lost_and_nothing_is_garbled(first):
    build_register()
    faults = {}
    for seed in range(first, min(first + _AT_ONCE, LISTS)):
        with undone():
            faults[seed] = import_and_compare(generate_list(seed))
    assert {seed: found for seed, found in faults.items() if found} == {}


def test_the_lists_show_every_choice_of_the_grammar():
    drawn = {choice for seed in range(500) for choice in generate_list(seed).layout.items()}
    assert drawn == {
        (dimension, choice) for dimension, choices in GRAMMAR.items() for choice in choices
    }


def test_the_same_seed_makes_the_same_list():
    assert generate_list(7) == generate_list(7)
    assert generate_list(7) != generate_list(8)
