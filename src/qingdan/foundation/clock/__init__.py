"""The clock: what day it is, working days with make-up days, deadlines with pauses, reporting periods."""
