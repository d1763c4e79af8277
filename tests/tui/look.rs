//! first look

use crate::support::script::Script;

#[test]
fn look_at_everything() {
    let mut script = Script::new();
    println!("{}", script.screen());
    for keys in
        ["<f4>", "<enter>", "5", "<tab>", "<esc>", "<f7>", "<f6>", "<f8>", "<f9>", "<ctrl-o>", "<f1>", "<esc>", ":"]
    {
        script.press(keys);
        println!("== {keys}\n{}", script.screen());
    }
}
