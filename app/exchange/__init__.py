"""Imports with a preview, all or nothing [S8]."""
