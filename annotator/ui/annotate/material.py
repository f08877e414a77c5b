"""What a frame is made of, or a slot filled with: what is chosen in the text."""

from annotator.domain.motion import quotation_at
from annotator.ops.frames import Material
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.article.view import ArticleView


def material_here(desk: ArticleDesk, view: ArticleView, *, quotation: bool) -> Material | None:
    """Return the selection, the current suggestion or tag, or the quotation at the caret."""
    article = desk.article
    if article is None:
        return None
    selection = view.selection
    if selection is not None:
        place = selection.trimmed(article.text)
        return Material(extent=place) if place is not None else None
    if desk.current_suggestion is not None:
        return Material(suggestion=desk.current_suggestion)
    if desk.current_span is not None:
        return Material(span=desk.current_span)
    if quotation:
        place = quotation_at(article.text, view.caret)
        return Material(extent=place) if place is not None else None
    return None
