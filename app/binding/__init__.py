"""The journal on paper at the end: a class's year bound in one file, signed by the director; a
weekly slip for parents without the internet [R6 R8].
"""
