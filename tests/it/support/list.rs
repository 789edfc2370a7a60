//! Product lists as councils send them.

/// A real decision's list of 14 products.
pub const PRODUCTS: &str = include_str!("../../../assets/data/products.csv");

/// The columns that a list must have, and those that it may.
pub const HEADER: &str = "product,producer,producer_kind,address,set_no,score_a,score_b,score_c,\
                          stars,product_code,gtin,lowered_because";

/// One sound row of 4 stars: its columns in the order of [`HEADER`].
const SOUND: [&str; 12] = [
    "Miến dong",
    "Hợp tác xã Tân Việt Á",
    "cooperative",
    "Xã Thành Công",
    "6",
    "34.50",
    "20.75",
    "28.25",
    "4",
    "",
    "",
    "",
];

/// A sound row in which some columns say something else.
pub fn row(changes: &[(&str, &str)]) -> String {
    let cells = HEADER.split(',').zip(SOUND).map(|(column, sound)| {
        let changed = changes.iter().find(|(changed, _)| *changed == column);
        let cell = changed.map_or(sound, |(_, value)| value);
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    });
    cells.collect::<Vec<_>>().join(",")
}

/// A list of rows, below its header.
pub fn csv(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

/// A list of so many products.
pub fn list_of(count: usize) -> String {
    let rows: Vec<String> = (1..=count)
        .map(|number| row(&[("product", &format!("Sản phẩm số {number}"))]))
        .collect();
    csv(&rows)
}
