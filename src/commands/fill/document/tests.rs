mod any_edit;
mod generated;
mod libyaml;
mod writers;

use std::path::Path;

use super::*;
use crate::cli::CATALOGUE;

#[test]
fn escapes_that_make_the_text_of_a_mark_stay_what_they_are() {
    for text in [
        r#"{"a": "{{ hex 1 }}", "b": "\u0072ecipe0x0z"}"#,
        r#"{"a": "{{ hex 1 }}", "\u0072ecipe0x0z": "recipe1x0z"}"#,
    ] {
        let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
        template.find_braces(false).unwrap();
        let (model, fields) = Model::read(&template, Format::Json).unwrap();
        let values = [Some(vec![Piece::Drawn(secret("v"))]), None];
        let out = model.render(&template, &fields, &values).unwrap();
        assert_eq!(out.as_bytes(), text.replace("{{ hex 1 }}", "v").as_bytes());
    }
}

/// A carriage return alone ends the header of a block scalar, and the text has no newline at all.
#[test]
fn a_block_scalar_in_the_last_line_is_read() {
    for text in [
        "a: >\r é",
        ">\r >\r2>\r22\u{16}h2\u{16}>\r2>hpe2>>\r \r\r\u{1}\r愄\"p(\r\u{1}愅",
    ] {
        let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
        template.find_braces(true).unwrap();
        let _ = Model::read(&template, Format::Yaml);
    }
}
