"""Trade statistics: from any export file to unit values, market shares and upgrading classes."""
