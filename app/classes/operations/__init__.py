"""Writes of classes: who comes and goes, how a class is split, cards of the own class.

`membership` stays in classes and `graduation` their end [S6], `division` subgroups and stays in
them [S4], `structure` the classes themselves [S2], `cards` what a class teacher keeps [P3 P8].
"""
