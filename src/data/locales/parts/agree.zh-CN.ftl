# 同一问题多处一致处理：采纳与不采纳机审草稿、前后一致、逐条说明机审

## 批量采纳或不采纳机审草稿
many-left-draft-answered = 这条机审草稿已有人处理
many-left-draft-incomplete = 草稿里有须手工补全的内容，请逐个采纳
many-left-drafts = 还有 { $drafts } 处机审草稿未处理
many-reason-drafts = 还有机审草稿未处理
many-without-draft = 其余 { $targets } 项没有这条机审草稿
many-only-with-draft = 光标处没有待处理的机审草稿：请先把光标移到标着“待”的一行，再批量采纳或不采纳。
many-draft-here = 机审草稿：{ $check }
many-act-accept = 采纳机审 { $check } 的草稿：{ $text }
many-act-dismiss = 不采纳机审 { $check }：{ $reason }
command-many-accept = 采纳机审
command-many-accept-description = 采纳机审：这条规则的草稿在队列里还有待处理的，全部照原文采纳
command-many-dismiss = 不采纳
command-many-dismiss-description = 不采纳：这条规则的草稿在队列里还有待处理的，全部以同一理由不采纳
cli-many-accept = 采纳一条机审规则的全部待处理草稿
cli-many-dismiss = 以同一理由不采纳一条机审规则的全部待处理草稿
cli-many-dismiss-arg-reason = 不采纳的理由
problem-many-check-drafts-nothing = 机审 { $check } 现在不出草稿（只作提示、静默或停用），没有什么可以采纳或不采纳。要恢复，请在规则页（队列里按 *）把它设为出草稿。
problem-many-dismissal-needs-reason = 批量不采纳机审 { $check } 须写明理由，什么也没有写入。请写一句理由再试。
