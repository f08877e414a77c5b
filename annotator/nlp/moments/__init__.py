"""What the words of a date mean, by the article's own date and the sentence."""
