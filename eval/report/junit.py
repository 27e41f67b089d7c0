"""A run as JUnit XML: a test case a question, so that a continuous integration shows what failed."""

from xml.etree import ElementTree

from eval.report.faults import faults_of
from eval.run.folder import Run

_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def junit(run: Run) -> str:
    """The XML document."""
    failed = sum(record.shown is None for record in run.records)
    wrong = sum(bool(faults_of(record)) for record in run.records) - failed
    seconds = sum(record.seconds for record in run.records)
    suite = ElementTree.Element(
        "testsuite",
        name=run.config.split,
        tests=str(len(run.records)),
        failures=str(wrong),
        errors=str(failed),
        time=f"{seconds:.3f}",
    )
    for record in run.records:
        question = record.question
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=f"{run.config.split}.{question.kind}",
            name=f"{question.id}: {question.text}".translate(_NOT_IN_XML),
            time=f"{record.seconds:.3f}",
        )
        if faults := faults_of(record):
            kind = "error" if record.shown is None else "failure"
            ElementTree.SubElement(case, kind, message="; ".join(faults).translate(_NOT_IN_XML))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"
