//! A failed save in words.

use crate::app::saving::{RecoveryCopy, SaveFailure};

impl SaveFailure<'_> {
    /// What has to be known first, in two words.
    pub fn headline(&self) -> &'static str {
        match self.copy {
            RecoveryCopy::Unknown | RecoveryCopy::Kept => "NOT SAVED",
            RecoveryCopy::Refused(_) => "NOT SAVED, AT RISK",
        }
    }

    /// What follows that: where the draft is, and why it is not in its file.
    pub fn explained(&self) -> String {
        let reason = self.reason;
        match self.copy {
            RecoveryCopy::Unknown => reason.to_owned(),
            RecoveryCopy::Kept => format!("{reason}; kept on this machine"),
            RecoveryCopy::Refused(_) => format!("{reason}; your latest changes are only in memory"),
        }
    }

    /// The same in sentences, for who wants to leave. The last is for where there is room.
    pub fn sentences(&self) -> [String; 3] {
        let reason = self.reason;
        let not_in_file = format!("Your latest changes are not in the draft's file: {reason}.");
        match self.copy {
            RecoveryCopy::Unknown => [
                not_in_file,
                "It is not known yet whether there is a copy.".to_owned(),
                "Wait a moment: this will say whether this machine has one.".to_owned(),
            ],
            RecoveryCopy::Kept => [
                not_in_file,
                "A copy is kept on this machine.".to_owned(),
                "It comes back when you open the draft here again.".to_owned(),
            ],
            RecoveryCopy::Refused(why) => [
                format!("Your latest changes are only in memory: {reason}."),
                "If you leave, you lose them.".to_owned(),
                format!("No copy can be kept on this machine: {why}."),
            ],
        }
    }
}
