use wenxiao::sample;
#[test]
fn look() {
    let started = std::time::Instant::now();
    let batches = sample::batches();
    println!("{:?}", started.elapsed());
    for batch in &batches {
        let rows: usize = batch.forms.iter().map(|(_, form)| form.indicators.len()).sum();
        let key = batch.forms.iter().filter(|(_, f)| f.annual_funds().is_some_and(|m| m.0 >= 1_000_000_000)).count();
        println!("{} {} {rows} key {key}", batch.name, batch.forms.len());
    }
    let mut counts = std::collections::BTreeMap::new();
    for planted in sample::answer_key() {
        *counts.entry((planted.class, planted.what)).or_insert(0) += 1;
    }
    for (k, v) in counts {
        println!("{k:?} {v}");
    }
    for batch in &batches[..3] {
        std::fs::write(
            format!("/tmp/out-{}.jsonl", batch.name.replace('/', "-")),
            batch.forms.iter().map(|(_, f)| f.canonical() + "\n").collect::<String>(),
        )
        .unwrap();
    }
    println!("{:?}", started.elapsed());
}
