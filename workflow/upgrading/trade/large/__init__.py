"""CEPII BACI files that do not fit in memory: a year of world trade is 11 million rows.

The engine is DuckDB, which works on files and writes files, beyond what memory holds. So the
functions here take paths, unlike those of the rest of `upgrading`; they keep no other state. A file
is read into a temporary table (`rows.load`), of which flows of single products are taken
(`rows.flows`) or all measures computed (`measures.of_file`). Nothing of it is kept: to read the CSV
once more takes less than to write a store and to read that.

What is told apart here by numbers is what the files have: countries and products are numbers until
the end. Values and quantities are exact to the millionth of what BACI prints (1000 USD, tonnes),
so that no sum depends on the order in which threads add.
"""
