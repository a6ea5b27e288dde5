"""What `config/config.yaml` may hold: its sections, the whole, and what cannot stand together."""
