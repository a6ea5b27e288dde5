"""CEPII BACI files that do not fit in memory: a year of world trade is 11 million rows.

The engine is DuckDB, which works on files and writes files, beyond what memory holds. So the
functions here take paths, unlike those of the rest of `upgrading`; they keep no other state. A file
is measured directly (`measures.of_file`), or converted once to Parquet with a folder per year
(`store.convert`), from which flows of single products are read (`store.flows`) and all measures
computed (`measures.of_store`).

What is told apart here by numbers is what the files have: countries and products are numbers until
the end. Values and quantities are exact to the millionth of what BACI prints (1000 USD, tonnes),
so that no sum depends on the order in which threads add.
"""
