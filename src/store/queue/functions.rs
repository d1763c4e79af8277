//! What SQL asks of the program while it looks through the queue: the same rules as [`crate::model::query::fits`].

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Result as Told};

use crate::model::form::Form;
use crate::model::packed;
use crate::model::query::Text;
use crate::model::query::fits::{in_text, is_party};
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
    connection.create_scalar_function("name_fits", 4, flags, |call| {
        let text = text(call)?;
        let name = call.get_raw(3).as_str()?;
        let spelled = || text.initials().is_some_and(|letters| crate::model::pinyin::fit(name, &letters).is_some());
        Ok(in_text(&text, name) || spelled())
    })?;
    connection.create_scalar_function("code_fits", 4, flags, |call| {
        let text = text(call)?;
        Ok(call.get_raw(3).as_str_or_null()?.is_some_and(|code| match text.whole {
            true => search::equal(&text.text, code),
            false => search::plain(code).contains(&search::plain(&text.text)),
        }))
    })?;
    connection.create_scalar_function("party_fits", 5, flags, |call| {
        Ok(is_party(&text(call)?, call.get_raw(3).as_str_or_null()?, call.get_raw(4).as_str()?))
    })?;
    connection.create_scalar_function("unit_fits", 4, flags, |call| {
        let head = call.get_raw(3).as_blob_or_null()?.and_then(|body| packed::head(body).ok());
        let text = text(call)?;
        Ok(head.is_some_and(|head| is_party(&text, head.unit.code.as_deref(), &head.unit.name)))
    })?;
    connection.create_scalar_function("unit_of", 1, flags, |call| {
        let head = call.get_raw(0).as_blob_or_null()?.and_then(|body| packed::head(body).ok());
        Ok(head.map_or_else(String::new, |head| head.unit.name))
    })?;
    connection.create_scalar_function("indicator_fits", 4, flags, |call| {
        let text = text(call)?;
        let fits = |form: Form| {
            form.indicators.iter().any(|row| in_text(&text, &row.level3) || in_text(&text, &row.printed_target()))
        };
        Ok(form(call, 3)?.is_some_and(fits))
    })?;
    connection.create_scalar_function("form_fits", 4, flags, |call| {
        let text = text(call)?;
        Ok(form(call, 3)?
            .is_some_and(|form| search::texts(&form).any(|whole| search::stands(&text.text, whole.as_ref()))))
    })?;
    connection.create_scalar_function("said_fits", 4, flags, |call| {
        let text = text(call)?;
        let state = call.get_raw(3).as_str_or_null()?;
        let state: Option<ReviewState> = state.and_then(|state| serde_json::from_str(state).ok());
        Ok(state.is_some_and(|state| search::said(&state).any(|said| in_text(&text, said))))
    })
}
