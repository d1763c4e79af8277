# 指标库、标准值、成本产出匹配
## 指标库页面
title-library = 指标库
title-library-of = 指标库 · 第 { $row } 条 { $name }
title-library-target = 指标库 · { $name }
command-app-library = 指标库
command-app-library-description = 共性、个性、专项转移支付指标及其标准值、标杆值
command-review-library = 指标库
command-review-library-description = 适合本条的指标库条目，以及本项目缺少的核心指标
command-review-matching = 匹配
command-review-matching-description = 成本、产出、效益是否匹配：每一步算式和所用数字
scope-library = 指标库
command-library-use = 采用
command-library-use-description = 把推荐的名称、单位、标准值写进意见草稿
command-library-common = 共性
command-library-common-description = 只看共性指标
command-library-specific = 个性
command-library-specific-description = 只看个性指标
command-library-transfer = 转移支付
command-library-transfer-description = 只看专项转移支付指标
command-library-fits = 适合本条
command-library-fits-description = 名称相近、行业相同、可以比较的条目
command-library-missing = 可能缺少
command-library-missing-description = 同类项目多数有、本项目没有的核心指标
command-library-next = 下一页
command-library-next-description = 看下一部分
command-library-previous = 上一页
command-library-previous-description = 看上一部分
command-library-search = 查找
command-library-search-description = 按名称、代码、行业、依据文件或拼音首字母查找
command-library-detail = 详情
command-library-detail-description = 条目的全部内容：解释、评分、佐证、依据文件、适用范围、状态和版本
hint-library-pages = 各部分
library-rule = 现行 { $tables } 个版本，共性 { $common } 个性 { $specific } 转移支付 { $transfer }
library-rule-fits = 适合本条 { $count } 个
library-rule-missing = 看了 { $peers } 个同类项目
library-shown = 前 { $shown } 条，共 { $total } 条，请用 / 缩小范围
library-head-name = 指标名称
library-head-level2 = 类
library-head-unit = 单位
library-head-standard = 标准值
library-head-benchmark = 标杆值
library-head-class = 适用
library-head-state = 状态
library-head-fit = 相近
library-head-having = 有此指标
library-empty = 还没有指标库。请用 { $key } 导入指标库或标准值表：表头要有“三级指标”，以及“是否共性指标”“指标值说明”“标准值”“标杆值”等列。
library-none-found = 没有符合“{ $words }”的条目。可换一个词，或按 { $key } 看其他部分。
library-none-fits = 指标库里没有与本条名称相近的条目。按 2 看个性指标，按 / 查找。
library-none-missing = 没有发现缺少的核心指标：看了 { $peers } 个同类项目和指标库的核心指标。
library-not-of-row = 这是从审核页打开时才有的部分。请在审核页的一条指标上按 { $key }。
library-nowhere-to-use = 要采用条目，请先在审核页的一条指标上打开指标库。
library-search = 查找
library-state-abolished = 废止
library-state-trial = 试行
library-state-confirmed = 确认
library-state-issued = 印发
library-near-same = 同名
library-near-within = 包含
library-near-alike = 相近
library-having = { $having }/{ $looked } 个
library-core = 核心
library-source = { $document } { $date } { $scope } { $state }
library-version = { $table }（{ $year } 年，版本 { $batch }，{ $file }）
library-version-old = { $table }（{ $year } 年，版本 { $batch }，已被后来的版本代替）
library-missing-line = 同类 { $looked } 个项目中 { $having } 个有“{ $name }”，例：{ $example }
library-missing-core = 指标库把“{ $name }”列为这类项目的核心指标
field-library-part = 部分
field-library-code = 代码
field-library-unit = 计量单位
field-library-standard = 标准值
field-library-benchmark = 标杆值
field-library-industry = 行业
field-library-class = 项目类别
field-library-tier = 级次
field-library-scoring = 评分标准
field-library-evidence = 佐证资料
field-library-document = 依据文件
field-library-date = 发布日期
field-library-scope = 适用范围
field-library-state = 状态
field-library-version = 版本
field-library-fit = 相近程度
library-part-common = 共性指标
library-part-specific = 个性指标
library-part-transfer = 专项转移支付指标
library-said = 指标库有“{ $name }”（{ $source }），建议本条指标名称用“{ $name }”，计量单位“{ $unit }”，标准值 { $standard }，标杆值 { $benchmark }。
library-said-unvalued = 指标库有“{ $name }”（{ $source }），建议本条指标名称用“{ $name }”，计量单位“{ $unit }”，请据此填写可核查的指标值。
library-said-missing = 缺少核心指标“{ $name }”（{ $level2 }），同类 { $looked } 个项目中 { $having } 个设有此指标，请补充并填写指标值。
library-said-missing-core = 缺少核心指标“{ $name }”（{ $level2 }），指标库将其列为此类项目核心指标，请补充并填写指标值。
library-no-value = 未定
library-no-source = 指标库
## 审核页
review-head-standard = 标准
review-head-benchmark = 标杆
review-yardsticks = 历史 { $history }  标准 { $standard }  标杆 { $benchmark }  { $source }
matching-points = 执行率{ $execution }+指标{ $indicators }={ $total }
matching-points-alone = 指标{ $indicators }={ $total }
matching-right = [算术对]
matching-wrong = [应为{ $due }]
matching-product = { $cost }{ $costUnit }x{ $quantity }{ $quantityUnit }={ $amount }万
matching-products = { $count }项单价x数量={ $amount }万
matching-caps = { $count }项分项控制数={ $amount }万
matching-total = 总成本{ $amount }万
matching-agrees = [与预算相符]
matching-above = [超预算]
matching-below = [低于预算]
matching-open = [未算全]
matching-flat = 资金+{ $percent }%产出未增
matching-ask = [请核]
matching-title = 成本产出匹配
matching-heading-points = 分值
matching-heading-products = 单位成本 x 数量
matching-heading-caps = 分项成本控制数
matching-heading-total = 总成本
matching-heading-trend = 与上年比
matching-budget = 年度预算 { $budget } 万元；相差不超过 { $tolerance }% 算相符（本地方案的数）
matching-no-budget = 表上没有可读的年度资金总额，只列算式，不与预算比
matching-points-line = 执行率 { $execution } 分 + { $rows } 条指标共 { $indicators } 分 = { $total } 分，应为 { $due } 分
matching-points-assumed = 表上没有印执行率的分值，按规则取 { $execution } 分
matching-product-line = 第 { $costRow } 条 { $cost } { $costUnit } x 第 { $quantityRow } 条 { $quantity } { $quantityUnit } = { $amount } 万元
matching-unpaired-line = 第 { $row } 条 { $printed }：有 { $candidates } 条数量指标的单位对得上，不能确定乘哪一条，没有算
matching-unpaired-none = 第 { $row } 条 { $printed }：没有单位对得上的数量指标，没有算
matching-item = 第 { $row } 条 { $amount } 万元
matching-sum = 合计 { $sum } 万元
matching-difference = 与预算相差 { $difference } 万元
matching-trend-line = 资金 { $before } 万元 → { $now } 万元（{ $percent }%）
matching-output-line = 第 { $row } 条 { $before } → { $now }
matching-output-rose = 增加
matching-output-flat = 未增
matching-trend-flat = 资金增加，两年都有的产出指标没有一条增加，请核实多出的资金用在何处。
matching-nothing = 没有可以核对的算式：没有印分值，也没有能读成数的成本和数量。
matching-step = 算式
line-standard = 标准值 { $value }
## 命令行
cli-library = 指标库：共性、个性、专项转移支付指标及其标准值、标杆值
cli-library-list = 查指标库；给出项目时只列适合的条目，并列出可能缺少的核心指标
cli-library-list-arg-words = 名称、代码、行业、依据文件里的词，或名称的拼音首字母
cli-library-list-arg-part = 只看一部分：common 共性、specific 个性、transfer 专项转移支付
cli-library-list-arg-project = 项目代码、完整名称或编号
cli-library-list-arg-year = 项目的年度
cli-library-list-arg-row = 指标的序号
cli-library-show = 一个条目的全部内容和各版本
cli-library-show-arg-entry = 指标代码或完整名称
cli-library-import = 导入指标库或标准值表；表头要有“三级指标”，以及“是否共性指标”“指标值说明”“标准值”“标杆值”等列
cli-library-import-arg-files = 文件
cli-library-import-arg-year = 表上没有印年度时用
cli-library-json =
    JSON：tables（name、year、batch、source、entries、in_force）、counts（common、specific、transfer）、total、
    entries（part、code、name、level1、level2、unit、standard、benchmark、industry、project_class、tier、explanation、
    scoring、evidence、document、date、scope、status、core、table、no、nearness、same_field）、peers、
    missing（name、level2、having、looked、example、core）
cli-library-empty = 还没有指标库。用 wenxiao library import 导入。
problem-library-entry-not-found = 指标库里没有代码或名称是“{ $entry }”的条目。用 wenxiao library list 加一个词查找。
