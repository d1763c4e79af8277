# 按数据库抽样：方案、封存、抽取、作废、公示。

cli-sample-plan = 按自评表试算抽样方案：总体、各部门抽取数、两种抽查率、抽到的全好时能说明什么；不写入任何内容
cli-sample-seal = 封存总体和方案，公布两个指纹；封存后才能取种
cli-sample-abandon = 写明理由，作废一份还没有抽取的封存总体
cli-sample-list = 列出全部封存过的总体：等待抽取、已抽取、已作废
cli-sample-publish = 写出公示用的全部文件：封存文件和公告；抽取后还有名单、证明、记录和重抽脚本
cli-arg-rate = 随机抽取至少占全部自评项目的比例（10%、0.1 或 1/10；默认 10%）
cli-name-rate = 比例
cli-sample-plan-arg-minimum = 每个部门至少随机抽几个（默认 1；不足的部门全抽）
cli-sample-seal-arg-minimum = 每个部门至少随机抽几个（默认 1；不足的部门全抽）
cli-arg-floor = 单独指定某个部门至少随机抽几个，写成 部门=个数；可写多次
cli-name-floor = 部门=个数
cli-arg-cutoff = 金额达到多少万元的必抽
cli-name-cutoff = 万元
cli-arg-recommend = 业务处室推荐的必抽项目（编码或全名）；@文件 则每行一个；可写多次
cli-name-recommend = 项目
cli-arg-flagged-from = 自评得分比按自评数据重算高出多少分的必抽
cli-name-flagged-from = 分
cli-arg-exclude = 剔除的项目，写成 编码=代码:理由；代码 X1 不在范围、X2 重复、X3 涉密、X4 已撤回、X5 本年已查；可写多次
cli-name-exclude = 编码=代码:理由
cli-arg-source = 种子取自何处，按取种顺序每处写一次，如“十面骰20次(监督处)”
cli-name-source = 来源
cli-sample-seal-arg-out = 同时把两个封存文件和公告写到这个文件夹（没有则新建）
cli-sample-publish-arg-out = 写到哪个文件夹（没有则新建）
cli-sample-draw-arg-value = 一处来源当众得出的结果，按封存时的顺序每处写一次
cli-arg-outside = 不受审核方控制的是第几处来源（如公开开奖号码）；可写多次
cli-name-outside = 序号
cli-arg-witness = 见证人，写成“姓名|单位”；可写多次
cli-name-witness = 姓名|单位
cli-sample-draw-arg-at = 何时抽取
cli-name-at = 时间
cli-arg-place = 何地抽取
cli-name-place = 地点
cli-arg-sealed = 哪一份封存的总体（编号的开头至少 6 位；不写则为等待抽取或最新的一份）
cli-name-sealed = 编号

sample-head-department = 部门
sample-head-units = 自评
sample-head-certain = 必抽
sample-head-frame = 随机总体
sample-head-drawn = 随机抽
sample-head-at-most = 全好时问题率不超过
sample-head-needs = 要说 20% 须抽
sample-proves = 若抽到的全好：有 95% 把握说，随机总体 { $frame } 项中有问题的不超过 { $most } 项（{ $percent }%，抽 { $drawn } 项）。
sample-weak = ! { $all } 个部门中有 { $weak } 个，即使抽到的全好，也不能说该部门问题率不超过 20%。要说，请用 --floor 加抽到“须抽”一栏。
sample-certain-many = ! 必抽 { $certain } 项已超过应抽数的一半。必抽的只说明自身，不作推断；随机部分仍须单独达标。
sample-without-target = { $count } 项自评没有同项目的批复目标，复核时只能按自评表自身核算。
sample-unknown = 自评清单里没有：{ $units }。封存前请核对。
sample-sealed-next = 已封存，不能再改。请先公布上面两个指纹，再当众取种，然后 wenxiao sample draw。
sample-abandoned = 已作废，理由留在记录里。可以重新封存。
sample-none = 还没有封存过总体。先试算：wenxiao sample plan。
sample-head-id = 编号
sample-head-at = 封存时间
sample-head-year = 年度
sample-head-state = 状态
sample-head-frame-digest = 总体指纹
sample-head-remark = 备注
sample-state-sealed = 待抽取
sample-state-drawn = 已抽取
sample-state-abandoned = 已作废

sample-notice-title = { $year } 年度绩效自评抽查总体封存公告
sample-notice-at = 封存时间（UTC）：{ $at }
sample-notice-drawn = 其中将随机抽取 { $random } 个。
sample-notice-sources = 种子将在本公告之后按下列顺序当众取得：
sample-notice-how = 任何人都可以对照公布的封存文件核对上面的指纹：

problem-sample-exclusion = 剔除“{ $value }”读不懂。请写成 编码=X3:理由，代码为 X1 至 X5，理由不能空。
problem-sample-floor = 下限“{ $value }”读不懂。请写成 部门=个数，如 档案馆=6。
problem-sample-cutoff = 必抽金额“{ $value }”读不懂。请写大于 0 的数，单位万元，如 1000。
problem-sample-points = 分差“{ $value }”读不懂。请写大于 0 的分数，如 15。
problem-sample-values = 封存时写明 { $count } 处来源（{ $sources }），给了 { $given } 个结果。请按顺序每处写一个 --value。
problem-sample-outside = 没有第 { $number } 处来源，封存时写明了 { $count } 处。
problem-sample-witness = 见证人“{ $value }”读不懂。请写成“姓名|单位”，两段都不能空。
problem-sample-no-such = 没有编号以“{ $text }”开头的封存总体，或不止一份。请看 wenxiao sample list，至少写 6 位。
