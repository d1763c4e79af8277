# 批量处理、撤销、操作记录

phase-comparing = 核对
phase-acting = 批量记录

## 未列入的原因
many-left-key-lane = 1000 万元及以上，须逐个审核
many-left-contested = 有冲突，须先解决
many-left-closed = 已定级
many-left-gone = 已不在本库
many-left-same = 已有同样的意见
many-left-no-row = 没有相同的指标
many-left-rows-decided = 相关各条都已审过
many-left-put-off-already = 没有待审的条目，或都已标稍后
many-left-put-off = 第 { $row } 条标了稍后
many-left-has-opinions = 已有意见、整改要求或退回的条目，不能批量定优
many-left-needs-opinion = 没有意见，不能定为中或差
many-left-no-unit = 没有责任单位
many-left-slot =
    { $slot ->
        [indicator] 标准语要指标名称，这里没有
        [target] 标准语要指标值，这里没有
        [level2] 标准语要二级指标，这里没有
        [unit] 标准语要计量单位，这里没有
        [weight] 标准语要权重，这里没有
        [last_year] 标准语要上年值，这里没有
        [funds] 标准语要金额，这里没有
       *[other] 标准语里有须手工填写的内容
    }
## 各原因的总称，清单用；不含单个项目的细节
many-reason-put-off = 有标稍后的条目
many-reason-slot = 标准语的内容填不全

problem-many-targets = 选中 { $count } 个项目，一次最多 { $most } 个。请用筛选缩小范围，分几次处理。
problem-many-events = 这一步要写 { $count } 条记录，一次最多 { $most } 条，否则别人要等太久。请少选一些项目，分几次处理。
problem-many-nothing = 选中的项目都不能这样处理，什么也没有写入。请看各自的原因，改选项目或换一种处理。
problem-many-changed = { $targets } 个项目中有 { $changed } 个在预览之后有了变化，这一步全部没有写入。请重新预览，看过再定。
problem-steps-changed = 在您查看之后又有了新的操作或撤销，这一步没有做。请重新查看操作记录再选。
problem-no-such-event = 本库没有这一步的记录。请按操作记录里的编号再试。

## 操作
step-many-what =
    { $step ->
        [step-opinion-added] 按条提意见，类别 { $category }
        [step-opinion-added-whole] 提意见，类别 { $category }
        [step-passed] 无问题
        [step-returned] 退回重填
        [step-later] 稍后
        [step-graded-excellent] 审结，定为优
        [step-graded-good] 审结，定为良
        [step-graded-fair] 审结，定为中
        [step-graded-poor] 审结，定为差
       *[step-earlier] 多项操作
    }
step-many =
    { $targets ->
        [1] { $project }：{ step-many-what }，共 { $events } 条
       *[other] 批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-many-undone =
    { $targets ->
        [1] 撤销：{ $project }：{ step-many-what }，共 { $events } 条
       *[other] 撤销批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-many-redone =
    { $targets ->
        [1] 重做：{ $project }：{ step-many-what }，共 { $events } 条
       *[other] 重做批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-undone-several = 撤销 { $steps } 步
