"""Pages of control: `dashboard` what is late, `terms` settings, `inspections` checks [K1–K3]."""
