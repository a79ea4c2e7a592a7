"""What the database says when it cannot do its work, in sentences for the person who can mend it."""

from __future__ import annotations

SQLITE = {
    "SQLITE_FULL": "The disk is full: nothing was stored in {place}. Free some space; it is taken up again.",
    "SQLITE_BUSY": "Another program holds {place} locked. Close it or wait, and try again.",
    "SQLITE_LOCKED": "Another program holds {place} locked. Close it or wait, and try again.",
    "SQLITE_READONLY": "{place} cannot be written to. Give its user the right to write the file and its folder.",
    "SQLITE_CANTOPEN": "{place} cannot be opened. Check that its folder exists and may be written to.",
    "SQLITE_CORRUPT": "{place} is damaged. Put the last backup in its place.",
    "SQLITE_NOTADB": "{place} is no SQLite database. Name another file under `database:` in config.yaml.",
    "SQLITE_PERM": "{place} may not be opened by wardwatch's user. Check the rights of the file and its folder.",
    "SQLITE_IOERR": "Reading or writing {place} failed. Check the disk and the rights of its folder.",
}
POSTGRES = {
    "53100": "The disk of the database server is full: nothing was stored in {place}. Free some space there.",
    "25006": "{place} takes no writes at the moment. Check whether the server is a standby.",
    "28P01": "The server refused the name or the password for {place}. Check `database:` in config.yaml.",
    "28000": "The server refused the name or the password for {place}. Check `database:` in config.yaml.",
    "3D000": "The server has no such database: {place}. Create it, or correct `database:` in config.yaml.",
    "42501": "The user of {place} may not do this. Grant it the rights to its schema.",
    "55P03": "Another program holds {place} locked. Wait, and try again.",
    "40P01": "Another worker on {place} was faster. Nothing was stored; try again.",
    "40001": "Another worker on {place} was faster. Nothing was stored; try again.",
    "53300": "{place} has no free connection. Close other programs that use it, or raise max_connections.",
    "57P03": "{place} is starting up or shutting down. Try again in a minute.",
    "42P01": "{place} lacks a table that wardwatch needs. Run `wardwatch db upgrade`.",
}
REFUSED = {" does not exist": POSTGRES["3D000"], " authentication failed": POSTGRES["28P01"]}
UNREACHABLE = "The server of {place} does not answer. Check that it runs, and `database:` in config.yaml."


class StoreError(Exception):
    """The database cannot do what was asked. str() is a sentence for the operator; nothing was stored."""


def explained(error: BaseException | None, place: str) -> StoreError | None:
    """The sentence for an error of the driver; None where it is a mistake of ours rather than the operator's."""
    name = getattr(error, "sqlite_errorname", None)
    if name:
        sentence = next((said for code, said in SQLITE.items() if name.startswith(code)), None)
    else:
        code = getattr(error, "sqlstate", None)
        sentence = POSTGRES.get(code or "")
        lost = code is None or code.startswith(("08", "57P"))
        if sentence is None and lost and type(error).__name__ == "OperationalError":
            sentence = next((said for words, said in REFUSED.items() if words in str(error)), UNREACHABLE)
    return StoreError(sentence.format(place=place)) if sentence else None
