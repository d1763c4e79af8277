# 抽样方案每一格填什么：光标在哪一格，就在结果预览里说哪一格

sample-help-year = 空着就是最近一个有自评的年度。
sample-help-rate = 随机抽取占自评项目的比例，如 10%；只有随机抽取的与规定的比例比。
sample-help-minimum = 每个部门至少抽几项，不足的全抽。
sample-help-floors = 要多抽的部门：部门=项数，分号隔开，如 教育局=13；民政局=13。{ $key } 自动填。
sample-help-cutoff = 达到这个金额（万元）的每项都查，不参加抽签，也不算随机抽取。
sample-help-recommended = 业务处室推荐的：项目代码，用分号隔开；每项都查，不算随机抽取。
sample-help-flagged = 自评比按自评值重算高出这么多分的，每项都查，不算随机抽取。
sample-help-excluded = 剔除的：项目代码=原因:说明，用分号隔开。X1 不在范围，X2 重复，X3 涉密，X4 封存前撤回，X5 本年已查；原因和说明随记录公布。
sample-help-sources = 种子取自何处，每处一个名称，用分号隔开，如 十面骰20次(监督处)；公开开奖号码。封存后按这个次序当众取。
sample-help-rotation = 几年内每个单位至少查到一次（2 至 9），如 3；按项目轮的写 3 project。到期的每项都查。
sample-help-stages = 分几次抽：不能容忍的比例，每次接受几个、几个起续抽，如 5% 1-3 +20:4；空着就只抽一次。
sample-help-inflated = 上一次抽查里自评虚高的单位，要不要每项都查。
sample-help-second = 抽中的里面再抽多少由两人各自独立复核，如 1/5；空着就不抽。
