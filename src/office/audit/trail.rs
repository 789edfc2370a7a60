//! The trail of what people did: every line against the one before, and against what the public
//! log says of it.

use super::fault::{Fault, Stop};
use crate::register::Register;
use crate::scheme::log::replay::Replay;
use crate::scheme::trail::START;

/// Lines of one read.
const CHUNK: i64 = 4_096;

/// Checks the whole trail and returns how many lines it has.
pub(super) async fn check(register: &Register, replay: &Replay) -> Result<u64, Stop> {
    let mut anchors = replay.trail_anchors.iter().peekable();
    let (mut size, mut hash) = (0, START);
    loop {
        let lines = register.trail_after(size, CHUNK).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            hash = line.linked(&hash);
            if line.position != size + 1 || line.hash != hash {
                return Err(altered(size + 1).into());
            }
            size += 1;
            let anchor = anchors.next_if(|anchor| i64::try_from(anchor.size) == Ok(size));
            if anchor.is_some_and(|anchor| anchor.sha256 != hash) {
                return Err(Fault::differs("trail", size).into());
            }
        }
    }
    match anchors.next() {
        // The log knows of more lines than are there.
        Some(anchor) => Err(Fault::differs("trail", anchor.size).into()),
        None => Ok(u64::try_from(size).unwrap_or(0)),
    }
}

fn altered(place: i64) -> Fault {
    Fault::of(
        "trail",
        place,
        "dòng này đã bị sửa, hoặc có dòng bị bớt hay chèn ngay trước nó".to_owned(),
        "this line was changed, or one was left out or put in just before it".to_owned(),
    )
}
