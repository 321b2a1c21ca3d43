"""Many at once: numbers of the register have no gap and are never given twice; ten clicks are
one certificate.
"""

import threading

import pytest
from django.db import connection

from lms.core import clock
from lms.outcomes.certificates import actions
from lms.outcomes.certificates.models import Certificate, Register
from lms.people.personnel.models import TrainingRecord
from tests.factories import outcomes, people


def _race(cast, certificates, threads):
    son, failures, gate = cast.actor(cast.son), [], threading.Barrier(threads)

    def issue_all(own):
        try:
            gate.wait(30)
            for certificate in own:
                actions.issue_certificate(actor=son, certificate=certificate)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    runners = [
        threading.Thread(target=issue_all, args=(certificates[n::threads],)) for n in range(threads)
    ]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(120)
    assert not failures, failures[0]


def _learners(cast, count):
    group = outcomes.ended_class(cast, meetings=1)
    for number in range(count):
        name = f"Lò Văn {'ABCDEGHIKLMNOPQR'[number % 16]}{number}"
        outcomes.add_learner(cast, group, people.official(name, cast.commune))
    proposed = outcomes.proposed_certificates(cast, group)
    Certificate.objects.update(confirmed_at=clock.now())
    return proposed


def test_threads_share_the_register_without_gaps(committed):
    certificates = _learners(committed, 12)
    _race(committed, certificates, 4)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 13))


def test_ten_clicks_at_once_give_one_certificate(committed):
    certificate = _learners(committed, 1)[0]
    _race(committed, [certificate] * 10, 10)
    assert Register.objects.get().last_number == 1
    assert TrainingRecord.objects.count() == 1


@pytest.mark.postgres
def test_two_hundred_issues_from_sixteen_threads_give_two_hundred_consecutive_numbers(committed):
    certificates = _learners(committed, 200)
    _race(committed, certificates, 16)
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 201))
    assert Register.objects.get().last_number == 200
