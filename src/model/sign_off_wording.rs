//! The wording of the sign-off page. The defaults fit any respondent; a set may have its own.

/// The wording of the sign-off page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffWording {
    /// Its heading.
    pub title: String,
    /// The text above the form.
    pub text: Option<String>,
    /// The field for the person who signs.
    pub name: FieldWording,
    /// The field for their role.
    pub role: FieldWording,
    /// The field for their authority.
    pub authority: FieldWording,
    /// The field for the date.
    pub date: FieldWording,
    /// The declaration confirmed by signing.
    pub declaration: String,
}

/// The wording of a field on the sign-off page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWording {
    /// The label of the field.
    pub label: String,
    /// The hint below the label.
    pub hint: Option<String>,
    /// Whether the field must be filled in.
    pub required: bool,
}

impl FieldWording {
    fn new(label: &str, hint: &str, required: bool) -> Self {
        Self { label: label.to_owned(), hint: Some(hint.to_owned()), required }
    }
}

impl Default for SignOffWording {
    fn default() -> Self {
        let role_hint =
            "As it should read in the response. Leave blank if you respond for yourself";
        let authority_hint =
            "Such as a decision or a delegated power. Leave blank if none is needed";
        Self {
            title: "Sign off and export".to_owned(),
            text: None,
            name: FieldWording::new(
                "Name of the person who signs off",
                "Who takes responsibility for this response",
                true,
            ),
            role: FieldWording::new("Their role", role_hint, false),
            authority: FieldWording::new("Authority", authority_hint, false),
            date: FieldWording::new("Date", "For example 28 May 2014", true),
            declaration: "I confirm that this is the final response, and that the person named \
                          above has approved it."
                .to_owned(),
        }
    }
}
