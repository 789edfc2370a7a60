//! Issuing a decision's list: what is issued, what is refused and how, what is kept.

mod again;
mod files;
mod orders;
mod paper;
mod random;
mod rows;
mod rules;
mod signers;

use ocop::office::Refusal;

/// A refusal as a person would point at it: row, column and code.
type Pointed<'a> = (Option<usize>, Option<&'a str>, &'a str);

fn pointed(refusals: &[Refusal]) -> Vec<Pointed<'_>> {
    refusals
        .iter()
        .map(|refusal| {
            says_all(refusal);
            (refusal.row, refusal.column, refusal.code)
        })
        .collect()
}

/// Both languages, and no two the same.
#[track_caller]
fn says_all(refusal: &Refusal) {
    let (vi, en) = (&*refusal.message.vi, &*refusal.message.en);
    assert!(vi.ends_with('.') && en.ends_with('.'), "{vi} {en}");
    assert!(!vi.is_ascii(), "{vi}");
    assert_ne!(vi, en);
    let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_');
    assert!(refusal.code.chars().all(plain), "{}", refusal.code);
}
