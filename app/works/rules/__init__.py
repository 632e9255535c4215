"""Rules of control works: scale and plan, points, marks for the journal, analysis [R5]."""
