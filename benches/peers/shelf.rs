//! What shops scan: the page behind a code, and which code each time.

/// The host of the codes.
const ORIGIN: &str = "https://verify.example.vn";

/// A code opened by a camera.
pub fn page_request(code: &str) -> Vec<u8> {
    let path = code.trim_start_matches(ORIGIN);
    format!(
        "GET {path} HTTP/1.1\r\nhost: verify.example.vn\r\naccept: text/html,*/*;q=0.8\r\n\
         accept-language: vi,en;q=0.5\r\n\r\n"
    )
    .into_bytes()
}

/// Which of `most` products is scanned each time: the first most often, the others by Zipf's law.
pub fn as_shops_scan(most: usize, scans: usize) -> Vec<usize> {
    let mut sums = Vec::with_capacity(most);
    let mut sum = 0.0;
    for rank in 1..=most {
        sum += 1.0 / rank as f64;
        sums.push(sum);
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 * sum
    };
    let scans = (0..scans).map(|_| {
        let drawn = draw();
        sums.partition_point(|&sum| sum < drawn).min(most - 1)
    });
    scans.collect()
}
