//! Divides and unquotes the words of a recipe like a POSIX shell, without expansions.

/// Why a text is not a recipe.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line ends before the braces are closed.
    Unclosed,
    /// The line ends within quotes.
    Quoted(char),
    /// Braces open within the recipe, at this offset in bytes.
    Nested(usize),
}

/// The words of `text` up to the closing braces, and the length with them.
pub fn words(text: &str) -> Result<(Vec<String>, usize), Fault> {
    let mut words = Vec::new();
    // The current word. Quotes start a word even if they are empty.
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
    use proptest::prelude::*;

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

    /// A word in one of the three ways to quote it.
    fn quoted(word: &str, way: u8) -> String {
        let escaped = |character: char| ['\\', character];
        match way {
            0 => format!("'{}'", word.replace('\'', "'\\''")),
            1 => format!(
                "\"{}\"",
                word.chars()
                    .flat_map(|character| match character {
                        '$' | '`' | '"' | '\\' => escaped(character).to_vec(),
                        _ => vec![character],
                    })
                    .collect::<String>()
            ),
            _ if word.is_empty() => "''".to_owned(),
            _ => word.chars().flat_map(escaped).collect(),
        }
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_as_it_was(
            given in prop::collection::vec(("[a-c\"'\\\\ \t{}$`=é-]{0,6}", 0..3_u8), 0..4),
            rest in "\\PC{0,4}",
        ) {
            let line: Vec<_> = given.iter().map(|(word, way)| quoted(word, *way)).collect();
            let text = format!("{} }}}}{rest}", line.join(" "));
            let given = given.into_iter().map(|(word, _)| word).collect();
            prop_assert_eq!(words(&text), Ok((given, text.len() - rest.len())));
        }

        #[test]
        fn any_text_ends_where_its_braces_do(text in "[a\"'\\\\ {}\né]{0,12}") {
            if let Ok((_, length)) = words(&text) {
                prop_assert!(text[..length].ends_with("}}") && !text[..length].contains('\n'));
            }
        }
    }
}
