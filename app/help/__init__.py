"""Help: what each role does here and how, and the school's regulation on the journal [M4]."""
