//! How many texts the cells of a workbook say that they share: the reader makes room for as many
//! before it has seen one, and a program that is refused memory ends, it does not panic.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

/// The end of the name of the part that they stand in, in lower case.
const PART: &str = "sharedstrings.xml";
/// What says how many.
const COUNT: &str = "uniqueCount";
/// Fewest bytes of a text: `<si/>`.
const SHORTEST: u64 = 5;

/// Whether a part is theirs.
pub(super) fn is_theirs(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(PART)
}

/// Whether a part of so many bytes can hold as many as it says. Read as the reader of the workbook
/// reads it, whatever its encoding; what that cannot read either is left to it.
pub(super) fn can_be_so(part: impl Read, bytes: u64) -> bool {
    let mut xml = Reader::from_reader(BufReader::new(part));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "sst" => {
                // Wherever it stands, for readers differ on what a broken attribute is.
                let mut said = start.attributes_raw().split(COUNT).skip(1);
                return said.all(|said| count(said).is_some_and(|count| count <= bytes / SHORTEST));
            }
            Ok(Event::Eof) | Err(_) => return true,
            Ok(_) => {}
        }
    }
}

/// The number that is given after an attribute's name.
fn count(said: &str) -> Option<u64> {
    let value = said.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = value[1..].split_once(quote)?;
    value.parse().ok()
}
