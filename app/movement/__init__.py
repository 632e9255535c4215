"""Who asks for pupils to be entered and removed; who confirms the lists, and when [S6]."""
