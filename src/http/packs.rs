//! `GET /pack`: the pack for verifiers without a network, whole or as a delta.

use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::document;
use super::error::Error;
use super::front::Front;
use super::lists::Sendable;
use super::problem;
use super::query;
use crate::office::StandingPack;
use crate::scheme::pack::MEDIA_TYPE;

/// What is asked for.
#[derive(Clone, Copy, Default)]
struct Asked {
    names: bool,
    since: Option<u64>,
}

/// The newest pack in the forms in which it is sent, made once for each pack.
#[derive(Default)]
pub struct Packs(RwLock<Option<Forms>>);

#[derive(Clone)]
struct Forms {
    of: Arc<StandingPack>,
    small: Sendable,
    large: Sendable,
}

impl Packs {
    fn whole(&self, pack: &Arc<StandingPack>, names: bool) -> Sendable {
        // A poisoned lock still holds whole forms.
        let held = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let forms = held.filter(|forms| Arc::ptr_eq(&forms.of, pack));
        let forms = forms.unwrap_or_else(|| {
            let form = |names| Sendable::new(pack.sealed.whole(names), MEDIA_TYPE);
            let forms = Forms {
                of: Arc::clone(pack),
                small: form(false),
                large: form(true),
            };
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(forms.clone());
            forms
        });
        if names { forms.large } else { forms.small }
    }
}

/// The offline pack
///
/// One file to verify by without a network: the signed trust list, every signed status list and
/// the digests of all genuine tokens, under one manifest that the programme's pack key signs.
/// The token's specification describes it. With `since`, a delta: the file of the newest pack
/// without the parts that whoever holds that pack has; the whole pack when it is not known here.
/// Every replica sends the same bytes. Whoever was cut off asks for the rest by `Range`, with the
/// tag in `If-Range`.
#[utoipa::path(
    get,
    path = "/pack",
    tag = "lists",
    params(
        ("names" = Option<u8>, Query, description = "1: also what to search by, products, producers and decisions", minimum = 0, maximum = 1),
        ("since" = Option<u64>, Query, description = "The sequence number of the pack that is held"),
    ),
    responses(
        (status = 200, description = "The pack, or a delta", body = Vec<u8>, content_type = "application/vnd.ocop.pack+cbor"),
        (status = 206, description = "The part that `Range` asks for", body = Vec<u8>, content_type = "application/vnd.ocop.pack+cbor"),
        (status = 304, description = "`If-None-Match` names this pack's tag"),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_pack`: none was made yet", body = document::Problem, content_type = "application/problem+json"),
        (status = 416, description = "There are fewer bytes than `Range` begins at"),
    ),
)]
pub async fn pack(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let asked = read(written.as_deref().unwrap_or_default())?;
    let newest = front.office().pack().ok_or_else(none_made)?;
    let file = match asked.since {
        None => front.packs().whole(&newest, asked.names),
        Some(sequence) => {
            let delta = front.office().pack_since(&newest, sequence, asked.names);
            Sendable::new(delta.await?, MEDIA_TYPE)
        }
    };
    let mut response = file.answer(&headers);
    // A revocation reaches caches within a minute.
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    Ok(response)
}

fn read(written: &str) -> Result<Asked, Error> {
    let mut asked = Asked::default();
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "names" => {
                asked.names = match value.as_str() {
                    "1" => true,
                    "0" | "" => false,
                    _ => {
                        return Err(Error::new(&problem::BAD_QUERY).of_field("names").saying(
                            "Tham số names là 1 (kèm tên để tìm kiếm) hoặc 0.",
                            "The parameter names is 1 (with names to search by) or 0.",
                        ));
                    }
                };
            }
            "since" => {
                let sequence = value.parse().map_err(|_| {
                    Error::new(&problem::BAD_QUERY).of_field("since").saying(
                        "Tham số since là số thứ tự của gói đang có, ví dụ since=12.",
                        "The parameter since is the sequence number of the pack that is held, such as since=12.",
                    )
                })?;
                asked.since = Some(sequence);
            }
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Có tham số không được biết đến. Chỉ nhận names và since.",
                    "There is an unknown parameter. Only names and since are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

fn none_made() -> Error {
    let mut error = Error::new(&problem::NOT_FOUND).saying(
        "Chưa có gói ngoại tuyến nào. Hãy thử lại sau một phút; nếu vẫn chưa có, chương trình cần tạo khóa bằng `ocop key generate --purpose pack`.",
        "No offline pack was made yet. Try again in a minute; if there is still none, the programme has to make its key with `ocop key generate --purpose pack`.",
    );
    error.code = "no_pack";
    error
}
