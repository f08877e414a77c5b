"""Two or more sets of one article, laid side by side."""
