//! `ocop council`: the councils of the programme.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::{Error, Output};
use super::typed::{self, council};
use crate::office::{NewCouncil, Office, Succession};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::number::CertificateNumber;
use crate::scheme::province::Province;
use crate::scheme::words::Text;

#[derive(Subcommand)]
pub enum Act {
    /// Add a council, with the mandates that the editions of the rules give to its level.
    Add(Add),
    /// Say who took the place of a council that was abolished or merged.
    Succeed(Succeed),
    /// Leave certificate numbers out that a lost register gave.
    SkipNumbers(SkipNumbers),
}

#[derive(Args)]
pub struct SkipNumbers {
    /// The council.
    #[arg(value_parser = council)]
    council: CouncilCode,
    /// The greatest certificate number that is known to have been given, such as CB-12345-E.
    #[arg(long, value_name = "NUMBER", value_parser = typed::number)]
    through: CertificateNumber,
}

#[derive(Args)]
pub struct Succeed {
    /// The council that no longer exists.
    #[arg(value_parser = council)]
    council: CouncilCode,
    /// The council that acts in its place.
    #[arg(long, value_name = "COUNCIL", value_parser = council)]
    by: CouncilCode,
    /// The last day on which its decisions could be signed [default: today]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    last_day: Option<NaiveDate>,
}

#[derive(Args)]
pub struct Add {
    /// Its code: 2 to 8 letters A-Z and digits, such as CB.
    #[arg(value_parser = council)]
    code: CouncilCode,
    /// Its administrative unit, such as VN-04@2; VN is the whole country.
    #[arg(long)]
    unit: String,
    /// Its level.
    #[arg(long)]
    level: LevelArgument,
    /// Its name [default: by level and unit]
    #[arg(long)]
    name: Option<String>,
    /// Its name in English [default: by level and unit]
    #[arg(long)]
    name_en: Option<String>,
}

/// A level that may certify under some edition of the rules.
#[derive(Clone, Copy, ValueEnum)]
enum LevelArgument {
    District,
    Province,
    Central,
}

impl From<LevelArgument> for Level {
    fn from(level: LevelArgument) -> Self {
        match level {
            LevelArgument::District => Self::District,
            LevelArgument::Province => Self::Province,
            LevelArgument::Central => Self::Central,
        }
    }
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let add = match act {
        Act::Add(add) => add,
        Act::Succeed(succeed) => return succeeded(&succeed, &office, output).await,
        Act::SkipNumbers(skip) => return skipped(&skip, &office, output).await,
    };
    let level = add.level.into();
    let usual = usual_name(level, &add.unit);
    let new = NewCouncil {
        code: add.code,
        unit: add.unit,
        level,
        name: match (add.name, add.name_en, usual) {
            (Some(vi), Some(en), _) => Text::of(vi, en),
            (vi, en, Some(usual)) => Text {
                vi: vi.map_or(usual.vi, Into::into),
                en: en.map_or(usual.en, Into::into),
            },
            (_, _, None) => return Err(Error::Asked("name_needed", NAME_NEEDED)),
        },
    };
    let council = office.add_council(new).await?;
    if output.json {
        output.line(
            &json!({ "code": council.code, "unit": council.unit, "level": council.level,
                             "name": council.name, "mandates": council.mandates }),
        )?;
    }
    output.say(format_args!(
        "Đã thêm / added: {} {}",
        council.code, council.name.vi
    ))?;
    for mandate in &council.mandates {
        let stars: Vec<String> = mandate.stars.iter().map(ToString::to_string).collect();
        let until = mandate.until.map_or("…".to_owned(), |day| day.to_string());
        output.say(format_args!(
            "  {} sao: {} – {until}",
            stars.join(", "),
            mandate.from
        ))?;
    }
    output.say(format_args!(
        "Tiếp theo / next: ocop key generate --council {}",
        council.code
    ))?;
    Ok(ExitCode::SUCCESS)
}

async fn skipped(asked: &SkipNumbers, office: &Office, output: Output) -> Result<ExitCode, Error> {
    let (council, through) = (asked.council, asked.through);
    if through.council != council {
        return Err(Error::Asked(
            "other_council",
            Text::of(
                format!(
                    "Số {through} không phải của hội đồng {council}. Hãy ghi số của {council}."
                ),
                format!("{through} is not a number of council {council}. Name one of {council}."),
            ),
        ));
    }
    let index = office.skip_numbers(council, through.index).await?;
    if output.json {
        output.line(&json!({ "council": council, "next_index": index }))?;
    }
    output.say(format_args!(
        "Giấy tiếp theo của {council} mang số thứ tự {index} / the next certificate's index"
    ))?;
    Ok(ExitCode::SUCCESS)
}

async fn succeeded(asked: &Succeed, office: &Office, output: Output) -> Result<ExitCode, Error> {
    let council = office
        .succeed_council(Succession {
            council: asked.council,
            by: asked.by,
            last_day: asked.last_day,
        })
        .await?;
    if output.json {
        output.line(
            &json!({ "code": council.code, "successor": council.successor,
                             "mandates": council.mandates }),
        )?;
    }
    let (old, by) = (asked.council, asked.by);
    output.say(format_args!(
        "{old} đã được {by} kế thừa và không cấp giấy nữa / {old} is succeeded by {by} and issues no more"
    ))?;
    output.say("Người kiểm tra thấy điều này sau khi công bố danh sách tin cậy / verifiers see it once the trust list is published")?;
    output.say("Tiếp theo / next: ocop trust publish (hoặc / or: ocop trust draft)")?;
    Ok(ExitCode::SUCCESS)
}

/// A district's council is not called by its province.
const NAME_NEEDED: Text = Text::new(
    "Không suy ra được tên của hội đồng cấp huyện. Hãy ghi --name và --name-en.",
    "What a district's council is called is not known here. Give --name and --name-en.",
);

/// "Hội đồng OCOP tỉnh Cao Bằng"; `None` for a district's, which no table names.
fn usual_name(level: Level, unit: &str) -> Option<Text> {
    match level {
        Level::Central => {
            return Some(Text::new(
                "Hội đồng OCOP cấp trung ương",
                "Central OCOP council",
            ));
        }
        Level::Province => {}
        _ => return None,
    }
    let Some(province) = Province::find(unit) else {
        // The office refuses a unit that it does not know.
        return Some(Text::new("Hội đồng OCOP", "OCOP council"));
    };
    let kind = if province.kind == "city" {
        "thành phố"
    } else {
        "tỉnh"
    };
    let name = province.name.trim_start_matches("Thành phố ");
    Some(Text::of(
        format!("Hội đồng OCOP {kind} {name}"),
        format!("OCOP council of {name}"),
    ))
}
