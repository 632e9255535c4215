"""Pages of control works [R5]."""
