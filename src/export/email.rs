//! An e-mail to send a final response with, ready to paste: to whom, what about, what is attached.

use std::path::{Path, PathBuf};

use super::{as_yaml, format::Format, from_response::respondent, words::closing};
use crate::{
    model::{
        consultation::{Address, Consultation},
        reading::day_in_words,
        response::{Completion, ResponseRecord},
    },
    store::response::UnwritableResponse,
};

/// Why there is no e-mail.
#[derive(Debug, thiserror::Error)]
pub enum EmailError {
    /// The response is not final.
    #[error("the response is not final: sign it off, then make the e-mail")]
    NotFinal,
    /// Its digest cannot be taken.
    #[error(transparent)]
    Unwritable(#[from] UnwritableResponse),
}

/// The e-mail for a response that is exported beside a draft, or is that file.
///
/// # Errors
/// When the response is not final.
pub fn email(
    record: &ResponseRecord,
    set: &Consultation,
    file: &Path,
) -> Result<String, EmailError> {
    let Some(completion) = &record.completion else { return Err(EmailError::NotFinal) };
    let digest = as_yaml(record)?.digest;
    let attached = super::path_beside(file, record, Format::Yaml);
    let attached = attached.file_name().unwrap_or_default().to_string_lossy();
    let by = respondent(record).map(|name| format!(" of {name}")).unwrap_or_default();
    let addresses = set.respond_via.iter().filter_map(|channel| match &channel.address {
        Address::Email(address) => Some(address.as_str()),
        Address::Online(_) | Address::Post(_) | Address::Telephone(_) => None,
    });
    let addresses: Vec<&str> = addresses.collect();
    let to = if addresses.is_empty() {
        format!("{}, at the address that the consultation gives", set.publisher)
    } else {
        addresses.join(", ")
    };
    let closes = set.closes.as_ref().map(|closes| closing(closes, set));
    let closes = closes.map(|closes| format!(", which closes {closes},")).unwrap_or_default();
    let paragraphs = [
        format!("To: {to}\nSubject: Response{by} to “{}”", record.title),
        format!("Dear {}", set.publisher),
        format!("The response{by} to the consultation “{}”{closes} is attached.", record.title),
        approved(completion),
        format!("Attached: {attached}\nIts digest, to check that it arrived unchanged: {digest}"),
        "Please confirm that you have received it.".to_owned(),
        signature(completion),
    ];
    Ok(paragraphs.join("\n\n") + "\n")
}

/// Returns the path of the e-mail: beside the draft.
pub fn path_beside(draft: &Path) -> PathBuf {
    let stem = draft.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".response").unwrap_or(&stem);
    draft.with_file_name(format!("{stem}.email.txt"))
}

/// Says who approved the response, and under what authority.
fn approved(completion: &Completion) -> String {
    let sign_off = &completion.sign_off;
    let of = |text: &str, before: &str| match text.trim() {
        "" => String::new(),
        text => format!(", {before}{text}"),
    };
    format!(
        "It was approved by {}{}{} on {}.",
        sign_off.name.trim(),
        of(&sign_off.role, ""),
        of(&sign_off.authority, "under "),
        day_in_words(sign_off.date)
    )
}

fn signature(completion: &Completion) -> String {
    let lines = [completion.sign_off.name.trim(), completion.sign_off.role.trim()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
