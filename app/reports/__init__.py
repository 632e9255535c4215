"""Reports on screen, on paper and as a workbook: one `gather` for each, three renderers [R4]."""
