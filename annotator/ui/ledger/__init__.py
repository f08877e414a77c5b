"""The page that says how the suggestions do."""
