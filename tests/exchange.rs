//! Departments' tables in, opinions out: real workbooks and csv files of every layout, and hostile ones.

#[path = "exchange/forms.rs"]
mod forms;
#[path = "exchange/golden.rs"]
mod golden;
#[path = "exchange/hostile.rs"]
mod hostile;
#[path = "exchange/hostile_books.rs"]
mod hostile_books;
#[path = "exchange/hostile_databases.rs"]
mod hostile_databases;
#[path = "exchange/hostile_program.rs"]
mod hostile_program;
#[path = "exchange/hostile_text.rs"]
mod hostile_text;
#[path = "exchange/layouts_forms.rs"]
mod layouts_forms;
#[path = "exchange/layouts_lists.rs"]
mod layouts_lists;
#[path = "exchange/layouts_shapes.rs"]
mod layouts_shapes;
#[path = "exchange/lists.rs"]
mod lists;
#[path = "exchange/opinions.rs"]
mod opinions;
#[path = "exchange/other_books.rs"]
mod other_books;
#[path = "exchange/pages.rs"]
mod pages;
#[path = "exchange/papers.rs"]
mod papers;
#[path = "exchange/real_tables.rs"]
mod real_tables;
#[path = "exchange/returned.rs"]
mod returned;
#[path = "exchange/streaming.rs"]
mod streaming;
