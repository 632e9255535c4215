"""The end of a year and its keeping: closed, archived, the next one made, deleted in time [R7]."""
