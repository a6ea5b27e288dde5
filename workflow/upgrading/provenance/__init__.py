"""What a run leaves about itself: its record as a Provenance Run Crate and as a page."""
