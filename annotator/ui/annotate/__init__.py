"""The Annotate page: corpus, article and inspector, and what the keys do there."""
