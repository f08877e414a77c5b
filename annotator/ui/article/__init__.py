"""The article view: text, painted tags, selection, keys."""
