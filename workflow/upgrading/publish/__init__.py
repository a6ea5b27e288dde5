"""What people read: site, workbook, paper. Nothing here computes."""
