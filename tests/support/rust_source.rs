//! Enough of a Rust lexer to tell code from comments, strings and tests, and to resolve the paths that code names.

#![allow(dead_code)] // each test binary uses its own part

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Identifier, keyword or number.
    Word,
    /// One punctuation character, or `::`.
    Sign,
    /// Content of a string literal, as written.
    Text,
    /// Content of a character literal, as written.
    Char,
    /// A comment with its slashes.
    Comment,
}

/// One token.
#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// Line from 1.
    pub line: usize,
    /// True inside `#[cfg(test)]`.
    pub test: bool,
}

/// A file cut into tokens.
pub struct Source {
    /// Path below `src/`, with `/`.
    pub name: String,
    /// Number of lines.
    pub lines: usize,
    pub tokens: Vec<Token>,
}

impl Source {
    pub fn read(name: &str, text: &str) -> Source {
        let mut tokens = tokens(text);
        mark_tests(&mut tokens);
        Source { name: name.to_owned(), lines: text.lines().count(), tokens }
    }

    /// First folder or file name: `tui` of `tui/app.rs`, `main` of `main.rs`.
    pub fn room(&self) -> &str {
        self.name.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    /// Tokens that are neither comments nor tests.
    pub fn code(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.kind != Kind::Comment && !token.test)
    }

    /// True when a comment stands on this line or the one above.
    pub fn comment_near(&self, line: usize) -> bool {
        self.tokens.iter().any(|token| {
            let last = token.line + token.text.matches('\n').count();
            token.kind == Kind::Comment
                && !token.text.starts_with("///")
                && !token.text.starts_with("//!")
                && (last == line || last + 1 == line)
        })
    }

    /// Every path that code names, `use` trees taken apart, `self` and `super` resolved to `crate::…`.
    pub fn paths(&self) -> Vec<(String, usize)> {
        let code: Vec<&Token> = self.code().collect();
        let mut found = Vec::new();
        let mut index = 0;
        while index < code.len() {
            let begins = code[index].kind == Kind::Word && (index == 0 || code[index - 1].text != "::");
            index = if begins { tree(&code, index, &[], &mut found) } else { index + 1 };
        }
        found.into_iter().map(|(path, line)| (self.resolve(&path), line)).collect()
    }

    /// The module's own path: `tui::screens` of `tui/screens/mod.rs`, `tui::app` of `tui/app.rs`.
    fn module(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.name.trim_end_matches(".rs").split('/').collect();
        if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
            parts.pop();
        }
        parts
    }

    fn resolve(&self, path: &[String]) -> String {
        let mut here = self.module();
        let mut rest = path;
        if path.first().is_some_and(|first| first == "self" || first == "super") && path.len() > 1 {
            while let Some((first, after)) =
                rest.split_first().filter(|(first, _)| *first == "self" || *first == "super")
            {
                if first == "super" {
                    here.pop();
                }
                rest = after;
            }
            let rest = rest.iter().map(String::as_str);
            return std::iter::once("crate").chain(here).chain(rest).collect::<Vec<_>>().join("::");
        }
        path.join("::")
    }

    /// Files that this file, called `own`, declares as modules. Each may be there under one of two names.
    pub fn declared(&self, own: &str, tests_only: bool) -> Vec<String> {
        let (folder, file) = own.rsplit_once('/').unwrap_or(("", own));
        let below = match file.trim_end_matches(".rs") {
            "lib" | "main" | "mod" => format!("{folder}/"),
            // A test or bench is a crate of its own: its modules lie beside it.
            _ if folder == "tests" || folder == "benches" => format!("{folder}/"),
            stem => format!("{folder}/{stem}/"),
        };
        let code: Vec<&Token> = self.tokens.iter().filter(|token| token.kind != Kind::Comment).collect();
        let mut found = Vec::new();
        for (index, three) in code.windows(3).enumerate() {
            let [first, name, end] = three else { continue };
            if first.text != "mod" || end.text != ";" || (tests_only && !first.test) {
                continue;
            }
            // #[path = "…"] mod name;
            let given = code[..index].iter().rev().take(4).find(|token| token.kind == Kind::Text);
            match given.filter(|_| index > 0 && code[index - 1].text == "]") {
                Some(path) => found.push(format!("{folder}/{}", path.text)),
                None => found.extend([format!("{below}{}.rs", name.text), format!("{below}{}/mod.rs", name.text)]),
            }
        }
        found
    }
}

/// Every source of the program; files that are declared for tests only count as tests throughout.
pub fn all(src: &Path) -> Vec<Source> {
    let name = |path: &Path| path.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
    let read = |path: &PathBuf| Source::read(&name(path), &std::fs::read_to_string(path).unwrap());
    let mut sources: Vec<Source> = rust_files(src).iter().map(read).collect();
    assert!(sources.len() > 50, "no sources found");
    let tests: BTreeSet<String> =
        sources.iter().flat_map(|source| source.declared(&format!("src/{}", source.name), true)).collect();
    for source in &mut sources {
        if tests.contains(&format!("src/{}", source.name)) {
            source.tokens.iter_mut().for_each(|token| token.test = true);
        }
    }
    sources
}

/// Rust files below a folder, sorted; none where there is no such folder.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads one path or `use` tree from `index`; answers where it ends.
fn tree(code: &[&Token], mut index: usize, before: &[String], found: &mut Vec<(Vec<String>, usize)>) -> usize {
    let mut path = before.to_vec();
    let line = code[index].line;
    while let Some(token) = code.get(index).filter(|token| token.kind == Kind::Word) {
        path.push(token.text.clone());
        index += 1;
        if code.get(index).is_none_or(|token| token.text != "::") {
            break;
        }
        index += 1;
    }
    if code.get(index).is_some_and(|token| token.text == "{") && index > 0 && code[index - 1].text == "::" {
        index += 1;
        while let Some(token) = code.get(index).filter(|token| token.text != "}") {
            index = if token.kind == Kind::Word { tree(code, index, &path, found) } else { index + 1 };
        }
        return index + 1;
    }
    found.push((path, line));
    // `as name` gives another name, it names nothing.
    if code.get(index).is_some_and(|token| token.text == "as") && !before.is_empty() {
        index += 2;
    }
    index
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or('\0'));
        let begin = at;
        let kind = match c {
            _ if c.is_whitespace() => {
                line += usize::from(c == '\n');
                at += 1;
                continue;
            }
            '/' if next == '/' => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
                Kind::Comment
            }
            '/' if next == '*' => {
                let mut depth = 0;
                while at < chars.len() {
                    match (chars[at], chars.get(at + 1)) {
                        ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
                        ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
                        _ => at += 1,
                    }
                    if depth == 0 {
                        break;
                    }
                }
                Kind::Comment
            }
            '"' => {
                at = end_of_string(&chars, at + 1);
                Kind::Text
            }
            'r' | 'b' | 'c' if raw_string(&chars, at).is_some() => {
                let (quotes, hashes) = raw_string(&chars, at).unwrap_or((at, 0));
                at = quotes + 1;
                let ends = |at: usize| chars[at] == '"' && (1..=hashes).all(|n| chars.get(at + n) == Some(&'#'));
                while at < chars.len() && !ends(at) {
                    at += 1;
                }
                at += hashes + 1;
                Kind::Text
            }
            'b' | 'c' if next == '"' => {
                at = end_of_string(&chars, at + 2);
                Kind::Text
            }
            '\'' if next == '\\' || chars.get(at + 2) == Some(&'\'') => {
                at += if next == '\\' { 3 } else { 2 };
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
                Kind::Char
            }
            _ if c == '_' || c.is_alphanumeric() => {
                while at < chars.len() && (chars[at] == '_' || chars[at].is_alphanumeric()) {
                    at += 1;
                }
                Kind::Word
            }
            ':' if next == ':' => {
                at += 2;
                Kind::Sign
            }
            _ => {
                at += 1;
                Kind::Sign
            }
        };
        let text: String = chars[begin..at.min(chars.len())].iter().collect();
        let first_line = line;
        line += text.matches('\n').count();
        let text = match kind {
            Kind::Text | Kind::Char => text.trim_start_matches(['r', 'b', 'c', '#']).trim_end_matches('#').to_owned(),
            _ => text,
        };
        let text = match kind {
            Kind::Text => text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&text).to_owned(),
            Kind::Char => text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(&text).to_owned(),
            _ => text,
        };
        found.push(Token { kind, text, line: first_line, test: false });
    }
    found
}

fn end_of_string(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Where the quote of a raw string stands and how many `#` it has.
fn raw_string(chars: &[char], mut at: usize) -> Option<(usize, usize)> {
    while matches!(chars.get(at), Some('b' | 'c')) {
        at += 1;
    }
    if chars.get(at) != Some(&'r') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let quote = at + 1 + hashes;
    (chars.get(quote) == Some(&'"')).then_some((quote, hashes))
}

/// Marks what stands under `#[cfg(test)]` or `#[cfg(all(test, …))]`, up to the end of that item.
fn mark_tests(tokens: &mut [Token]) {
    let code: Vec<usize> = (0..tokens.len()).filter(|index| tokens[*index].kind != Kind::Comment).collect();
    let text = |tokens: &[Token], n: usize| code.get(n).map_or(String::new(), |index| tokens[*index].text.clone());
    // A file that begins with `#![cfg(test)]` is a test from end to end.
    if ["#", "!", "[", "cfg", "(", "test", ")", "]"].iter().enumerate().all(|(n, part)| text(tokens, n) == *part) {
        tokens.iter_mut().for_each(|token| token.test = true);
        return;
    }
    let mut n = 0;
    while n < code.len() {
        let alone: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];
        let among: &[&str] = &["#", "[", "cfg", "(", "all", "(", "test", ","];
        let stands =
            |attribute: &[&str]| attribute.iter().enumerate().all(|(offset, part)| text(tokens, n + offset) == *part);
        let Some(attribute) = [alone, among].into_iter().find(|attribute| stands(attribute)) else {
            n += 1;
            continue;
        };
        let mut end = n + attribute.len();
        let mut depth = 0;
        while end < code.len() {
            match text(tokens, end).as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let sign = tokens[code[end]].kind == Kind::Sign;
            end += 1;
            if sign && depth == 0 && matches!(text(tokens, end - 1).as_str(), "}" | ";") {
                break;
            }
        }
        let (first, last) = (code[n], code.get(end - 1).copied().unwrap_or(tokens.len() - 1));
        for token in &mut tokens[first..=last] {
            token.test = true;
        }
        n = end;
    }
}
