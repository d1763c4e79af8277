# Recomputed scores: how each came about, why a row was not recomputed, what is noteworthy, what follows.

score-q1 = Reached: { $actual } against { $target }, the full { $weight }
score-q2 = Missed, in proportion: { $actual } / { $target } × { $weight } = { $points }
score-q3 = Exceeded where less is better, in proportion: { $target } / { $actual } × { $weight } = { $points }
score-q4 = Should equal { $target } and is { $actual }: { $share }% × { $weight } = { $points }
score-q5 = Should lie between { $low } and { $high } and is { $actual }: { $share }% × { $weight } = { $points }
score-q6 = Due { $target }, done { $actual }, { $days } days late: { $share }% × { $weight } = { $points }
score-q7 = In words "{ $actual }": { $share }% × { $weight } = { $points }
score-q8 = In words "{ $actual }": the self-score is { $share }%, within { $low }% to { $high }% of this tier: { $points }
score-q9 = In words "{ $actual }": the self-score is not within { $low }% to { $high }% of this tier; the usual { $share }% × { $weight } = { $points }
score-q10 = Target { $target } cannot be a divisor and { $actual } misses it: { $points }
score-q11 = { $actual } against { $target }: { $share }% lies below the pass line of { $line }%: { $points }
score-q12 = Execution rate: { $actual } / { $target } × { $weight } = { $points } (of the adjusted budget, full points at most)
score-q13 = Satisfaction { $actual } (target { $target }) reaches the band from { $from }%: { $share }% × { $weight } = { $points }
score-q14 = Evidence is missing: { $points } of { $weight } until it arrives
score-q15 = Not applicable: its { $weight } points went to other indicators
score-q16 = Not recomputed: the self-score of { $points } stands (of { $weight })

score-unread-actual-missing = No actual value was filed
score-unread-actual-unclear = The actual value can be read in several ways; give one certain number
score-unread-actual-bound = The actual value only states a bound; give a certain number
score-unread-words-for-number = The target is a number, the actual value is words; give a number
score-unread-words-unclear = The words do not say whether the target was reached; say reached, partly reached or not reached
score-unread-target-unclear = The target cannot be read without doubt; check it
score-unread-units = Target and actual value are in different units; use one
score-unread-date-unclear = The date may lie before or after the deadline; give the day
score-unread-weight-missing = No points are printed with the row
score-unread-funds-missing = Budget or spending is missing, cannot be read, or the budget is zero
score-unread-funds-negative = Budget or spending is below zero
score-unread-too-large = The numbers are too large for exact arithmetic

score-flag-untrue = Untrue: the verified value is another than filed
score-flag-overshoot = Far above the target; the reason should be analysed
score-flag-overspent = More was spent than the adjusted budget
score-flag-over-weight = The self-score exceeds the points of the row
score-flag-below-zero = The self-score is below zero
score-flag-target-changed = The target is another than approved; the verified column uses the approved one
score-flag-weight-changed = The points are others than approved
score-flag-not-approved = This indicator was not approved

score-deviation-consistent = Consistent
score-deviation-slight = Slightly different
score-deviation-large = Largely different
score-deviation-serious = Serious

score-effect-consistent = Nothing follows
score-effect-slight = Inform the unit
score-effect-large = Demand rectification, note it in the department's assessment
score-effect-serious = Demand rectification and publish; next year all self-evaluations of the unit are rechecked

score-consequence-none = No effect on next year's budget
score-consequence-improve = Improve the management; next year's budget is kept tight
score-consequence-no-budget = No further budget next year
