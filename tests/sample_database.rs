//! The sample database: the same content whoever builds it.

mod support;

use support::{Desk, go_on};
use wenxiao::engine::sample::{SampleSize, build};
use wenxiao::engine::workstation::Workstation;

#[test]
fn two_builds_have_one_digest_and_a_stopped_build_leaves_nothing() {
    let digests: Vec<_> = (0..2)
        .map(|_| {
            let desk = Desk::new();
            build(&desk.options(), SampleSize::Small, &mut go_on).unwrap();
            let station = Workstation::open(desk.options()).unwrap();
            assert!(station.station().unwrap().sample);
            let doctor = station.doctor().unwrap();
            assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
            station.digest().unwrap()
        })
        .collect();
    assert_eq!(digests[0], digests[1]);

    let desk = Desk::new();
    let stopped = build(&desk.options(), SampleSize::Small, &mut |_| std::ops::ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().key, "problem-cancelled");
    let left: Vec<_> = std::fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}
