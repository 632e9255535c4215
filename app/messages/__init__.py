"""Notices to people, inside the journal and by e-mail through an outbox [T5 K3]."""
