# 公布文件的验证、后续抽取的复审
draw-verified-held = 已核对的文件：{ $files }
draw-verified-absent = 没有这些文件（不是每次抽取都有），未核对：{ $files }
problem-draw-no-folder = { $path } 不是文件夹。请给出公布文件所在的文件夹，或逐个给出 --population、--plan、--seed-record、--proof。
problem-draw-full-plan-changed = 验证不通过：{ $path } 第 { $line } 行不是封存时的内容：现在的 SHA-256 是 { $here }，种子记录写明应为 { $sealed }。请向公布单位索取原来的 plan.json。
problem-draw-full-plan-missing = 验证不通过：没有 { $path }（缺第 { $line } 行起全部内容）。种子记录 { $record } 写明有 plan.json，SHA-256 应为 { $digest }。请把封存时公布的 plan.json 放在一起，或用 --plan-json 指明。
problem-draw-full-plan-unsealed = 验证不通过：{ $path } 第 { $line } 行起的内容没有封存：种子记录 { $record } 里没有 planjson=，这次抽取不应有 plan.json。请向公布单位核对。
problem-draw-second-missing = 验证不通过：没有 { $path }（缺第 { $line } 行起全部内容）。封存的 plan.json 规定 { $share } 由两人独立复审，名单必须公布。请把 second.tsv 放在一起，或用 --second 指明。

## 没有第二人的免去
step-second-released = { $project }：免去第二人独立复核：{ $reason }
problem-second-released = { $project } 的第二人独立复核已经免去，一人即可出结果。要恢复，请撤销那一步（免去以后还没有人继续填时可以撤销）。
problem-second-released-worked = { $project } 免去第二人以后已有人继续复核，可能看过对方的数，不能再恢复成独立复核。
second-standing-released = 独立复核：已由{ $name }免去第二人（{ $reason }），一人即可出结果
second-short-released = 已免去第二人
second-release-heading = 没有第二人，免去独立复核
second-release-text = 确实没有第二人时，写明理由可以免去：这份复核随即按一人复核办理，各人已填的都会显示，统计一致程度时单列为免去。不免去，按取消键离开。
results-agreement-released = 应由两人独立复核的，有 { $released } 个因没有第二人而免去，不算作一致。
cli-arg-release = 没有第二人时免去独立复核，写明理由；之后一人即可出结果
cli-sample-verify-arg-plan-json = plan.json；不给时在种子记录旁边找
cli-sample-verify-arg-second = second.tsv；不给时在种子记录旁边找
cli-sample-verify-arg-folder = 公布文件所在的文件夹：其中的文件逐个核对，不必另给
cli-name-release = 理由
