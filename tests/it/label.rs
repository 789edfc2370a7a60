//! Labels: made, read back, photographed badly, attacked.
use ocop::label::*;
#[test]
fn draft() {
    let v: serde_json::Value = serde_json::from_str(include_str!("../vectors/verdicts.json")).unwrap();
    let q = v["vectors"][0]["qr"].as_str().map(str::to_owned).unwrap_or_default();
    println!("{q}");
    std::fs::create_dir_all("/tmp/lab").unwrap();
    for (name, mm, dpi, demo) in [("a", 0.375, 203, true), ("b", 0.375, 203, false), ("c", 0.34, 300, true), ("d", 0.5, 600, true)] {
        let mut l = Label::new(&q, "CB-12345-K");
        if demo { l.demonstration = Some(DEMONSTRATION.to_owned()); }
        let s = Size::new(mm, dpi).unwrap();
        std::fs::write(format!("/tmp/lab/{name}.png"), l.render_png(s).unwrap()).unwrap();
        std::fs::write(format!("/tmp/lab/{name}.svg"), l.render_svg(s).unwrap()).unwrap();
        assert_eq!(read::read(&l.render_png(s).unwrap()).unwrap(), q);
    }
    let l = Label::new("https://ocop.example/c/CB-12345-K", "CB-12345-K");
    let s = Size::new(0.375, 203).unwrap();
    std::fs::write("/tmp/lab/e.png", l.render_png(s).unwrap()).unwrap();
    println!("{}", l.render_terminal().unwrap());
}
