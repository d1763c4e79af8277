# Indicator library, standard values, match of cost and output
## Pages of the library
title-library = Indicator library
title-library-of = Library · row { $row } { $name }
title-library-target = Library · { $name }
command-app-library = library
command-app-library-description = Common, specific and transfer indicators with their standard and benchmark values
command-review-library = library
command-review-library-description = Entries of the library that fit this row, and core indicators that this project lacks
command-review-matching = match
command-review-matching-description = Whether cost, output and benefit match: every step with its numbers
scope-library = Indicator library
command-library-use = use
command-library-use-description = Write the recommended name, unit and standard value into a draft opinion
command-library-common = common
command-library-common-description = Common indicators only
command-library-specific = specific
command-library-specific-description = Specific indicators only
command-library-transfer = transfer
command-library-transfer-description = Indicators of special transfer payments only
command-library-fits = fits row
command-library-fits-description = Entries with a near name, of the same industry, that can be compared
command-library-missing = lacking
command-library-missing-description = Core indicators that most like projects have and this one lacks
command-library-next = next part
command-library-next-description = The next part
command-library-previous = previous part
command-library-previous-description = The previous part
command-library-search = search
command-library-search-description = By name, code, industry, source document or initials
command-library-detail = detail
command-library-detail-description = All of an entry: explanation, scoring, evidence, source document, scope, status and version
hint-library-pages = parts
library-rule = { $tables } in force, common { $common } specific { $specific } transfer { $transfer }
library-rule-fits = { $count } fit this row
library-rule-missing = { $peers } like projects looked at
library-shown = first { $shown } of { $total }, narrow with /
library-head-name = indicator
library-head-level2 = kind
library-head-unit = unit
library-head-standard = standard
library-head-benchmark = benchmark
library-head-class = for
library-head-state = status
library-head-fit = near
library-head-having = have it
library-empty = There is no indicator library yet. Import one, or a table of standard values, with { $key }: its headings need 三级指标, and 是否共性指标, 指标值说明, 标准值, 标杆值 or the like.
library-none-found = No entry holds “{ $words }”. Try another word, or press { $key } for the other parts.
library-none-fits = The library has no entry with a name near this row's. Press 2 for specific indicators, / to search.
library-none-missing = No core indicator is lacking: { $peers } like projects and the core indicators of the library were looked at.
library-not-of-row = This part is there when the library is opened from a row: press { $key } in the review.
library-nowhere-to-use = To use an entry, open the library from a row of the review.
library-search = Search
library-state-abolished = abolished
library-state-trial = trial
library-state-confirmed = confirmed
library-state-issued = issued
library-near-same = same
library-near-within = within
library-near-alike = alike
library-having = { $having } of { $looked }
library-core = core
library-source = { $document } { $date } { $scope } { $state }
library-version = { $table } ({ $year }, version { $batch }, { $file })
library-version-old = { $table } ({ $year }, version { $batch }, replaced by a later one)
library-missing-line = { $having } of { $looked } like projects have “{ $name }”, e.g. { $example }
library-missing-core = The library calls “{ $name }” a core indicator of this kind of project
field-library-part = Part
field-library-code = Code
field-library-unit = Unit
field-library-standard = Standard value
field-library-benchmark = Benchmark value
field-library-industry = Industry
field-library-class = Kind of project
field-library-tier = Level
field-library-scoring = Scoring
field-library-evidence = Evidence
field-library-document = Source document
field-library-date = Date
field-library-scope = Scope
field-library-state = Status
field-library-version = Version
field-library-fit = Nearness
library-part-common = Common indicators
library-part-specific = Specific indicators
library-part-transfer = Indicators of special transfer payments
library-said = The indicator library has “{ $name }” ({ $source }). Please name this indicator “{ $name }” in the unit “{ $unit }”; standard value { $standard }, benchmark { $benchmark }.
library-said-unvalued = The indicator library has “{ $name }” ({ $source }). Please name this indicator “{ $name }” in the unit “{ $unit }” and give a value that can be verified.
library-said-missing = The core indicator “{ $name }” ({ $level2 }) is missing; { $having } of { $looked } like projects have it. Please add it with a value.
library-said-missing-core = The core indicator “{ $name }” ({ $level2 }) is missing; the indicator library calls it core for this kind of project. Please add it with a value.
library-no-value = not set
library-no-source = indicator library
## Review
review-head-standard = stand.
review-head-benchmark = bench.
review-yardsticks = History { $history }  standard { $standard }  benchmark { $benchmark }  { $source }
matching-points = exec.{ $execution }+rows { $indicators }={ $total }
matching-points-alone = rows { $indicators }={ $total }
matching-right = [sum right]
matching-wrong = [should be { $due }]
matching-product = { $cost }{ $costUnit }x{ $quantity }{ $quantityUnit }={ $amount }万
matching-products = { $count } unit costs x quantity={ $amount }万
matching-caps = { $count } caps={ $amount }万
matching-total = total cost { $amount }万
matching-agrees = [as budget]
matching-above = [above budget]
matching-below = [below budget]
matching-open = [incomplete]
matching-flat = funds +{ $percent }%, no more output
matching-ask = [ask]
matching-title = Match of cost and output
matching-heading-points = Points
matching-heading-products = Unit cost x quantity
matching-heading-caps = Itemised caps
matching-heading-total = Total cost
matching-heading-trend = Against last year
matching-budget = Budget of the year { $budget } × 10,000 yuan; up to { $tolerance }% apart counts as agreeing (set by the place)
matching-no-budget = The form has no annual total that can be read: sums are shown and not compared
matching-points-line = Execution { $execution } + { $rows } indicators { $indicators } = { $total } points, should be { $due }
matching-points-assumed = The form prints no points for execution; the rules give { $execution }
matching-product-line = row { $costRow } { $cost } { $costUnit } x row { $quantityRow } { $quantity } { $quantityUnit } = { $amount } × 10,000 yuan
matching-unpaired-line = row { $row } { $printed }: { $candidates } quantities have a fitting unit and none is certain; not computed
matching-unpaired-none = row { $row } { $printed }: no quantity has a fitting unit; not computed
matching-item = row { $row } { $amount } × 10,000 yuan
matching-sum = sum { $sum } × 10,000 yuan
matching-difference = { $difference } × 10,000 yuan from the budget
matching-trend-line = funds { $before } → { $now } × 10,000 yuan ({ $percent }%)
matching-output-line = row { $row } { $before } → { $now }
matching-output-rose = more
matching-output-flat = no more
matching-trend-flat = Funds rose and none of the outputs that both years have did: ask what the additional money is for.
matching-nothing = Nothing to compute: no points are printed, and no cost and quantity can be read as figures.
matching-step = step
line-standard = standard { $value }
## Command line
cli-library = Indicator library: common, specific and transfer indicators with their standard and benchmark values
cli-library-list = Looks in the library; with a project only what fits, and the core indicators it may lack
cli-library-list-arg-words = Words of name, code, industry or source document, or initials of the name
cli-library-list-arg-part = One part: common, specific, transfer
cli-library-list-arg-project = Code, exact name or key of a project
cli-library-list-arg-year = Year of the project
cli-library-list-arg-row = Number of the indicator
cli-library-show = All of an entry with its versions
cli-library-show-arg-entry = Code or exact name
cli-library-import = Reads a library or a table of standard values; its headings need 三级指标, and 是否共性指标, 指标值说明, 标准值, 标杆值 or the like
cli-library-import-arg-files = Files
cli-library-import-arg-year = Used where the table prints no year
cli-library-json =
    JSON: tables (name, year, batch, source, entries, in_force), counts (common, specific, transfer), total,
    entries (part, code, name, level1, level2, unit, standard, benchmark, industry, project_class, tier, explanation,
    scoring, evidence, document, date, scope, status, core, table, no, nearness, same_field), peers,
    missing (name, level2, having, looked, example, core)
cli-library-empty = There is no indicator library yet. Import one with wenxiao library import.
problem-library-entry-not-found = The library has no entry with the code or name “{ $entry }”. Look for it with wenxiao library list and a word.
