# A place's own rules: expressions, and what is wrong in profiles

problem-expression-unreadable = { $file } line { $line }: the expression of “{ $name }” cannot be read from column { $column } on: { $detail }. See docs/rules.md for how to write one; test it with wenxiao rules test.
problem-expression-unknown-name = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: no field or definition is called “{ $found }”; the nearest is “{ $near }”. See wenxiao rules fields for what there is.
problem-expression-unknown-function = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: no function is called “{ $found }”; the nearest is “{ $near }”. See wenxiao rules fields for what there is.
problem-expression-unknown-threshold = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: no threshold is called “{ $found }”; the nearest is “{ $near }”.
problem-expression-row-only = { $file } line { $line }: in “{ $name }”, column { $column }: “{ $found }” is a field of indicator rows, but this check looks at the whole target (on = "target"). Use on = "row", or a field that lists the rows.
problem-expression-kind = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: “{ $part }” is { $found ->
    [number] a number
    [text] a text
    [yes-no] a yes or no
    [numbers] a list of numbers
    [texts] a list of texts
   *[threshold] the name of a threshold
}, but { $wanted ->
    [number] a number
    [text] a text
    [yes-no] a yes or no
    [numbers] a list of numbers
    [texts] a list of texts
   *[threshold] the name of a threshold
} is needed here.
problem-expression-arguments = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: the function “{ $found }” takes, in this order: { $wanted }.
problem-expression-not-allowed = { $file } line { $line }: in the expression of “{ $name }”, column { $column }: “{ $part }” cannot stand here. An expression is made of fields, definitions, constants, comparisons, calculations, and/or/not and functions only.
problem-expression-too-slow = { $file } line { $line }: the expression of “{ $name }” is { $cost } units of work, at most { $most } are allowed. Compare likeness less often, or make several checks of it.
problem-expression-too-deep = { $file } line { $line }: in “{ $name }”, column { $column }: parts lie within parts deeper than { $most } (with the definitions used). Make it flatter.
problem-expression-too-long = { $file } line { $line }: the expression of “{ $name }” has { $length } characters, at most { $most } are allowed. Make definitions or several checks of it.
problem-expression-cycle = { $file } line { $line }: the definition “{ $name }” comes back to itself: { $way }. Break one of these.
problem-expression-bad-name = { $file } line { $line }, column { $column }: a definition cannot be called “{ $name }”: that is a field, a function or a reserved word, or it is not one word.
problem-expression-failed = { $file } line { $line }: the check “{ $name }” could not be worked out on the project “{ $project }” { $row ->
    [0] as a whole
   *[other] in row { $row }
}: { $detail }. Nothing is said there; other checks go on. Rule this case out first in the expression (such as number > 0 && …).

problem-profile-unknown = { $file } line { $line }: there is nothing called “{ $name }” in [{ $section }]; it is left out. There are: { $known }.
problem-profile-missing = { $file } line { $line }: { $section } lacks { $names }. Please add it; the value of the profile below is used here.
problem-profile-too-many = { $file } line { $line }: [{ $section }] has more than { $most } entries; this and those after it are left out.
problem-profile-cycle = { $file }: profiles that extend each other come back to where they began: { $way }. Break one of these; the layers before that are used.
problem-config-twice = { $file } line { $line }: “{ $name }” stands in line { $first } already; this one is left out. Delete one of them or give it another name.
problem-example-differs = { $file } line { $line }: on this example the check “{ $name }” { $fires ->
    [yes] found something, and the example says that it must not
   *[no] found nothing, and the example says that it must
}. Look at the expression or the example; try its parts on their own.
problem-no-such-check = There is no check “{ $check }”. There are: { $known }

cli-rules = By what is checked: lists checks, shows one, tests a profile, what expressions may use
cli-rules-list = Lists all checks: class, severity, on or off, source
cli-rules-show = One check: its words, thresholds with their sources, its expression
cli-rules-show-arg-check = Name of the check, e.g. T036
cli-rules-test = Looks a profile file through, line by line, and runs its examples
cli-rules-test-arg-file = File of a profile (.toml)
cli-rules-fields = Fields and functions that expressions may use
cli-rules-fields-arg-markdown = As a page of the manual (docs/rules.en.md)

rules-column-check = Check
rules-column-class = Class
rules-column-severity = Severity
rules-column-state = State
rules-column-version = Version
rules-column-name = Name
rules-column-source = Source
rules-column-id = English name
rules-column-chinese = Chinese name
rules-column-kind = Kind
rules-column-on = Of
rules-column-takes = Takes
rules-column-value = Default
rules-state-on = on
rules-state-quiet = quiet
rules-state-off = off
rules-listed = Profile { $profile }: { $count } checks are on. See one: wenxiao rules show ID
rules-show-class = class  { $class } ({ $severity })
rules-show-state = state  { $state }, version { $version }
rules-show-source = source  { $source }
rules-show-changed = source of the change here  { $source }
rules-show-why = why  { $text }
rules-show-opinion = opinion  { $text }
rules-show-demand = demand  { $text }
rules-show-when = expression ({ $place })  { $text }
rules-show-on = looks at  { $on ->
    [row] each row
   *[target] the whole target
}
rules-show-fields = fields  { $names }
rules-show-definition = definition  { $name } = { $text }
rules-show-threshold = threshold  { $name } = { $value } ({ $source })
rules-test-sound = { $file }: sound. { $checks } checks of its own; all { $examples } examples agree.
rules-test-wrong = { $file }: { $problems } problems; { $checks } checks of its own can be used.
rules-switch-unit-level = Targets name a unit below the department (T002)
rules-switch-cost-required = Every project needs a cost indicator; lacking one is an error (T020)
rules-switch-satisfaction-asked = A project with users needs a satisfaction indicator (T021)
rules-switch-tiers-required = Words as values need tiers (T030)
rules-switch-explanation-required = Rates need an explanation (T034)
rules-switch-source-required = Rows name where their data come from (T062)

own-on-row = row
own-on-target = target
own-kind-number = number
own-kind-text = text
own-kind-yes-no = yes or no
own-kind-numbers = list of numbers
own-kind-texts = list of texts
own-kind-threshold = name of a threshold
