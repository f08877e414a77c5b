"""The guideline pane: what the scheme says of what is selected, beside the text."""
