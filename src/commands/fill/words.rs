//! The words of a recipe, as a POSIX shell divides and unquotes them. Nothing is expanded.

/// What keeps a text from being a recipe.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line ends before the braces are closed.
    Unclosed,
    /// The line ends within quotes.
    Quoted(char),
    /// Braces open again, so many bytes after the beginning.
    Nested(usize),
}

/// The words of `text` up to the closing braces, and the length with them.
pub fn words(text: &str) -> Result<(Vec<String>, usize), Fault> {
    let mut words = Vec::new();
    // A word that has begun; quotes begin one even if there is nothing between them.
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let rest = &text[at..];
        match (quote, character) {
            (None, '\n') => return Err(Fault::Unclosed),
            (Some(quote), '\n') => return Err(Fault::Quoted(quote)),
            (Some(open), _) if character == open => quote = None,
            (Some('\''), '\\') => word.get_or_insert_default().push(character),
            (Some(_), '\\') => {
                let escaped = characters.next_if(|(_, next)| "$`\"\\".contains(*next));
                let character = escaped.map_or('\\', |(_, next)| next);
                word.get_or_insert_default().push(character);
            }
            (None, _) if rest.starts_with("}}") => {
                words.extend(word);
                return Ok((words, at + 2));
            }
            (None, _) if rest.starts_with("{{") => return Err(Fault::Nested(at)),
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, '\\') => match characters.next_if(|(_, next)| *next != '\n') {
                Some((_, next)) => word.get_or_insert_default().push(next),
                None => return Err(Fault::Unclosed),
            },
            (None, ' ' | '\t' | '\r') => words.extend(word.take()),
            (Some(_) | None, _) => word.get_or_insert_default().push(character),
        }
    }
    Err(quote.map_or(Fault::Unclosed, Fault::Quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_a_shell_that_expands_nothing() {
        for (text, expected) in [
            (" hex 32 }} x", &["hex", "32"][..]),
            ("hex}}", &["hex"]),
            ("}}", &[]),
            (r#" a'b "c'"d 'e" f\ g }}"#, &[r#"ab "cd 'e"#, "f g"]),
            (r#" '' "" }}"#, &["", ""]),
            (r#" "\$\`\"\\\n" '\n' \n }}"#, &[r#"$`"\\n"#, r"\n", "n"]),
            (
                " $HOME `id` * ~ # | }}",
                &["$HOME", "`id`", "*", "~", "#", "|"],
            ),
            (r#" '}}' "}}" \}} }}"#, &["}}", "}}", "}}"]),
            (" pattern '[a-z]{2}{{3}}' }}", &["pattern", "[a-z]{2}{{3}}"]),
            (" pattern [a-z]{2} }}", &["pattern", "[a-z]{2}"]),
            (" é\t€ }}", &["é", "€"]),
        ] {
            let (words, length) = words(text).unwrap();
            assert_eq!(words, expected, "{text}");
            assert!(text[..length].ends_with("}}"), "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_on_its_line_is_no_recipe() {
        for (text, fault) in [
            ("", Fault::Unclosed),
            (" hex }", Fault::Unclosed),
            (" hex \n }}", Fault::Unclosed),
            (" hex \\", Fault::Unclosed),
            (" hex \\\n }}", Fault::Unclosed),
            (" hex ' }}", Fault::Quoted('\'')),
            (" hex \" \n \" }}", Fault::Quoted('"')),
            (" hex {{ hex }}", Fault::Nested(5)),
        ] {
            assert_eq!(words(text), Err(fault), "{text}");
        }
    }
}
