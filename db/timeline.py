"""Which stories tell of a council's inspections and visits."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from db.models import ArticleCouncil, ArticleRow


def stories_about(
    session: Session, council: str, kinds: Collection[str], official_kinds: Collection[str] = ()
) -> list[int]:
    """The numbers of the stories with an article about a council that is of one of these kinds, or an official
    document of one of the others, oldest first."""
    about = exists().where(
        ArticleCouncil.article_id == ArticleRow.id, ArticleCouncil.council == council, ArticleCouncil.about.is_(True)
    )
    wanted = or_(ArticleRow.kind.in_(kinds), and_(ArticleRow.official.is_(True), ArticleRow.kind.in_(official_kinds)))
    query = select(ArticleRow.story_id).where(about, wanted).distinct().order_by(ArticleRow.story_id)
    return list(session.scalars(query))
