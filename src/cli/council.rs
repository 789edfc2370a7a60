//! `ocop council`: the councils of the programme.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::{Error, Output};
use super::typed::council;
use crate::office::NewCouncil;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::province::Province;
use crate::scheme::words::Text;

#[derive(Subcommand)]
pub enum Act {
    /// Add a council, with the mandates that the editions of the rules give to its level.
    Add(Add),
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
    let Act::Add(add) = act;
    let office = super::office(data).await?;
    let level = add.level.into();
    let usual = usual_name(level, &add.unit);
    let new = NewCouncil {
        code: add.code,
        unit: add.unit,
        level,
        name: Text::of(
            add.name.unwrap_or_else(|| usual.vi.into_owned()),
            add.name_en.unwrap_or_else(|| usual.en.into_owned()),
        ),
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

/// "Hội đồng OCOP tỉnh Cao Bằng".
fn usual_name(level: Level, unit: &str) -> Text {
    let Some(province) = Province::find(unit) else {
        return match level {
            Level::Central => Text::new("Hội đồng OCOP cấp trung ương", "Central OCOP council"),
            // The office refuses a unit that it does not know.
            _ => Text::new("Hội đồng OCOP", "OCOP council"),
        };
    };
    let kind = if province.kind == "city" {
        "thành phố"
    } else {
        "tỉnh"
    };
    let name = province.name.trim_start_matches("Thành phố ");
    Text::of(
        format!("Hội đồng OCOP {kind} {name}"),
        format!("OCOP council of {name}"),
    )
}
