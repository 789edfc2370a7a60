//! Addresses to look at: for every public route, and at the desks.

use super::demonstration::Demonstration;

/// Digits that are no token, as many as a phone's camera may read of a torn label.
const TORN: &str = "640442891766542719";

/// Addresses of a route, at least one. A route with a parameter stands here by name, so that
/// a new one is not forgotten.
pub fn addresses(route: &str, demonstration: &Demonstration) -> Vec<String> {
    let owned = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect();
    let with = |beginning: &str, more: &str| {
        let mut examples = demonstration.examples(beginning);
        examples.push(format!("{beginning}{more}"));
        examples
    };
    match route {
        "/v/{digits}" => with("/v/", TORN),
        "/s/{digits}" => with("/s/", TORN),
        "/c/{number}" => owned(&["/c/CB-0-8", "/c/CB-1-6", "/c/CB-0-9", "/c/CB-99999-B"]),
        "/01/{gtin}" => owned(&["/01/08938500000010", "/01/1"]),
        "/producers/{number}" => owned(&["/producers/CB-0-8", "/producers/CB-0-9"]),
        "/problems/{code}" => owned(&[
            "/problems/not_found",
            "/problems/method_not_allowed",
            "/problems/too_many_requests",
            "/problems/nonsense",
        ]),
        "/welcome/{secret}" => vec![demonstration.invitation.clone(), "/welcome/x".to_owned()],
        "/status/{council}" => owned(&["/status/CB"]),
        "/api/v1/certificates/{number}" => owned(&["/api/v1/certificates/CB-0-8"]),
        "/api/v1/certificates/{number}/proof" => owned(&["/api/v1/certificates/CB-0-8/proof"]),
        "/log/tile/{*path}" => owned(&["/log/tile/0/000.p/1"]),
        "/cases/{secret}/check" => with("/cases/", "x/check"),
        "/reports/{number}" => with("/reports/", "x"),
        "/inspector/files/{version}/{file}" => owned(&["/inspector/files/1/nothing"]),
        "/assets/{file}" => owned(&["/assets/nothing.js"]),
        "/register" => owned(&[
            "/register",
            "/register?q=che&province=VN-04&stars=4&status=in_force&year=2026",
            "/register?q=kh%C3%B4ng+c%C3%B3+g%C3%AC",
            "/register?year=mai",
        ]),
        route => {
            assert!(
                !route.contains('{'),
                "{route} is new: write an address of it, so that its page is looked at"
            );
            vec![route.to_owned()]
        }
    }
}

/// Pages of those who work there.
pub const DESKS: &[(&str, &[&str])] = &[
    (
        "thuky.cb@ocop.example",
        &[
            "/desk",
            "/desk/certificates",
            "/desk/certificates/CB-0-8",
            "/desk/producers",
            "/desk/producers/1",
            "/desk/producers/new",
            "/desk/dossiers",
            "/desk/dossiers/1",
            "/desk/sessions",
            "/desk/sessions/1",
            "/desk/decisions",
            "/desk/decisions/new",
            "/desk/decisions/1",
            "/account",
            "/account/passkeys",
        ],
    ),
    (
        "chuthe@ocop.example",
        &[
            "/my/dossiers",
            "/my/dossiers/1",
            "/my/dossiers/new",
            "/my/certificates",
            "/my/certificates/CB-0-8/labels",
            "/my/certificates/CB-0-8/sheets",
            "/my/certificates/CB-0-8/traceability",
            "/my/label-runs",
            "/my/label-runs/1",
        ],
    ),
    (
        "cham1.cb@ocop.example",
        &["/desk/sessions/1", "/desk/sessions/1/sheet"],
    ),
    (
        "kiemtra@ocop.example",
        &[
            "/desk/journal",
            "/desk/shopper-reports",
            "/desk/shopper-reports/1",
        ],
    ),
    (
        "chutich.cb@ocop.example",
        &["/desk/certificates/CB-0-8/revoke"],
    ),
    (
        "vanphong@ocop.example",
        &[
            "/desk/people",
            "/desk/people/1",
            "/desk/reports",
            "/desk/scans",
            "/desk/certificates/CB-0-8/reprints",
            "/desk/upkeep",
            "/desk/trail",
        ],
    ),
];
