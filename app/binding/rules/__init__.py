"""What stands in a bound journal and on a weekly slip, as plain values [R6 R8]."""
