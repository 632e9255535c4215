"""Consents to process personal data, and the papers of guardians that only they open [P8 P9]."""
