//! Rust source as the rules see it: without comments, texts and needless spaces.

/// The code of a file, line by line.
pub struct Code {
    lines: Vec<String>,
}

impl Code {
    /// Blanks comments, strings and character literals, and closes spaces that the compiler
    /// does not see.
    pub fn of(source: &str) -> Self {
        Self {
            lines: blanked(source).lines().map(close).collect(),
        }
    }

    /// Every line with its number, from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.lines.iter().map(String::as_str))
    }

    /// The whole code; lines keep their numbers.
    pub fn joined(&self) -> String {
        self.lines.join("\n")
    }

    /// Where a text begins that does not continue a word: its line, and what follows it.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        self.numbered().flat_map(move |(number, line)| {
            line.match_indices(text)
                .filter(|&(at, _)| !text.starts_with(is_word) || !line[..at].ends_with(is_word))
                .map(move |(at, _)| (number, &line[at + text.len()..]))
        })
    }
}

/// Whether a character may stand in an identifier.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The identifier at the beginning of a text.
pub fn identifier(text: &str) -> &str {
    text.split(|c| !is_word(c)).next().unwrap_or_default()
}

/// Whether a line holds a text as whole words.
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_word) && !line[at + word.len()..].starts_with(is_word)
    })
}

/// The source with spaces for everything in comments and literals; line ends stay.
fn blanked(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let in_word = code.ends_with(is_word);
        let literal = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if c == '"' {
            1 + text(&rest[1..])
        } else if let Some(raw) = raw_text(rest).filter(|_| !in_word) {
            raw
        } else if c == '\'' {
            character(rest)
        } else {
            0
        };
        if literal == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
            code.extend(rest[..literal].chars().map(blank));
            rest = &rest[literal..];
        }
    }
    code
}

/// Bytes of a block comment, with those inside it.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Bytes up to and with the closing quote.
fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Bytes of `r"…"`, `r#"…"#` and their kin.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest
        .strip_prefix("br")
        .or_else(|| rest.strip_prefix("cr"))
        .or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let content = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content
        .find(&end)
        .map_or(content.len(), |at| at + end.len());
    Some(rest.len() - content.len() + length)
}

/// Bytes of a character literal; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(rest.len(), |at| 3 + at + 1),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// One space between words, none elsewhere.
fn close(line: &str) -> String {
    let mut closed = String::with_capacity(line.len());
    for part in line.split_whitespace() {
        if closed.ends_with(is_word) && part.starts_with(|c: char| is_word(c) || c == '{') {
            closed.push(' ');
        }
        closed.push_str(part);
    }
    closed
}

#[test]
fn comments_and_texts_are_not_code() {
    let code = |source: &str| Code::of(source).joined();
    assert_eq!(code("a(); // b()"), "a();");
    assert_eq!(code("a(/* b /* c */ d */);"), "a();");
    assert_eq!(code("a(\"b \\\" c\", 'd', '\\'', '\\u{e}');"), "a(,,,);");
    assert_eq!(code("a(r\"b\\\", br#\"c \" d\"#);"), "a(,);");
    assert_eq!(code("fn a<'b>(c: &'b str) {}"), "fn a<'b>(c:&'b str){}");
    assert_eq!(code("let 'x' = \"\n\n\"; b"), "let=\n\n;b");
    assert_eq!(code("for_r\"x\""), "for_r");
}

#[test]
fn a_place_is_a_whole_word_with_its_line() {
    let code = Code::of("//! A.\nmod a;\nremod b;\npub mod c;\n");
    let places: Vec<_> = code.places("mod ").collect();
    assert_eq!(places, [(2, "a;"), (4, "c;")]);
    assert!(has_word("use axum::Router;", "axum"));
    assert!(!has_word("use axum_server::Handle;", "axum"));
}
