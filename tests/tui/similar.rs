//! Projects that do the same: what is listed, left out, drawn, summed, and written into an opinion.

use wenxiao::engine::request::{JobSpec, Request};
use wenxiao::text::Language;

use crate::support::fake::World;
use crate::support::script::Script;

#[test]
fn look() {
    for size in [(80, 24), (60, 24), (120, 40), (80, 16)] {
        for language in Language::ALL {
            for keys in ["<f4><enter>;", "<f4><enter><down>;", "<f4><enter>;1", "<f4><enter>;<enter>"] {
                let mut script = Script::on(World::sample(), size, language);
                script.press(keys);
                println!("{}", script.screen());
            }
        }
    }
    let _ = (JobSpec::TakeDownNames, Request::LoadHome { epoch: 0 });
}
