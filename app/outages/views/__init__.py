"""Pages of temporary journals: `forms` to print, `outages`, `transfer` from paper, `sheets`."""
