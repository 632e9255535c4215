"""Control works: plans with their items, points of pupils, marks by the scale [R5]."""
