# 抽查能说明什么：推断用语、计划与追加、被拒绝的数字。用语由程序按规则选用，不得自行升级。

estimate-random = 从随机抽样总体 { $population } 个项目中，按公开取种、分部门随机抽取 { $drawn } 个复核，发现自评结果不实 { $found } 个。以 { $confidence }% 的把握推断，随机抽样总体的不实项目不超过 { $most } 个（{ $upper }%），点估计 { $share }%。
estimate-random-internal = 从随机抽样总体 { $population } 个项目中，随机抽取 { $drawn } 个复核，发现自评结果不实 { $found } 个。以 { $confidence }% 的把握推断，随机抽样总体的不实项目不超过 { $most } 个（{ $upper }%），点估计 { $share }%。
estimate-clean = 从随机抽样总体 { $population } 个项目中，随机抽取 { $drawn } 个复核，未发现不实。未发现不实，不等于不存在；以 { $confidence }% 的把握，不实项目不超过 { $most } 个（{ $upper }%）。
estimate-census = 随机抽样总体 { $population } 个项目已全部复核，不实 { $found } 个。全数复核，没有抽样误差。
estimate-department-random = { $department }：随机部分 { $population } 个项目，随机抽取 { $drawn } 个复核，发现不实 { $found } 个。据此有 { $confidence }% 的把握说不实不超过 { $most } 个（{ $upper }%）。
estimate-department-clean = { $department }：随机部分 { $population } 个项目，随机抽取 { $drawn } 个复核，未发现不实。未发现不实，不等于不存在；据此有 { $confidence }% 的把握说不实不超过 { $most } 个（{ $upper }%）。
estimate-department-census = { $department }：随机部分 { $population } 个项目已全部复核，不实 { $found } 个。全数复核，没有抽样误差。
estimate-department-small = { $department }：随机部分 { $population } 个项目，随机抽取 { $drawn } 个，不实 { $found } 个；样本较小，仅列示事实，不评价部门总体。
estimate-department-none = { $department }：没有抽到项目，不作评价。
estimate-department-not-statistical = { $department }：所查 { $units } 个项目均非随机抽取，不实 { $found } 个；结果仅反映所查项目，不评价部门总体。
estimate-not-statistical = 样本由业务处室推荐或按金额等条件指定，共查 { $units } 个项目，不实 { $found } 个；抽查结果仅反映所查项目，不代表全部自评项目。

estimate-not-public = 未经公开取种：以上推断只供内部参考，不得作为公开结论。
estimate-systematic = 按等距抽样，精度按简单随机近似。
estimate-worst-case = 抽中项目有 5% 以上未完成复核：上限把未完成的都算作不实，下限都算作属实。请补做复核，或说明原因。
estimate-refused = 其中 { $units } 个拒绝提供资料或没有佐证，按不实计；不计这些，随机部分发现不实 { $found } 个。
estimate-replaced = 有 { $units } 个抽中项目因不适用而替换，超过 5%：推断只及于适用的项目，项目总数按样本估计。
estimate-uneven = 各部门抽样比例不一，最大权数是平均的 { $ratio } 倍，上限因此偏宽；下次请按比例分配，或把比例过低的部门单列。
estimate-met = 以 { $confidence }% 的把握，不实比例不高于 { $limit }%：达标。
estimate-missed = 以 { $confidence }% 的把握，不实比例高于 { $limit }%：不达标。
estimate-open = 现有样本不足以判断不实比例是否高于 { $limit }%；按目前比例，约需抽取 { $total } 个（再抽 { $more } 个）方可判断。
estimate-open-uneven = 现有样本不足以判断不实比例是否高于 { $limit }%；各部门抽样比例不一，请先在比例低的部门追加抽取。

estimate-certain = 另对金额较大、业务处室推荐、核查有疑点及轮评到期的 { $units } 个项目全部复核，发现不实 { $found } 个。该部分非随机选取，只说明所查项目，不作总体推断。
estimate-certain-incomplete = 另有金额较大、业务处室推荐、核查有疑点及轮评到期的 { $units } 个项目必须复核，尚有 { $unexamined } 个未查，已查的发现不实 { $found } 个。该部分非随机选取，只说明所查项目，不作总体推断。
estimate-total = 两部分合计 { $population } 个项目，不实项目估计约 { $count } 个，以 { $confidence }% 的把握不超过 { $most } 个；其中已查实 { $known } 个。
estimate-targeted = 抽取结果产生后另行指定核查 { $units } 个，不实 { $found } 个；不计入随机部分，也不计入必抽部分，不作推断。
estimate-excluded = 抽样前按所列理由剔除 { $units } 个项目（{ $amount } 万元），不在结论范围之内。

estimate-contradicted = { $department }：申报不实比例 { $declared }%，随机抽取 { $drawn } 个，不实 { $found } 个，多于可容许的 { $limit } 个。抽查结果否定其自评水平。
estimate-not-contradicted = { $department }：申报不实比例 { $declared }%，随机抽取 { $drawn } 个，不实 { $found } 个，未超过可容许的 { $limit } 个。抽查未否定该部门自评水平。

estimate-grades = 自评等级高于复核等级的占 { $share }%（{ $confidence }% 区间 { $lower }%–{ $upper }%）。
estimate-points = 自评分平均高出复核分 { $points } 分（{ $confidence }% 区间 { $lower }–{ $upper } 分）。
estimate-points-below = 自评分平均低于复核分 { $points } 分（{ $confidence }% 区间 { $lower }–{ $upper } 分）。
estimate-points-alone = 自评分平均高出复核分 { $points } 分；样本只有一个，不能给出区间。
estimate-points-below-alone = 自评分平均低于复核分 { $points } 分；样本只有一个，不能给出区间。
estimate-few-differences = 误差项目较少，区间仅供参考。

estimate-amount-over = 按通行的货币单位抽样方法，多报金额估计 { $projected } 万元，以 { $confidence }% 的把握不超过 { $upper } 万元（其中基本精度 { $basic } 万元，全查项目已查实 { $found } 万元）。
estimate-amount-under = 按通行的货币单位抽样方法，少报金额估计 { $projected } 万元，以 { $confidence }% 的把握不超过 { $upper } 万元（其中基本精度 { $basic } 万元，全查项目已查实 { $found } 万元）。多报与少报不相抵。
estimate-amount-mean = 误差项目较多，另按单位均值估计：净多报 { $misreported } 万元（区间 { $lower }–{ $upper } 万元）。
estimate-amount-unreported = 没有申报的金额，从已申报的金额中抽样查不出来。

estimate-clusters = 整部门抽取 { $drawn } 个部门，共 { $units } 个项目，平均 { $mean }（{ $confidence }% 区间 { $lower }–{ $upper }）；精度取决于部门数，不取决于项目数。
estimate-clusters-alone = 整部门抽取 { $drawn } 个部门，共 { $units } 个项目，平均 { $mean }；部门太少，不能推断其他部门。

estimate-inflation = { $department }：随机复核 { $drawn } 个，自评平均虚高 { $mean } 分；按样本多少调整后虚高 { $points } 分（{ $confidence }% 区间 { $lower }–{ $upper } 分），列第 { $place } 位。
estimate-inflation-alone = { $department }：随机复核 { $drawn } 个，自评平均虚高 { $mean } 分；样本过少，不能给出区间，暂列第 { $place } 位。
estimate-inflation-census = { $department }：{ $drawn } 个项目全部复核，自评平均虚高 { $mean } 分，列第 { $place } 位。
estimate-inflation-none = { $department }：没有随机复核的项目，不参加排位。

estimate-plan-enough = { $population } 个项目抽取 { $drawn } 个，够用：要以 { $confidence }% 的把握判断不实比例是否低于 { $limit }%，须抽 { $need } 个。若全部属实，可说不实不超过 { $most } 个（{ $upper }%）。
estimate-plan-short = { $population } 个项目抽取 { $drawn } 个，不够：要以 { $confidence }% 的把握判断不实比例是否低于 { $limit }%，须抽 { $need } 个。若全部属实，也只能说不实不超过 { $most } 个（{ $upper }%）。
estimate-plan-department-enough = { $department }：{ $population } 个项目分配 { $drawn } 个，可以单独下结论（须 { $need } 个，{ $confidence }% 把握、{ $limit }%）。若全部属实，可说不实不超过 { $most } 个（{ $upper }%）。
estimate-plan-department-short = { $department }：{ $population } 个项目分配 { $drawn } 个，不足以单独下结论（须 { $need } 个，{ $confidence }% 把握、{ $limit }%）。若全部属实，也只能说不实不超过 { $most } 个（{ $upper }%）。
estimate-coach-clean = 再抽 { $more } 个（共 { $total } 个）且全部属实，即可以 { $confidence }% 的把握说不实比例不高于 { $limit }%。
estimate-coach-rate-met = 若仍按目前比例，再抽 { $more } 个（共 { $total } 个）即可以 { $confidence }% 的把握说不实比例不高于 { $limit }%。
estimate-coach-rate-missed = 若仍按目前比例，再抽 { $more } 个（共 { $total } 个）即可以 { $confidence }% 的把握说不实比例高于 { $limit }%。

estimate-bound-upper = 至多：{ $count } 个（{ $percent }%）
estimate-bound-lower = 至少：{ $count } 个（{ $percent }%）
estimate-bound-upper-rate = 至多：{ $percent }%
estimate-bound-lower-rate = 至少：{ $percent }%
estimate-size = 至少抽取 { $drawn } 个，其中不实不多于 { $accepted } 个时可以接受。
estimate-size-everything = 任何抽样都不够，须全部 { $population } 个都查。

problem-estimate-drawn-above-population = 抽取数 { $drawn } 大于总体 { $population }。请核对两个数字。
problem-estimate-found-above-drawn = 发现数 { $found } 大于抽取数 { $drawn }。请核对两个数字。
problem-estimate-risk = 风险“{ $risk }”不在 0 与 1 之间。请写小数或百分数，例如 0.05 或 5%（即 95% 的把握）。
problem-estimate-risk-quarter = 风险“{ $risk }”不能用于分部门推断：须大于 0，且不超过 0.25。
problem-estimate-tolerable = 可容忍的比例“{ $tolerable }”须大于 0，且不超过 1。请写小数或百分数，例如 0.05 或 5%。
problem-estimate-expected = 预计的比例“{ $expected }”须不小于 0，且小于可容忍的比例“{ $tolerable }”；否则只能全部核查。
problem-estimate-margin = 误差范围或比例“{ $value }”须大于 0；比例须小于 1。
problem-estimate-deviation = 标准差“{ $value }”须大于 0。可取上年自评分与复核分之差的标准差。
problem-estimate-size-out-of-reach = 所需样本超过 { $most } 个：预计比例与可容忍比例太接近。请放宽其一，或全部核查。
problem-estimate-number = “{ $value }”读不成比例。请写小数或百分数，例如 0.05 或 5%。
problem-estimate-population = “{ $value }”不是总体数量。请写整数；数量很大、不计有限总体时写 inf。
problem-estimate-stratum-drawn = 部门 { $code }：抽取数 { $drawn } 大于项目数 { $population }。请核对名单。
problem-estimate-stratum-found = 部门 { $code }：发现数 { $found } 大于已完成的复核数（抽取 { $drawn }）。请核对结果。
problem-estimate-stratum-undrawn = 部门 { $code } 有 { $population } 个项目，一个也没有抽，不能推断到它。请补抽，或把它列为剔除并说明理由。
problem-estimate-nothing-drawn = 没有随机抽取的项目，不能推断。推荐的和指定的项目只说明所查项目。
problem-estimate-amount = 按金额抽中的项目金额须大于 0，现为 { $amount } 元。请从抽样清单中剔除并说明理由。

problem-estimate-drawn-too-many = 抽取数超过 { $most }，不再计算。请核对数字。

cli-sample-bound = 抽查能说明什么：总体不实比例的上下限（精确计算）
cli-sample-bound-arg-units = 总体有多少个；极大时写 inf
cli-sample-bound-arg-drawn = 随机抽取多少个
cli-sample-bound-arg-found = 其中不实多少个
cli-sample-bound-arg-risk = 超出上下限的风险（默认 0.05，即 95% 的把握）
cli-sample-bound-arg-side = 要哪一侧：upper 上限、lower 下限、two 两侧（风险各半）
cli-sample-size = 要下某个结论须抽多少个
cli-sample-size-arg-units = 总体有多少个；极大时写 inf
cli-sample-size-arg-tolerable = 可容忍的不实比例，例如 5%
cli-sample-size-arg-expected = 预计的不实比例，例如 2%（默认 0）
cli-sample-size-arg-risk = 误判达标的风险（默认 0.05）
cli-name-units = 数量
cli-name-drawn = 数量
cli-name-found = 数量
cli-name-risk = 比例
cli-name-side = 哪侧
cli-name-tolerable = 比例
cli-name-expected = 比例
