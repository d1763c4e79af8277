//! The catalogue: names, places, counts.

use super::*;

#[test]
fn every_row_is_found_by_its_name_and_named_after_its_scope() {
    for spec in CATALOGUE {
        assert_eq!(Command::from_id(spec.id), Some(spec.command), "{} twice", spec.id);
        assert_eq!(spec.command.spec().id, spec.id);
        let table = spec.id.split('.').next().unwrap();
        let scope = if spec.scope == Scope::Global { "app" } else { spec.scope.id() };
        assert_eq!(table, scope, "{}", spec.id);
    }
}

#[test]
fn classes_and_phrases_know_their_place() {
    assert_eq!(Class::ALL.map(Class::index), std::array::from_fn(|index| index));
    assert_eq!(Phrase::Accept.index(), None);
    assert_eq!(Phrase::P9.index(), Some(8));
}
