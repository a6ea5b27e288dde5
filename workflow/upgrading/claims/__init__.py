"""What the report says, put to the test: the language of the claims, and their verdicts."""
