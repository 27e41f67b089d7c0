"""`dovidnyk bench scale`: a guide of many passages, made from manuals, and a build of many times as many."""
