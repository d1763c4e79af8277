# 公布文件的验证、后续抽取的复审
draw-verified-held = 已核对的文件：{ $files }
draw-verified-absent = 没有这些文件（不是每次抽取都有），未核对：{ $files }
problem-draw-no-folder = { $path } 不是文件夹。请给出公布文件所在的文件夹，或逐个给出 --population、--plan、--seed-record、--proof。
problem-draw-full-plan-changed = 验证不通过：{ $path } 第 { $line } 行不是封存时的内容：现在的 SHA-256 是 { $here }，种子记录写明应为 { $sealed }。请向公布单位索取原来的 plan.json。
problem-draw-full-plan-missing = 验证不通过：没有 { $path }（缺第 { $line } 行起全部内容）。种子记录 { $record } 写明有 plan.json，SHA-256 应为 { $digest }。请把封存时公布的 plan.json 放在一起，或用 --plan-json 指明。
problem-draw-full-plan-unsealed = 验证不通过：{ $path } 第 { $line } 行起的内容没有封存：种子记录 { $record } 里没有 planjson=，这次抽取不应有 plan.json。请向公布单位核对。
problem-draw-second-missing = 验证不通过：没有 { $path }（缺第 { $line } 行起全部内容）。封存的 plan.json 规定 { $share } 由两人独立复审，名单必须公布。请把 second.tsv 放在一起，或用 --second 指明。
