"""Who may come in and what each role may open [P1 P6 P7]."""
