"""One reader per format of trade statistics, all into `upgrading.trade.schema`.

A reader has an id (`ID`), a name for messages (`NAME`), the columns that its header must have
(`HEADER`), `matches(header)` and `read(content, file, codes, products)`. It gives the flows that
could be read and a fault for every row that could not; with `products`, of these alone.
`recognise.read_any` takes a file as downloaded.
"""
