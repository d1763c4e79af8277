# Recomputed scores: how each came about, why a row was not recomputed, what is noteworthy, what follows.

score-q1 = 已达到指标值：完成 { $actual }，指标 { $target }，得满分 { $weight }
score-q2 = 定量未完成，按比例：{ $actual } / { $target } × { $weight } = { $points }
score-q3 = 反向指标超出，按比例：{ $target } / { $actual } × { $weight } = { $points }
score-q4 = 应等于 { $target }，实为 { $actual }：{ $share }% × { $weight } = { $points }
score-q5 = 应在 { $low } 至 { $high } 之间，实为 { $actual }：{ $share }% × { $weight } = { $points }
score-q6 = 应于 { $target } 完成，实为 { $actual }，逾期 { $days } 天：{ $share }% × { $weight } = { $points }
score-q7 = 定性“{ $actual }”：{ $share }% × { $weight } = { $points }
score-q8 = 定性“{ $actual }”：自评占 { $share }%，在该档 { $low }% 至 { $high }% 之内，得 { $points }
score-q9 = 定性“{ $actual }”：自评不在该档 { $low }% 至 { $high }% 之内，按通常 { $share }% × { $weight } = { $points }
score-q10 = 指标值 { $target } 不能作除数，完成 { $actual } 未达到：得 { $points }
score-q11 = 完成 { $actual }，指标 { $target }，完成比例 { $share }% 低于及格线 { $line }%：得 { $points }
score-q12 = 预算执行率：{ $actual } / { $target } × { $weight } = { $points }（按调整后预算，最高得满分）
score-q13 = 满意度 { $actual }（指标 { $target }），达到 { $from }% 一档：{ $share }% × { $weight } = { $points }
score-q14 = 缺少佐证，暂得 { $points }（分值 { $weight }），补齐后再算
score-q15 = 不适用，剔除（原分值 { $weight }），分值并入其他指标
score-q16 = 未重算，保留自评得分 { $points }（分值 { $weight }）

score-unread-actual-missing = 没有填写实际完成值
score-unread-actual-unclear = 实际完成值可以有不同理解，请填写一个确定的数
score-unread-actual-bound = 实际完成值只给出范围，请填写确定的数
score-unread-words-for-number = 指标是数字，实际完成值是文字，请填写数字
score-unread-words-unclear = 文字没有说明是否达成，请填写达成、部分达成或未达成
score-unread-target-unclear = 指标值不能确定地读出，请核对指标值
score-unread-units = 指标值与实际完成值的计量单位不同，请统一
score-unread-date-unclear = 日期可能在期限之前也可能在之后，请填写到日
score-unread-weight-missing = 没有填写分值
score-unread-funds-missing = 预算数或执行数缺失、不能读出，或预算数为零
score-unread-funds-negative = 预算数或执行数为负
score-unread-too-large = 数字过大，不能精确计算

score-flag-untrue = 数据失实：核实值与自评值不符
score-flag-overshoot = 远超指标值，应分析原因
score-flag-overspent = 执行数超过调整后预算
score-flag-over-weight = 自评得分超过分值
score-flag-below-zero = 自评得分为负
score-flag-target-changed = 指标值与批复不一致，核实栏按批复值计算
score-flag-weight-changed = 分值与批复不一致
score-flag-not-approved = 批复中没有这个指标

score-deviation-consistent = 基本一致
score-deviation-slight = 略有差异
score-deviation-large = 较大差异
score-deviation-serious = 严重

score-effect-consistent = 不作处理
score-effect-slight = 告知单位
score-effect-large = 要求整改，记入部门考核
score-effect-serious = 要求整改并通报，该单位下年自评全部复核

score-consequence-none = 不影响下年预算安排
score-consequence-improve = 改进管理，下年预算从严
score-consequence-no-budget = 下年不再安排预算
