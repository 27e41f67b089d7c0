"""`dovidnyk bench faults`: what the service promises under load, faults and damage, shown by figures."""
