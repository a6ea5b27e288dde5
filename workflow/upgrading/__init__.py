"""The study's analysis as pure functions on data frames.

Layers, each importing only those before it: vocabulary, faults and numbers; printed; cases;
indices; correlations; exhibits; present. Nothing in the science imports matplotlib, and nothing in
`present` computes a result.
"""
