"""What knows Flask, the database and paper, and nothing about school."""
