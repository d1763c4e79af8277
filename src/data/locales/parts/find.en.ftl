# Filters, frequencies and views

filter-misread = “{ $word }” (from character { $at } on) makes no sense: { $expected }
filter-misread-nearest = “{ $word }” (from character { $at } on) makes no sense: { $expected } Did you mean “{ $nearest }”?
filter-expected-field = a field goes before a colon: department, unit, code, name, indicator, opinion, class, state, year, amount, opinions; put quotes around it to look for these letters.
filter-expected-value = what to look for is missing behind it.
filter-expected-state = a state is expected, such as queued, reviewing, passed, returned, unread.
filter-expected-class = an opinion class is expected: 2, C02 or its name.
filter-expected-year = a year is expected, such as 2025 or 2024..2026.
filter-expected-amount = an amount is expected, such as >500, <=8000yuan, 100..20000; without a unit it is 10,000 yuan.
filter-expected-number = a whole number is expected, such as opinions>3 or rows:5..10.
filter-expected-sign = this field takes a colon (holds) or an equals sign (is).
filter-expected-fewer = there are too many conditions, at most 50; leave some out.

problem-no-such-view = There is no view “{ $name }”. See view list.
problem-view-there = There is another view “{ $name }”; it was not replaced. Choose another name, or confirm replacing it.
problem-bad-view-name = The name of a view has 1 to { $most } characters and no line breaks.
problem-too-many-views = There can be { $most } views; remove some first.

sort-unit = by unit
sort-code = by code
sort-name = by name
sort-rows = by rows
sort-decided = by decided rows
sort-undecided = by undecided rows
sort-opinions = by opinions
sort-demands = by demands
sort-version = by version

## Command line
cli-list-arg-words =
    Of what: projects (default), opinions, demands, events, contests; then the filter, such as
    教育局 class2 unread '>500', department:jyj, -道路, opinion:考核, 100..500
cli-list-arg-view = A saved view; what stands beside it narrows it
cli-frequency = Counts targets and funds for each value of a column
cli-frequency-arg-column = Column: year, department, unit, code, name, amount, status, rows, decided, undecided, opinions, demands, version, class
cli-frequency-arg-words = Filter, as of list
cli-frequency-arg-view = A saved view
cli-view = Views: filters and orders that are kept
cli-view-list = Lists the views
cli-view-save = Keeps a view
cli-view-rename = Gives a view another name
cli-view-remove = Removes a view
cli-view-save-arg-name = Name of the view
cli-view-save-arg-words = Filter, as of list
cli-view-save-arg-replace = Replace the view of this name
cli-view-rename-arg-name = Its present name
cli-view-rename-arg-to = Its new name
cli-view-remove-arg-name = Name of the view
cli-name-words = WORDS
cli-name-column = COLUMN
cli-name-view = VIEW
column-value = value
column-targets = targets
column-share = share
column-filter = filter
column-sort = order
frequency-none = (none)
frequency-no-opinion = (no opinion)
frequency-all = all
frequency-overlapping = A target may have opinions of several classes: the rows add up to more than all.
view-kept = View “{ $name }” kept: { $line }
view-would-keep = Would keep view “{ $name }”: { $line }
view-gone = View “{ $name }” removed (it was: { $line })
view-would-go = Would remove view “{ $name }”: { $line }

frequency-others = other values: { $values }
cli-arg-words = words of a filter line
