//! Commands whose output never varies, as files: `tests/cmd/*.trycmd`.

#[test]
fn the_commands_answer_as_their_transcripts_say() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.trycmd")
        .env("COLUMNS", "100");
}
