"""What every file of the study holds, and how it is read and written."""
