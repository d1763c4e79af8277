//! What SQL asks of the program while it looks through the queue: the same rules as [`crate::model::query::fits`].

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Result as Told};

use crate::model::form::Form;
use crate::model::packed;
use crate::model::query::Text;
use crate::model::query::fits::{in_text, is_code, is_name, is_party};
use crate::model::review::ReviewState;
use crate::model::search;

/// The first three arguments: text, whether it is all, whether it was quoted.
fn text(call: &Context<'_>) -> Told<Text> {
    Ok(Text { text: call.get(0)?, whole: call.get(1)?, literal: call.get(2)? })
}

fn form(call: &Context<'_>, at: usize) -> Told<Option<Form>> {
    // A body that cannot be read is the doctor's finding.
    Ok(call.get_raw(at).as_blob_or_null()?.and_then(|body| packed::unpack(body).ok()))
}

/// Makes the functions known to a connection.
pub(in crate::store) fn install(connection: &Connection) -> Told<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection
        .create_scalar_function("name_fits", 4, flags, |call| Ok(is_name(&text(call)?, call.get_raw(3).as_str()?)))?;
    connection.create_scalar_function("spelled", 2, flags, |call| {
        Ok(search::spelled(call.get_raw(0).as_str()?, call.get_raw(1).as_str()?))
    })?;
    connection.create_scalar_function("code_fits", 4, flags, |call| {
        let text = text(call)?;
        Ok(call.get_raw(3).as_str_or_null()?.is_some_and(|code| is_code(&text, code)))
    })?;
    connection.create_scalar_function("party_fits", 5, flags, |call| {
        Ok(is_party(&text(call)?, call.get_raw(3).as_str_or_null()?, call.get_raw(4).as_str()?))
    })?;
    connection.create_scalar_function("indicator_fits", 4, flags, |call| {
        let text = text(call)?;
        let fits = |form: Form| {
            form.indicators.iter().any(|row| in_text(&text, &row.level3) || in_text(&text, &row.printed_target()))
        };
        Ok(form(call, 3)?.is_some_and(fits))
    })?;
    // A phrase as the index is asked for it, the form, and the tokens of what people said of it.
    connection.create_scalar_function("has_words", 3, flags, |call| {
        let phrase = call.get_raw(0).as_str()?;
        let said = call.get_raw(2).as_str_or_null()?;
        if said.is_some_and(|said| search::has(said, phrase)) {
            return Ok(true);
        }
        Ok(form(call, 1)?.is_some_and(|form| search::has(&search::terms(&form), phrase)))
    })?;
    connection.create_scalar_function("said_fits", 4, flags, |call| {
        let text = text(call)?;
        let state = call.get_raw(3).as_str_or_null()?;
        let state: Option<ReviewState> = state.and_then(|state| serde_json::from_str(state).ok());
        Ok(state.is_some_and(|state| search::said(&state).any(|said| in_text(&text, said))))
    })
}
