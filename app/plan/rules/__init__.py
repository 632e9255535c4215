"""Lesson plans (КТП) and the curriculum as pure functions [J4 S3].

`lines` reads the rows of a file, `matching` tells what a new version of a plan changes,
`placement` puts topics on lessons, `progress` compares plan, fact and curriculum.
"""
