"""From printed cells to clusters and profiles, indices and means."""
