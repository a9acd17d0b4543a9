//! The question sets that ship with the program, and are built into it.

/// The shipped question sets, with the examples last.
pub const SHIPPED: &[Shipped] = &[
    Shipped {
        id: "dfe-2014-delegation",
        name: "questions/dfe-2014-delegation.yaml",
        text: include_str!("../../questions/dfe-2014-delegation.yaml"),
    },
    Shipped {
        id: "practice",
        name: "questions/practice.yaml",
        text: include_str!("../../questions/practice.yaml"),
    },
    Shipped {
        id: "library-hours",
        name: "questions/library-hours.yaml",
        text: include_str!("../../questions/library-hours.yaml"),
    },
    Shipped {
        id: "every-feature",
        name: "questions/every-feature.yaml",
        text: include_str!("../../questions/every-feature.yaml"),
    },
];

/// A shipped question set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its id, which is also its file's name.
    pub id: &'static str,
    /// Its name in problems.
    pub name: &'static str,
    /// Its YAML.
    pub text: &'static str,
}

/// Returns the shipped set with that id.
pub fn shipped(id: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|set| set.id == id)
}
