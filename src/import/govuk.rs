//! Reads the JSON of a page of GOV.UK, as <https://www.gov.uk/api/content/> gives it.

use serde_json::Value;

use super::{
    found::FrontPage,
    html,
    paper::{ImportError, Paper},
    paragraph::tidy,
    plain_text,
};

/// Reads the text of a page, and what GOV.UK knows of its dates and addresses.
///
/// # Errors
/// When it is no such page.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let page: Value = serde_json::from_str(&plain_text::decoded(bytes)).map_err(|error| {
        ImportError::Damaged { format: "JSON", why: format!("it is no JSON ({error})") }
    })?;
    let Some(details) = page.get("details") else {
        return Err(ImportError::unreadable(
            "this JSON is no page of GOV.UK",
            "give what https://www.gov.uk/api/content/ and the path of the page answers",
        ));
    };
    let body = text_at(details, &["body"]).unwrap_or_default();
    let parts = details.get("parts").and_then(Value::as_array).into_iter().flatten();
    let parts = parts.filter_map(|part| text_at(part, &["body"]));
    let body = std::iter::once(body).chain(parts).collect::<Vec<_>>().join("\n");
    let mut paper = html::read_text(&body)?;
    let organisations = page.pointer("/links/organisations").and_then(Value::as_array);
    let names = organisations.into_iter().flatten().filter_map(|one| text_at(one, &["title"]));
    let names: Vec<String> = names.collect();
    let day = |key: &str| {
        let moment = text_at(details, &[key])?;
        moment.get(..10).map(str::to_owned)
    };
    let way = |key: &str| text_at(details, &["ways_to_respond", key]);
    paper.front = FrontPage {
        title: text_at(&page, &["title"]),
        publisher: (!names.is_empty()).then(|| names.join(" and ")),
        opens: day("opening_date"),
        closes: day("closing_date"),
        email: way("email"),
        url: way("link_url"),
        post: way("postal_address"),
    };
    Ok(paper)
}

/// The text under some keys.
fn text_at(value: &Value, keys: &[&str]) -> Option<String> {
    let found = keys.iter().try_fold(value, |value, key| value.get(*key))?;
    found.as_str().map(|text| if keys == ["body"] { text.to_owned() } else { tidy(text) })
}
