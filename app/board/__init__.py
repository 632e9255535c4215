"""What the school tells everybody: announcements, the staff room's documents, the forum [M2 M3]."""
