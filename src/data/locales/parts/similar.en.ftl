# Similar projects: grounds, spread, savings, the opinion.

phase-taking-down = taking indicator names down
title-similar = Similar projects
title-similar-of = Similar to “{ $indicator }” { $target } { $project }
scope-similar = Similar projects
command-review-similar = similar
command-review-similar-description = Compare the unit cost with projects that do the same, across regions and years
command-similar-write = write opinion
command-similar-write-description = Write an opinion of the class “cost and funds do not match”, with this table
command-similar-exclude = leave out
command-similar-exclude-description = What cannot be compared does not count; press again to put it back
command-similar-basis = other basis
command-similar-basis-description = By the printed value, or by money divided by a quantity

similar-rule = { $grounds } · { $basis }
similar-like-code = same library code
similar-like-same = same name
similar-like-name = names near, { $near }
similar-like-both = same library code or names near, { $near }
similar-like-nobody = nothing comparable
similar-basis-printed = basis: printed value
similar-basis-each = basis: { $money } ÷ { $quantity }
similar-basis-funds = basis: annual funds ÷ { $quantity }
similar-basis-unit = { $basis } ({ $unit })

similar-head-name = Unit and project
similar-head-year = Year
similar-head-figure = Figure
similar-head-from = By
similar-head-quantity = Quantity
similar-head-total = Total
similar-head-remark = Remark
similar-from-actual = done
similar-from-target = plan
similar-score = score { $score }
similar-nothing = blank
similar-line = “{ $indicator }” target { $target }
similar-line-actual = actual { $actual }
similar-line-parts = { $quantity } { $counted } for { $total } { $money }
similar-listed = { $told }, { $part }

similar-out-by-hand = by hand
similar-out-own-year = own other year
similar-out-no-figure = no figure
similar-out-unsure = unsure figure
similar-out-other-unit = other unit
similar-out-inexact = no exact conversion
similar-out-no-money = no money
similar-out-no-quantity = no quantity
similar-out-missed = target missed
similar-out-far-out = far out
similar-out-count = { $reason } { $count }
similar-out-nobody = nothing
similar-out = Left out: { $out }

similar-spread-rule = Spread ({ $unit })  { $counted }
similar-short = { $used } of { $all } count · { $regions } regions · { $years }
similar-short-few = { $used } of { $all } count · { $regions } regions · { $years } (below { $many }: a hint only)
similar-counted = { $used } count (of { $all }; { $regions } regions; { $years }; { $actual } by actual values)
similar-counted-few = { $used } count (of { $all }; { $regions } regions; { $years }; { $actual } actual); below { $many }, a hint only
similar-counted-none = none of { $all } can count
similar-quartiles = median { $median }  quartiles { $lower }-{ $upper }  from { $least } to { $greatest }
similar-own = this project { $figure } ({ $below } below, { $equal } equal, { $above } above)
similar-own-above-all = this project { $figure }, above all { $below }
similar-own-below-all = this project { $figure }, below all { $above }

similar-sums-rule = Savings
similar-by-median = Median
similar-by-standard = Standard
similar-by-standard-of = “{ $source }”
similar-sum = { $name } { $yardstick }: { $quantity } × { $yardstick } = { $expected } { $money }, planned { $own }, could save { $saved } ({ $percent }%)
similar-sum-none = { $name } { $yardstick }: { $quantity } × { $yardstick } = { $expected } { $money }, planned { $own }, less by { $saved } ({ $percent }%)
similar-sum-short = { $name } { $yardstick }: { $quantity } × { $yardstick } = { $expected } { $money }, saves { $saved } ({ $percent }%)
similar-sum-none-short = { $name } { $yardstick }: { $quantity } × { $yardstick } = { $expected } { $money }, saves nothing
similar-sum-least = { $name } { $yardstick }: saves { $saved } { $money } ({ $percent }%)
similar-sum-none-least = { $name } { $yardstick }: saves nothing
similar-sum-refused = { $name }: no sum, { $reason }
similar-no-sum-too-few = only { $used } comparable, at least { $fewest } needed
similar-no-sum-not-money = this basis is no unit cost, press 3 for another
similar-no-sum-no-quantity = no row of this project tells the quantity
similar-no-sum-several-quantities = several rows could tell the quantity, choose with 3
similar-no-sum-no-standard = there is no standard
similar-no-sum-other-unit = the standard is in another unit
similar-no-sum-too-large = too many digits to be exact

similar-taking-down = { $far }. The list follows; what was taken down before is not done again.
similar-taken = Indicator names of { $count } forms were taken down.
similar-waiting = Names of { $count } forms are not taken down yet; those were not compared.
similar-failed = It could not be read. Go back with Esc and try again.
similar-nobody = No project does the same. Import targets or self-evaluations of other regions or years.
told-similar-no-figure = This row has no figure to compare. Press ; on a cost or quantity indicator.
told-similar-one-basis = There is only one basis for this row.
told-similar-out = Left out: { $name }. Press again to put it back.
told-similar-back = Put back: { $name }.

similar-opinion-above = “{ $indicator }” is planned at { $target }, above the median of similar projects, { $median } ({ $used } compared, quartiles { $lower }-{ $upper }); please explain or reduce it.
similar-opinion-below = “{ $indicator }” is planned at { $target }, below the median of similar projects, { $median } ({ $used } compared, quartiles { $lower }-{ $upper }); please explain whether the quality can be kept.
similar-opinion-equal = “{ $indicator }” is planned at { $target }, the median of similar projects ({ $used } compared, quartiles { $lower }-{ $upper }).
similar-opinion-nobody = No comparable project was found for “{ $indicator }”; please explain how it was calculated.
similar-opinion-basis = { $basis }; { $grounds }; { $counted }.
similar-opinion-out = Left out: { $out }.
similar-opinion-by-hand = Left out by hand: { $names }.
similar-opinion-table = Compared ({ $unit }):
similar-opinion-more = { $count } more are not listed.

similar-source-unit = Unit
similar-source-year = Year
similar-source-region = Region
similar-source-code = Project code
similar-source-row = Compared by
similar-source-file = Source
similar-source-place = { $source } { $sheet } row { $row }
similar-source-funds = Annual funds
similar-source-goal = Annual goal
similar-source-rows = All indicators

## Command line
cli-similar = Compares the unit cost of a row with projects that do the same: spread and savings
cli-similar-json =
    --json holds: project key name year row indicator target basis (kind money quantity) bases units (figure money quantity)
    own (figure quantity total) lines (project key year region code name unit indicator like near target actual figure from
    quantity total score excluded) spread (count least lower median upper greatest below equal above) excluded (reason count)
    median standard (yardstick quantity expected own saved percent, or refused) more waiting.
cli-similar-arg-project = Code, exact name or key of the project
cli-similar-arg-row = Number of the indicator; without it the first that can be compared by money
cli-similar-arg-basis = Which basis, from 1
cli-arg-without = Key and year of a project to leave out, as key:2020; may be repeated
cli-name-row = ROW
cli-name-basis = BASIS
cli-name-without = KEY:YEAR
similar-more = There are many; only the newest were compared.
problem-similar-without = “{ $text }” is no KEY:YEAR. Keys are in similar --json.
