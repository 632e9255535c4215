"""Rules of temporary journals: `forms` what stands on a sheet, `outages` what falls into one."""
