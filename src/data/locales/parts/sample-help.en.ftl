# What is typed into each field of a plan: told below the outcome, for the field under the cursor

sample-help-year = Empty for the newest year with self-evaluations.
sample-help-rate = How many are drawn at random, of all self-evaluations, such as 10%; only these are held against the duty.
sample-help-minimum = At least so many of each department, or all it has.
sample-help-floors = Departments of which more are drawn: NAME=NUMBER, between semicolons. { $key } fills them in.
sample-help-cutoff = From this amount on (10,000 yuan) each one is examined, beside the draw and not counted as random.
sample-help-recommended = Codes of projects that offices recommend, between semicolons; each is examined, not counted as random.
sample-help-flagged = Self-scores so many points above what their own figures give: each is examined, not counted as random.
sample-help-excluded = CODE=REASON:GROUND, between semicolons. X1 not in scope, X2 twice, X3 secret, X4 withdrawn, X5 examined this year; published with the record.
sample-help-sources = Where the seed will come from, one name each, between semicolons, such as 20 ten-sided dice; lottery numbers. Taken in this order, in public.
sample-help-rotation = Within how many years every unit is examined once (2 to 9), such as 3; for projects, 3 project. Who is due is examined.
sample-help-stages = Drawing on: the rate that is too much, then what is accepted and from how many on one goes on, such as 5% 1-3 +20:4. Empty: one draw.
sample-help-inflated = Whether units that scored themselves too high in the last spot check are examined in any case.
sample-help-second = How many of those drawn two people recheck independently, such as 1/5. Empty: none.
