"""What is learned from an analyst's own articles: a sequence model, memory, a gate."""
