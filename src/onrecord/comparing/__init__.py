"""The comparisons across reports, in their order; each looks again only at what changed.

Every step marks in the record what it has done, so that a build stopped anywhere is completed by the next one, and
leaves what it would have left if all reports had come at once.
"""

from __future__ import annotations

from importlib.metadata import version as package_version

from onrecord.across import copies, identity, kindred, recurring, stories, versions
from onrecord.comparing.copying import compare_copies, trace_copies
from onrecord.comparing.grouping import group_stories
from onrecord.comparing.progress import Report, ignore
from onrecord.engine import Engine
from onrecord.facts import facts_version
from onrecord.record.writer import Writer
from onrecord.settings import Settings

NAMES = (recurring.NAME, versions.NAME, identity.NAME, copies.NAME, kindred.NAME, stories.NAME)
"""The names of the components that compare reports."""


def compare_touched(writer: Writer, engine: Engine, settings: Settings, report: Report = ignore) -> None:
    """Compare the reports whose neighbours changed, and all when the comparing component is another one."""
    writer.touch_all_outlets(f"{recurring.NAME}+{settings.fingerprint()}")
    writer.save_recurring(list(recurring.find_recurring(writer.touched_outlet_reports, engine, settings)))
    writer.touch_all_addresses(
        f"{versions.NAME}+courlan-{package_version('courlan')}+{settings.fingerprint()}", versions.address_of
    )
    found, judgements = versions.find_versions(writer.touched_reports, engine, settings)
    writer.save_versions(found, judgements)
    writer.identify(
        f"{identity.NAME}+{facts_version()}+{settings.fingerprint()}",
        lambda reports, rulings: identity.identify(reports, engine, settings, rulings),
    )
    compare_copies(writer, engine, report)
    trace_copies(writer, engine)
    group_stories(writer, engine, report)
