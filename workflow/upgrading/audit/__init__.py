"""Printed figures and sentences held against the data: rounding, misprints, claims."""
