//! Paper that is taken over, and what renewed it: the commands, one after the other.

use chrono::Months;

use crate::support::{HEADER, Program, csv, row, today};

#[test]
fn expired_paper_is_taken_over_and_names_what_renewed_it() {
    let program = Program::with_programme();
    let years_ago = today().checked_sub_months(Months::new(40)).expect("a day");
    let over = years_ago
        .checked_add_months(Months::new(36))
        .expect("a day");
    let over = over.pred_opt().expect("a day");
    let paper = |through: &str| {
        // Its scores fit every edition's parts.
        let row = row(&[("score_c", "25")]);
        let reason = "Tỉnh tính bớt một ngày";
        format!("{HEADER},valid_through,valid_through_reason\n{row},{through},{reason}\n")
    };
    let taking = |list: String| {
        let list = program.file("paper.csv", list);
        program.keyed(&format!(
            "take-over --council CB --decision 417/QĐ-UBND --decided-on {years_ago} --from {} --json",
            list.display()
        ))
    };
    let refused = taking(paper("không rõ"));
    let refusal = &refused.error()["refusals"][0];
    assert_eq!(refusal["code"], "not_a_date");
    assert_eq!(
        (refusal["row"].as_u64(), &refusal["column"]),
        (Some(2), &"valid_through".into())
    );
    let taken = taking(paper(&over.to_string())).done().lines();
    let old = taken[0]["certificates"][0]["number"].clone();
    let old = old.as_str().expect("a number");
    assert_eq!(program.run(&format!("verify {old} --json")).code, 1);

    let issued = program.issue(csv(&[row(&[])])).done().lines();
    let new = issued[0]["certificates"][0]["number"].clone();
    let new = new.as_str().expect("a number");
    let renewed = program.run(&format!("renew {old} --by {new}")).done();
    assert!(
        renewed.out.contains(&format!("{old} is renewed by {new}")),
        "{}",
        renewed.out
    );
    let again = program
        .run(&format!("renew {old} --by {new} --json"))
        .done();
    assert_eq!(again.lines()[0]["changed"], false);
    let back = program.run(&format!("renew {new} --by {old} --json"));
    assert_eq!(back.error()["refusals"][0]["code"], "newer_is_older");

    let told = program.run(&format!("verify {old}"));
    assert_eq!(told.code, 1);
    assert!(told.out.contains("ĐÃ HẾT HẠN"), "{}", told.out);
    assert!(
        told.out.contains(&format!("renewed by {new}, 4 stars\n")),
        "{}",
        told.out
    );
    let told = program.run(&format!("verify {new}")).done();
    assert!(
        told.out.contains(&format!("renews {old}\n")),
        "{}",
        told.out
    );
}
