"""The command line: which commands there are, and how their mistakes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from wardwatch.commands import (
    alerts,
    check,
    crawl,
    db,
    deliver,
    demo,
    doctor,
    init,
    read,
    reread,
    run,
    search,
    show,
    sources,
    status,
    timeline,
)
from wardwatch.troubles import as_exit

if TYPE_CHECKING:
    from typer._click.core import Context

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(TyperGroup):
    """Tells expected troubles in a sentence; what is unexpected keeps its traceback."""

    def list_commands(self, ctx: Context) -> list[str]:
        """In the order in which a user meets them, not by the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            known = as_exit(error)
            if known is None:
                raise
            raise known from error


app = typer.Typer(
    cls=Commands,
    help="Watches English local news, Ofsted and GOV.UK for stories about children's services.\n\n"
    'Begin with: wardwatch init --council "Cheshire East", then wardwatch check, then wardwatch run.',
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)

app.command("init")(init.init)
app.command("check")(check.check)
app.command("run")(run.run)
app.command("crawl")(crawl.crawl)
app.command("deliver")(deliver.deliver)
app.command("search")(search.search)
app.command("show")(show.show)
app.command("timeline")(timeline.timeline)
app.command("read")(read.read)
app.add_typer(sources.app, name="sources")
app.add_typer(alerts.app, name="alerts")
app.command("reread")(reread.reread)
app.command("status")(status.status)
app.command("doctor")(doctor.doctor)
app.add_typer(db.app, name="db")
app.command("demo")(demo.demo)
