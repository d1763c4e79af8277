# 问效的基本用语。命令行、界面和各部分的用语在 parts/ 下。

app-name = 问效
app-title = 问效 预算绩效审核工作站

## 审核状态
status-queued = 待审
status-re-review = 重报待审
status-reviewing = 在审
status-opinioned = 待定级
status-passed = 通过
status-negotiated = 协商
status-returned = 退回
status-blocked = 不予安排
status-contested = 有冲突

## 筛选用词（空格分隔）
filter-words-unread = 未审 没审
filter-words-open = 未完 未审结 未定
filter-words-done = 已完 已审结 已定 审结

## 审核结果
grade-excellent = 优
grade-good = 良
grade-fair = 中
grade-poor = 差

## 逐条决定
verdict-passed = 无问题
verdict-opinion = 已提意见
verdict-returned = 退回重填
verdict-later = 稍后

## 表的种类
kind-target = 绩效目标申报表
kind-self-evaluation = 绩效自评表
kind-monitoring = 绩效运行监控表
kind-budget-list = 项目预算清单
kind-department-overall = 部门整体绩效目标表
kind-indicator-library = 绩效指标库
kind-reply = 整改反馈
kind-opinion-list = 绩效目标评审意见
kind-recheck-list = 自评复核清单

## 阶段、排序、期限
stage-compiled = 编制
stage-approved = 批复
stage-execution = 执行
sort-department = 按部门
sort-amount = 按金额
sort-year = 按年度
sort-status = 按状态
horizon-annual = 年度
horizon-mid-term = 中期

## 提示级别
severity-error = 错误
severity-warning = 警告
severity-info = 提示

## 审核结果的后果（财预〔2015〕88号第二十五条）
consequence-arrange = 进入下一步预算安排流程
consequence-negotiate = 与单位协商，直接完善后进入下一步预算安排流程
consequence-resubmit = 单位修改完善后，按程序重新报送审核
consequence-exclude = 不得进入下一步预算安排流程
consequence-prioritise = 优先保障
consequence-support = 予以保障
consequence-cut = 压减预算
consequence-cancel = 取消或暂停安排

## 通用问题
problem-internal = 程序内部出错：{ $detail }。已确认的内容都已保存；请把日志文件交给管理员。
problem-not-found = 找不到文件：{ $path }。请核对路径后重试。
problem-not-readable = 不能读取 { $path }：{ $detail }。请检查权限，或换一个文件。
problem-not-writable = 不能写入 { $path }：{ $detail }。请检查权限和磁盘空间，或换一个位置。
problem-no-home = 找不到本用户的数据文件夹。请设置环境变量 WENXIAO_HOME，或用 --db 指定数据库。
problem-bad-date = 看不懂日期“{ $value }”。请写成 2025-06-30、6-30 或 +30（30 天后）。
problem-bad-filter = 看不懂筛选条件。{ $detail }

## 配置文件
problem-config-line = 配置文件 { $file } 第 { $line } 行有误：{ $detail }。此处改用内置内容；更正后重新打开即可。
problem-config-value = 配置文件 { $file } 第 { $line } 行：{ $field } 的值“{ $value }”不能用。此处改用内置内容；更正后重新打开即可。
problem-config-unreadable = 配置文件 { $file } 不能读取：{ $detail }。已改用内置内容。
problem-unknown-profile = 没有名为“{ $name }”的规则方案。可用的有：{ $known }。
