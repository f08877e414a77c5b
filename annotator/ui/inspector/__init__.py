"""The inspector: what is selected, and everything tagged in the article."""
