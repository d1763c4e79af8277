//! The library from a row of the review: what fits, what is taken into an opinion, what a target lacks, the sums.

use crate::support::script::Script;

#[test]
fn an_entry_that_fits_a_row_goes_into_a_draft_that_is_given_like_any_other() {
    let mut script = Script::new();
    script.press("<f4><enter><home><down>*").shows("适合本条 1 个").shows("≤2.50").shows("云建〔2024〕3号");
    script.press("<enter>").shows("意见编辑").shows("标准值 ≤2.50").shows("标杆值 ≤2.20");
    script.press("<ctrl-s>").shows("[提]");
}

#[test]
fn what_a_target_lacks_is_said_of_the_target_as_a_whole() {
    let mut script = Script::new();
    script.press("<f4><enter><home>*").shows("惠及居民户数").shows("核心");
    script.press("<enter>").shows("缺少核心指标");
}

#[test]
fn the_library_is_read_by_parts_and_searched_by_initials() {
    let mut script = Script::new();
    script.press("<ctrl-w>").shows("验收合格率");
    script.press("<tab>").shows("户均改造成本");
    script.press("/dwnh").shows("单位能耗下降率").hides("户均改造成本");
    script.press("<esc><enter>").shows("经济成本指标");
    script.press("<esc>5").shows("从审核页打开时才有");
}

#[test]
fn every_number_of_the_match_is_told() {
    let mut script = Script::new();
    script.press("<f4><enter>%").shows("2.80 万元/户 x 第 3 条 450 户 = 1,260.00 万元").shows("与预算相差 0.00 万元");
}
