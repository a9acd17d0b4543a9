//! An e-mail to send a final response with, ready to paste: to whom, what about, what is attached.

use std::path::{Path, PathBuf};

use super::{as_yaml, from_response::respondent, words::closing};
use crate::{
    model::{
        consultation::{Address, Consultation},
        reading::day_in_words,
        response::{Completion, ResponseRecord},
    },
    store::{
        disk::Disk,
        response::{self, UnwritableResponse},
    },
};

/// Why there is no e-mail.
#[derive(Debug, thiserror::Error)]
pub enum EmailError {
    /// The response is not final.
    #[error("the response is not final: sign it off, then make the e-mail")]
    NotFinal,
    /// The file to attach is missing, or is another response.
    #[error("{} does not hold this response: export it first, then make the e-mail", .0.display())]
    NotExported(PathBuf),
    /// Its digest cannot be taken.
    #[error(transparent)]
    Unwritable(#[from] UnwritableResponse),
}

/// Returns the e-mail that sends a response; `attached` is its file.
///
/// # Errors
/// If the response is not final, or the file is not this response.
pub fn email(
    disk: &dyn Disk,
    record: &ResponseRecord,
    set: &Consultation,
    attached: &Path,
) -> Result<String, EmailError> {
    let Some(completion) = &record.completion else { return Err(EmailError::NotFinal) };
    let digest = as_yaml(record)?.digest;
    let there = disk.read(attached).ok().and_then(|content| response::read("", &content).ok());
    if there.is_none_or(|there| there.digest != digest) {
        return Err(EmailError::NotExported(attached.to_owned()));
    }
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

/// Returns the path for an e-mail beside its draft: the first one that is free, or has this text.
pub fn path_beside(disk: &dyn Disk, draft: &Path, text: &str) -> PathBuf {
    let stem = draft.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".response").unwrap_or(&stem);
    let numbers = (2_u32..).map(|number| format!("-{number}"));
    let mut paths = std::iter::once(String::new())
        .chain(numbers)
        .map(|number| draft.with_file_name(format!("{stem}.email{number}.txt")));
    let is_ours = |path: &PathBuf| match disk.read(path) {
        Ok(there) => there == text.as_bytes(),
        Err(_) => path.symlink_metadata().is_err(),
    };
    paths.find(is_ours).unwrap_or_default()
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
