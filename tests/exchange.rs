//! Departments' tables in, opinions out: real workbooks and csv files of every layout, and hostile ones.

#[path = "exchange/forms.rs"]
mod forms;
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
#[path = "exchange/lists.rs"]
mod lists;
#[path = "exchange/opinions.rs"]
mod opinions;
#[path = "exchange/other_books.rs"]
mod other_books;
#[path = "exchange/pages.rs"]
mod pages;
#[path = "exchange/returned.rs"]
mod returned;
