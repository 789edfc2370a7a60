//! The kind of refusal that a code of the office or of the label layer is answered with.

use super::{
    CONFLICT, CONTENT_TYPE, FORBIDDEN, NOT_READY, NOT_THERE, Problem, REFUSED, TOO_LARGE, TOO_MANY,
    UNREADABLE_PICTURE, named,
};

/// The kind of what the office says of an act.
pub fn of_act(code: &str) -> &'static Problem {
    match code {
        "no_such_passkey" | "provider_not_configured" => &NOT_THERE,
        "passkey_exists" | "last_factor" => &CONFLICT,
        "provider_unreachable" | "provider_misconfigured" | "provider_client_refused" => &NOT_READY,
        "no_such_account" | "no_such_role" | "no_such_invitation" | "no_such_token" => &NOT_THERE,
        "account_closed" | "own_account" | "own_last_role" => &CONFLICT,
        "no_such_key"
        | "no_such_council"
        | "no_such_decision"
        | "no_such_producer"
        | "no_such_dossier"
        | "no_such_session"
        | "no_such_case"
        | "no_such_check"
        | "no_such_evidence"
        | "no_such_inspector"
        | "no_such_file"
        | "file_content_missing" => &NOT_THERE,
        "file_too_large" => &TOO_LARGE,
        "no_such_report"
        | "no_such_report_number"
        | "not_a_report_number"
        | "mistyped_report_number"
        | "no_contact" => &NOT_THERE,
        "report_state" | "not_an_original" => &CONFLICT,
        "too_many_reports" => &TOO_MANY,
        "photograph_too_large" => &TOO_LARGE,
        "no_such_photograph" | "photograph_missing" => &NOT_THERE,
        "no_such_journal" | "no_such_entry" => &NOT_THERE,
        "journal_gap" | "journal_forked" => &CONFLICT,
        "no_such_label_run" | "no_label_files" | "no_reprints" => &NOT_THERE,
        "not_finished" | "label_run_stands_still" | "label_files_missing" => &CONFLICT,
        "person_needed" => &FORBIDDEN,
        "no_such_preparation" | "no_such_line" | "no_scan" => &NOT_THERE,
        "preparation_state" | "same_person" | "other_content" | "release_begun" | "two_people" => {
            &CONFLICT
        }
        "case_state" | "too_much_evidence" | "nothing_to_acknowledge" => &CONFLICT,
        "dossier_not_with_council"
        | "level_does_not_score"
        | "other_catalogue"
        | "session_open"
        | "in_preparation"
        | "session_concluded"
        | "dossier_left"
        | "session_overtaken" => &CONFLICT,
        "no_compact_code"
        | "compacting_contended"
        | "not_in_force"
        | "not_suspended"
        | "reprints_allowed" => &CONFLICT,
        "key_state"
        | "council_succeeded"
        | "succession_cycle"
        | "issued_later"
        | "contended"
        | "stale"
        | "dossier_state"
        | "status_contended"
        | "clock_behind"
        | "clock_ahead"
        | "clock_stepped"
        | "trust_list_older"
        | "trust_list_gap"
        | "trust_list_repeated"
        | "trust_list_differs" => &CONFLICT,
        _ => named(code).unwrap_or(&REFUSED),
    }
}

/// The kind of what the label layer says of a picture.
pub fn of_picture(code: &str) -> &'static Problem {
    match code {
        "file_too_large" | "picture_too_large" => &TOO_LARGE,
        "not_a_picture" => &CONTENT_TYPE,
        _ => &UNREADABLE_PICTURE,
    }
}
