"""Words a second on one core, and the memory that it took."""

import sys
import time
from collections.abc import Callable, Sequence

from annotator.domain.text import word_count
from tests.yardstick.gold import GoldArticle

WORDS = 60_000


def words_per_second(
    look: Callable[[GoldArticle], object], articles: Sequence[GoldArticle], words: int = WORDS
) -> float:
    """Return the speed on one core, over the articles as often as it takes to measure it."""
    done, began = 0, time.process_time()
    while done < words and articles:
        for article in articles:
            look(article)
            done += word_count(article.text)
    return done / (time.process_time() - began) if done else 0.0


def peak_megabytes() -> float | None:
    """Return the most memory this process has used, ``None`` where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024 * 1024)
