//! Rights: what a route or an act needs, which roles have it, and by which scope a token does.

use super::{Role, Scope};

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// The life of certificates: revoke, suspend, lift, supersede, renew.
    Life,
    /// Keys and councils: retire, compromise, succeed.
    Keys,
    /// The trust list.
    Publish,
    /// One's own account, and a desk of one's own.
    Own,
    /// See dossiers, sessions and decisions in reach.
    Work,
    /// Register producers and change what is registered.
    Producers,
    /// Write, lodge and withdraw dossiers.
    Lodge,
    /// Print labels, and have runs of labels with serials made.
    Labels,
    /// Allow labels of a suspended certificate to be printed again.
    Reprint,
    /// See how often the labels with serials are scanned, and which too often.
    Scans,
    /// Take dossiers in, return them, send them on; open and conclude sessions.
    Receive,
    /// Fill a score sheet.
    Score,
    /// Prepare decisions.
    Prepare,
    /// Approve decisions.
    Approve,
    /// Reports of what is in reach.
    Reports,
    /// Accounts and roles.
    People,
    /// How old keys and lists are, and what to do next.
    Upkeep,
    /// The trail of what was done.
    Trail,
    /// Check the market: the journal, what shoppers reported, opening and working on cases.
    Inspect,
    /// See the cases of false claims in reach.
    Cases,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 20] = [
        Self::Life,
        Self::Keys,
        Self::Publish,
        Self::Own,
        Self::Work,
        Self::Producers,
        Self::Lodge,
        Self::Labels,
        Self::Reprint,
        Self::Scans,
        Self::Receive,
        Self::Score,
        Self::Prepare,
        Self::Approve,
        Self::Reports,
        Self::People,
        Self::Upkeep,
        Self::Trail,
        Self::Inspect,
        Self::Cases,
    ];

    /// The roles that have it.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Life | Self::Approve | Self::Reprint => &[Role::Chair],
            Self::Keys | Self::Publish | Self::People => &[Role::Programme],
            Self::Own => &Role::ALL,
            Self::Work => &[
                Role::Programme,
                Role::Secretary,
                Role::Chair,
                Role::Scorer,
                Role::Producer,
                Role::Auditor,
            ],
            Self::Producers => &[Role::Programme, Role::Secretary],
            Self::Lodge | Self::Labels => &[Role::Secretary, Role::Producer],
            Self::Receive | Self::Prepare => &[Role::Secretary],
            Self::Score => &[Role::Scorer],
            Self::Reports | Self::Scans => {
                &[Role::Programme, Role::Secretary, Role::Chair, Role::Auditor]
            }
            Self::Upkeep | Self::Trail => &[Role::Programme, Role::Auditor],
            Self::Inspect => &[Role::Inspector],
            Self::Cases => &[
                Role::Programme,
                Role::Secretary,
                Role::Chair,
                Role::Inspector,
                Role::Auditor,
            ],
        }
    }

    /// Whether a role has it.
    pub fn is_of(self, role: Role) -> bool {
        self.roles().contains(&role)
    }

    /// Whether everybody who signed in has it, whatever their roles.
    pub fn is_everybodys(self) -> bool {
        self == Self::Own
    }

    /// The scope by which a token may do it; `None` for what only a person may who signed in.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Self::Life | Self::Reprint => Some(Scope::Life),
            Self::Keys => Some(Scope::Keys),
            Self::Publish => Some(Scope::Publish),
            Self::Own | Self::People | Self::Approve => None,
            _ => Some(Scope::Desk),
        }
    }

    /// Whether a person must have shown a second factor within the last five minutes: it signs,
    /// or changes whose signature counts. Whoever gives roles or invites somebody again could
    /// otherwise make the two people of a decision out of one session left open.
    pub fn needs_fresh_factor(self) -> bool {
        matches!(
            self,
            Self::Life | Self::Keys | Self::Publish | Self::Approve | Self::People
        )
    }
}
