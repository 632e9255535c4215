"""Rules of the reports: `figures` the formulas, `document` what a report consists of [R4]."""
