//! The judge and the reader for browsers: a few exports by hand, no imports, one state.
//!
//! Whoever calls writes a question (JSON) and bytes into buffers that [`room`] makes, calls one of
//! the acts, and copies the answer out of where [`answer`] says it lies. `docs/verifying.md` has the
//! questions and answers. There is no clock here: the caller says what its own shows.

use std::cell::RefCell;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::reader;
use crate::scheme::judge::judge as judge_code;
use crate::scheme::number::{CertificateNumber, MISTYPED};
use crate::scheme::pack::{HeldPack, Pack, Refused, Unanswered, apply};
use crate::scheme::seal::PublicKey;
use crate::scheme::stars::Stars;
use crate::scheme::status::{RegisterData, StatusLists};
use crate::scheme::trust::TrustList;
use crate::scheme::words::Text;

/// Buffers to write into: the question, bytes, more bytes.
const ROOMS: usize = 3;

/// What is in memory between two calls.
struct Desk {
    rooms: [Vec<u8>; ROOMS],
    answer: Vec<u8>,
    pack: Option<Pack>,
}

thread_local! {
    static DESK: RefCell<Desk> = const {
        RefCell::new(Desk {
            rooms: [const { Vec::new() }; ROOMS],
            answer: Vec::new(),
            pack: None,
        })
    };
}

/// Why there is no answer: `{"refused": …}`.
struct No(Value);

impl No {
    fn new(code: &str, reason: Text) -> Self {
        Self(json!({ "refused": { "code": code, "reason": reason } }))
    }
}

impl From<Refused> for No {
    fn from(refused: Refused) -> Self {
        Self::new(refused.code(), refused.words())
    }
}

impl From<Unanswered> for No {
    fn from(unanswered: Unanswered) -> Self {
        Self::new(unanswered.code(), unanswered.words())
    }
}

type Answer = Result<Value, No>;

/// Makes a buffer of so many bytes, and says where it lies. `which` is 0 for the question, 1 for
/// bytes, 2 for more bytes; 0 is returned for any other.
#[unsafe(no_mangle)]
pub extern "C" fn room(which: usize, length: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| match desk.rooms.get_mut(which) {
        Some(room) => {
            *room = vec![0; length];
            room.as_mut_ptr()
        }
        None => std::ptr::null_mut(),
    })
}

/// Where the last answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    DESK.with_borrow(|desk| desk.answer.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    DESK.with_borrow(|desk| desk.answer.len())
}

/// Checks the pack in the bytes, and judges by it from then on. A refused one leaves the one that
/// is held.
#[unsafe(no_mangle)]
pub extern "C" fn open() {
    #[derive(Deserialize)]
    struct Question {
        root: PublicKey,
        held: Option<HeldPack>,
        at: DateTime<Utc>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        let pack = Pack::open(&desk.rooms[1], &asked.root, asked.held)?;
        let about = pack.about(asked.at);
        desk.pack = Some(pack);
        Ok(json!({ "pack": about }))
    });
}

/// Completes the delta in the second bytes by the pack in the first. The answer is the newer pack's
/// file, which nobody has checked yet: [`open`] does.
#[unsafe(no_mangle)]
pub extern "C" fn complete() {
    DESK.with_borrow_mut(|desk| {
        desk.answer = match apply(&desk.rooms[1], &desk.rooms[2]) {
            Ok(file) => file,
            Err(refused) => No::from(refused).0.to_string().into_bytes(),
        };
        desk.clear();
    });
}

/// Judges a code by the open pack, or says what its names say of a number.
#[unsafe(no_mangle)]
pub extern "C" fn judge() {
    #[derive(Deserialize)]
    struct Question {
        code: String,
        at: DateTime<Utc>,
        stars: Option<Stars>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        let pack = desk.pack()?;
        Ok(pack.answer(&asked.code, asked.stars, asked.at)?)
    });
}

/// Every certificate of the producer that a certificate names.
#[unsafe(no_mangle)]
pub extern "C" fn products() {
    #[derive(Deserialize)]
    struct Question {
        number: String,
        most: usize,
        at: DateTime<Utc>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        let number = asked.number.parse::<CertificateNumber>();
        let number = number.map_err(|_| No::new("mistyped_number", MISTYPED))?;
        Ok(desk.pack()?.products(number, asked.most, asked.at)?)
    });
}

/// The first certificates whose product, producer or decision has a text in it.
#[unsafe(no_mangle)]
pub extern "C" fn search() {
    #[derive(Deserialize)]
    struct Question {
        text: String,
        most: usize,
        at: DateTime<Utc>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        Ok(desk.pack()?.search(&asked.text, asked.most, asked.at)?)
    });
}

/// Judges a code by lists that the caller has checked: the JSON twins of the specification.
#[unsafe(no_mangle)]
pub extern "C" fn judge_by_lists() {
    #[derive(Deserialize)]
    struct Question {
        code: String,
        trust: Value,
        status: Option<Value>,
        register: Option<Value>,
        at: DateTime<Utc>,
        stars: Option<Stars>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        let trust = TrustList::from_json(asked.trust);
        let trust = trust.map_err(|error| malformed(&error.to_string()))?;
        let twin = |error: serde_json::Error| malformed(&error.to_string());
        let status = asked.status.map(StatusLists::from_json);
        let status = status.transpose().map_err(twin)?;
        let register = asked.register.map(RegisterData::from_json);
        let register = register.transpose().map_err(twin)?;
        let verdict = judge_code(
            &asked.code,
            &trust,
            status.as_ref(),
            register.as_ref(),
            asked.at,
            asked.stars,
        );
        Ok(serde_json::to_value(&verdict).unwrap_or_default())
    });
}

/// Reads the codes in the pixels that are in the bytes: grey, or red, green, blue and opacity.
#[unsafe(no_mangle)]
pub extern "C" fn read() {
    #[derive(Deserialize)]
    struct Question {
        width: u32,
        height: u32,
        channels: usize,
        /// `None` for a picture at rest, which is looked at in every way.
        look: Option<usize>,
    }
    say(|desk| {
        let asked: Question = question(desk)?;
        let pixels = &desk.rooms[1];
        let wanted = u64::from(asked.width) * u64::from(asked.height) * asked.channels as u64;
        if !matches!(asked.channels, 1 | 4) || pixels.len() as u64 != wanted {
            return Err(malformed("not as many bytes as width x height x channels"));
        }
        let grey: Vec<u8> = match asked.channels {
            1 => std::mem::take(&mut desk.rooms[1]),
            _ => pixels.as_chunks().0.iter().map(grey).collect(),
        };
        let texts = match asked.look {
            None => reader::texts(asked.width, asked.height, &grey),
            Some(number) => reader::glance(asked.width, asked.height, &grey, number),
        };
        Ok(json!({ "texts": texts }))
    });
}

/// As bright as people see it (ITU-R BT.601), of 256.
fn grey(&[red, green, blue, _]: &[u8; 4]) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    (sum >> 8) as u8
}

impl Desk {
    fn pack(&self) -> Result<&Pack, No> {
        self.pack.as_ref().ok_or_else(|| {
            No::new(
                "no_pack",
                Text::new(
                    "Chưa có gói ngoại tuyến trên máy này. Hãy nối mạng và tải gói một lần.",
                    "There is no offline pack on this device yet. Go online and get it once.",
                ),
            )
        })
    }

    /// Packs and pictures are large: their room is given back at once.
    fn clear(&mut self) {
        self.rooms = [const { Vec::new() }; ROOMS];
    }
}

fn say(act: impl FnOnce(&mut Desk) -> Answer) {
    DESK.with_borrow_mut(|desk| {
        let said = act(desk).unwrap_or_else(|No(refusal)| refusal);
        desk.answer = said.to_string().into_bytes();
        desk.clear();
    });
}

fn question<T: DeserializeOwned>(desk: &Desk) -> Result<T, No> {
    serde_json::from_slice(&desk.rooms[0]).map_err(|error| malformed(&error.to_string()))
}

/// A fault of the program that asks, not of its user.
fn malformed(why: &str) -> No {
    No::new(
        "malformed_question",
        Text::of(
            format!("Câu hỏi gửi tới bộ kiểm tra sai dạng: {why}."),
            format!("The question to the judge is malformed: {why}."),
        ),
    )
}
