"""Scenarios to and from files: Word, Excel, Twee, Twine, our own JSON.

Pure: no database, nothing is ever fetched.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cms.content import Scenario
from cms.scenarios.exchange import compare, own_json
from cms.scenarios.exchange.excel import reader as excel_reader
from cms.scenarios.exchange.excel import writer as excel_writer
from cms.scenarios.exchange.keys import with_fitting_keys
from cms.scenarios.exchange.twine import read_html, read_twee, write_twee
from cms.scenarios.exchange.types import (
    FORMATS,
    WRITTEN_FORMATS,
    FileNote,
    ReadScenario,
    WrittenScenario,
)
from cms.scenarios.exchange.word import reader as word_reader
from cms.scenarios.exchange.word.sample import sample_docx
from cms.scenarios.exchange.word.template import template_docx
from lms.core.errors import BadInput

__all__ = [
    "FORMATS",
    "WRITTEN_FORMATS",
    "FileNote",
    "ReadScenario",
    "WrittenScenario",
    "read_scenario",
    "sample_docx",
    "template_docx",
    "with_fitting_keys",
    "write_scenario",
]

_READERS: dict[str, Callable[[bytes], ReadScenario]] = {
    "docx": word_reader.read_docx,
    "xlsx": excel_reader.read_xlsx,
    "twee": read_twee,
    "twine-html": read_html,
    "json": own_json.read_json,
}


def read_scenario(data: bytes, fmt: str) -> ReadScenario:
    """The scenario in a file of the format `fmt`, one of FORMATS (KeyError otherwise).

    A file that cannot be used comes back without a scenario; `refused` says what is wrong with it
    and what to do next.
    """
    reader = _READERS[fmt]
    try:
        imported = reader(data)
        if imported.scenario is not None and not imported.scenario.scenes:
            raise BadInput(
                _("No scene was found in the file. Write the first scene and choose it again.")
            )
        return imported
    except BadInput as error:
        return ReadScenario(None, "", (), error.message)
    except RecursionError:
        return ReadScenario(
            None, "", (), _("The file is nested too deeply. Copy its text into a new file.")
        )


def write_scenario(scenario: Scenario, title: str, fmt: str) -> WrittenScenario:
    """A scenario as a file of one of WRITTEN_FORMATS (KeyError otherwise), and what is lost
    in it.
    """
    return _WRITERS[fmt](scenario, title)


def _write_excel(scenario: Scenario, title: str) -> WrittenScenario:
    """The Excel file, read back at once: what differs then is what Excel cannot hold."""
    data = excel_writer.write_xlsx(scenario, title)
    read_back = excel_reader.read_xlsx(data).scenario
    return WrittenScenario(data, compare.list_losses(scenario, read_back or scenario))


_WRITERS: dict[str, Callable[[Scenario, str], WrittenScenario]] = {
    "json": own_json.write_json,
    "twee": write_twee,
    "xlsx": _write_excel,
}
