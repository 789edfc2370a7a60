//! Files of one label: each form of them, and what is refused.

use axum::http::StatusCode;
use ocop::label::read;

use super::stage::{Stage, drawn, faults, page_of, read_by_zbar};

#[tokio::test]
async fn every_form_of_file_says_the_certificates_code() {
    let stage = Stage::set().await;
    let code = &stage.codes[0];
    for design in ["code", "number", "full"] {
        let get = async |format: &str| {
            let query = format!("format={format}&design={design}&width_mm=90&dpi=300");
            let reply = stage.label(&stage.producer, 0, &query).await;
            assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
            assert_eq!(reply.header("cache-control"), "no-store");
            let name = format!("attachment; filename=\"{}.{format}\"", stage.numbers[0]);
            assert_eq!(reply.header("content-disposition"), name);
            reply
        };
        let png = get("png").await;
        assert_eq!(png.header("content-type"), "image/png");
        assert_eq!(read::read(&png.body).as_ref(), Ok(code));
        assert_eq!(read_by_zbar(&png.body), [code.as_str()], "{design}");
        let svg = get("svg").await;
        assert_eq!(svg.header("content-type"), "image/svg+xml");
        assert_eq!(read_by_zbar(&drawn(&svg.body)), [code.as_str()], "{design}");
        let pdf = get("pdf").await;
        assert_eq!(pdf.header("content-type"), "application/pdf");
        let page = page_of(&pdf.body, 1);
        assert_eq!(read_by_zbar(&page), [code.as_str()], "{design}");
        let zpl = get("zpl").await;
        assert_eq!(zpl.header("content-type"), "text/plain; charset=us-ascii");
        assert!(zpl.text().starts_with("^XA") && zpl.text().trim_end().ends_with("^XZ"));
        // All of them are one label of one size.
        let sizes = [&png, &svg, &pdf, &zpl].map(|file| file.header("ocop-label").to_owned());
        assert!(sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
        assert!(sizes[0].contains("dpi=300"), "{sizes:?}");
    }
}

#[tokio::test]
async fn a_short_code_names_the_certificate_and_is_the_smallest() {
    let stage = Stage::set().await;
    let version = |reply: &crate::door::Reply| -> u32 {
        let said = reply.header("ocop-label");
        let (_, version) = said.rsplit_once("version=").unwrap();
        version.parse().unwrap()
    };
    let full = stage.label(&stage.producer, 0, "format=png").await;
    let short = stage
        .label(&stage.producer, 0, "format=png&kind=short")
        .await;
    let text = format!("https://{}/c/{}", crate::support::HOST, stage.numbers[0]);
    assert_eq!(read_by_zbar(&short.body), [text]);
    assert!(version(&short) < version(&full));
    let compact = stage.label(&stage.producer, 0, "kind=compact").await;
    assert_eq!(compact.json()["code"], "no_compact_code");
}

#[tokio::test]
async fn a_label_is_as_large_as_fits_or_as_its_modules_are() {
    let stage = Stage::set().await;
    let measure = async |query: &str, name: &str| -> f64 {
        let reply = stage.label(&stage.producer, 0, query).await;
        let said = reply.header("ocop-label").to_owned();
        let part = said.split(", ").find_map(|part| part.strip_prefix(name));
        part.unwrap_or_else(|| panic!("{query}: {}", reply.text()))
            .trim_start_matches('=')
            .parse()
            .unwrap()
    };
    let width = measure("design=code&width_mm=40&dpi=600", "width_mm").await;
    assert!(width <= 40.0 && width > 36.0, "{width}");
    // As typed in Vietnamese, and rounded to whole dots.
    let module = measure("module_mm=0,4&dpi=203", "module_mm").await;
    assert!((module - 0.375).abs() < 0.001, "{module}");
    // What the office configured.
    let module = measure("", "module_mm").await;
    assert!((module - 0.423).abs() < 0.001, "{module}");
}

#[tokio::test]
async fn everything_that_is_wrong_with_the_parameters_is_said_at_once() {
    let stage = Stage::set().await;
    let query = "format=gif&design=poster&wording=fr&kind=long&width_mm=0&height_mm=10000&dpi=10&copies=x&colour=red";
    let reply = stage.label(&stage.producer, 0, query).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let expected = [
        ("design", "no_such_design"),
        ("wording", "no_such_wording"),
        ("kind", "no_such_kind"),
        ("dpi", "dpi_out_of_bounds"),
        ("width_mm", "side_out_of_bounds"),
        ("height_mm", "side_out_of_bounds"),
        ("format", "no_such_format"),
        ("copies", "not_a_whole_number"),
        ("", "unknown_field"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(faults(&reply), expected);
}

#[tokio::test]
async fn sizes_that_are_none_are_refused_by_name() {
    let stage = Stage::set().await;
    for (query, field, code) in [
        ("width_mm=NaN", "width_mm", "side_out_of_bounds"),
        ("width_mm=-5", "width_mm", "side_out_of_bounds"),
        ("width_mm=inf", "width_mm", "side_out_of_bounds"),
        ("width_mm=40&height_mm=0", "height_mm", "side_out_of_bounds"),
        ("width_mm=12", "width_mm", "label_too_small"),
        ("width_mm=wide", "width_mm", "not_a_number_of_millimetres"),
        (
            "width_mm=40&width_mm=50",
            "width_mm",
            "not_a_number_of_millimetres",
        ),
        ("height_mm=40", "height_mm", "height_without_width"),
        ("width_mm=40&module_mm=0.4", "module_mm", "two_sizes"),
        ("module_mm=0", "module_mm", "module_out_of_bounds"),
        ("module_mm=-1", "module_mm", "module_out_of_bounds"),
        ("module_mm=10000", "module_mm", "module_out_of_bounds"),
        ("module_mm=0.1", "module_mm", "module_too_small"),
        ("dpi=0", "dpi", "dpi_out_of_bounds"),
        ("dpi=99999999999", "dpi", "dpi_out_of_bounds"),
        ("format=png&module_mm=20&dpi=2400", "dpi", "too_many_dots"),
        ("format=zpl&copies=0", "copies", "no_labels"),
        ("format=zpl&copies=10001", "copies", "too_many_labels"),
        ("format=pdf&copies=2", "copies", "copies_of_zpl_only"),
        ("design=plaque", "design", "plaque_of_tourism_only"),
    ] {
        let reply = stage.label(&stage.producer, 0, query).await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{query}: {}",
            reply.text()
        );
        let problem = reply.json();
        assert_eq!(
            (&problem["code"], &problem["field"]),
            (&code.into(), &field.into()),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_tourism_service_has_a_plaque_for_its_wall() {
    let stage = Stage::set().await;
    let query = "format=png&design=plaque&width_mm=200&dpi=300";
    let reply = stage.label(&stage.secretary, 3, query).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(read::read(&reply.body).as_ref(), Ok(&stage.codes[3]));
}

#[tokio::test]
async fn a_zpl_file_prints_as_many_as_were_asked_for() {
    let stage = Stage::set().await;
    let reply = stage
        .label(&stage.producer, 0, "format=zpl&copies=25&dpi=203")
        .await;
    assert!(reply.text().contains("^PQ25"), "{}", reply.text());
}
