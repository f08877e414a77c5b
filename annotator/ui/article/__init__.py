"""The article: a text to read, with everything that is tagged in it."""
