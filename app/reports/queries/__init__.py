"""Reads of the reports: constant numbers of statements for any number of classes [R4]."""
