"""The corpus pane: list of articles, search, progress."""
