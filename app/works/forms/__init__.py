"""What is typed, sent, pasted and uploaded [R5]."""
