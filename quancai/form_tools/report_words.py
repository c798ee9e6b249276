"""A finding as words for a person and as plain values for a program.

The words of a code speak to whoever meets the form; an author at a command line has
other means, so some next steps have a second wording here.
"""

from collections.abc import Iterable
from typing import TextIO

from quancai.form_tools.check import Finding, FormReport
from resources.words import Words


def plain_report(report: FormReport, words: Words) -> dict[str, object]:
    """Give a report as values JSON can carry."""
    return {
        "form_id": report.form_id,
        "version": report.version,
        "languages": report.languages,
        "usable": report.is_usable,
        "findings": [plain_finding(finding, words) for finding in report.findings],
    }


def plain_finding(finding: Finding, words: Words) -> dict[str, object]:
    said = words.error(finding.code, finding.parameters)
    for_authors = f"terminal.form.next_step.{finding.code}"
    return {
        "kind": finding.kind.value,
        "code": finding.code,
        "where": finding.where,
        "sheet": finding.sheet,
        "rows": finding.rows,
        "what": f"{said.title}{words.text('terminal.form.colon')}{said.explanation}",
        "what_to_do": words.text(for_authors) if words.knows(for_authors) else said.next_step,
    }


def say_findings(findings: Iterable[Finding], words: Words, *, out: TextIO) -> None:
    """Write each finding in three lines: what kind and where, what, what to do."""
    for finding in findings:
        plain = plain_finding(finding, words)
        kind = words.text(f"terminal.form.{finding.kind.value}")
        where = " ".join(filter(None, (f"[{finding.code}]", _row(finding, words), finding.where)))
        print(f"{kind} {where}\n  {plain['what']}\n  {plain['what_to_do']}", file=out)


def _row(finding: Finding, words: Words) -> str:
    if not finding.rows:
        return ""
    rows = words.text("terminal.form.comma").join(map(str, finding.rows))
    return words.count("terminal.form.place", len(finding.rows), sheet=finding.sheet, rows=rows)
