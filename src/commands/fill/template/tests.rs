use proptest::prelude::*;

use super::*;
use crate::cli::CATALOGUE;

fn parsed(text: &str) -> Result<(Template, Names)> {
    let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
    template.find_braces(false)?;
    let used: Vec<usize> = template
        .all()
        .filter(|slot| !template.is_text(*slot))
        .collect();
    let mut names = Names::default();
    Template::declare(&[&template], 0, &used, &mut names)?;
    template.build(used.into_iter(), &names)?;
    Ok((template, names))
}

fn error(text: &str) -> String {
    format!("{:#}", parsed(text).err().unwrap())
}

#[test]
fn mistakes_have_the_message_of_the_command_line_and_their_place() {
    for (text, message) in [
        (
            "a\né {{ hexx 32 }}",
            "t:2:3: unrecognized subcommand 'hexx'",
        ),
        (
            "{{ password --length 0 }}",
            "t:1:1: invalid value '0' for '--length <N>': it must be at least 1",
        ),
        (
            "{{ password --length 3 --min-digits 9 }}",
            "t:1:1: the minimums add up to",
        ),
        (
            "{{ hex -n 2 }}",
            "t:1:1: --count makes no sense in a template",
        ),
        ("{{ hex --output x }}", "t:1:1: --output makes no sense"),
        ("{{ hex --mask github }}", "t:1:1: --mask makes no sense"),
        ("{{ bytes }}", "t:1:1: raw bytes make no sense"),
        (
            "{{ choice }}",
            "t:1:1: a recipe of a template makes a secret, and cannot read stdin",
        ),
        (
            "{{ passphrase --dice }}",
            "t:1:1: a recipe of a template makes a secret, and cannot read stdin",
        ),
        (
            "{{ choice --file - }}",
            "t:1:1: a recipe of a template makes a secret, and cannot read stdin",
        ),
        // Of a single item there is one value, and no second.
        (
            "{{ choice --shuffle a }}",
            "t:1:1: --shuffle makes no sense in a template",
        ),
        ("{{ for wordpress }}", "t:1:1: 'wordpress' has 8 lines"),
        (
            "{{ password --for help }}",
            "t:1:1: a listing makes no sense",
        ),
        (
            "{{ urlsafe 1M }}",
            "t:1:1: a value in a template has at most",
        ),
        ("{{ hex --help }}", "t:1:1: help and version"),
        ("{{ compare a b }}", "t:1:1: 'compare' makes no secret"),
        ("{{ fill x }}", "t:1:1: 'fill' makes no secret"),
        ("{{ secrets hex }}", "t:1:1: 'secrets' is no command"),
        ("{{ }}", "t:1:1: there is no recipe between"),
        (
            "x {{ hex",
            "t:1:3: the braces of this recipe are not closed",
        ),
        ("{{ hex {{ hex }} }}", "t:1:8: braces open within"),
        ("{{ hex ' }}", "t:1:1: a quote ' in this recipe"),
        (
            "{{ db = hex }} {{ dc }}",
            "t:1:16: 'dc' is neither a command nor the name",
        ),
        (
            "{{ db = hex }} {{ db = hex }}",
            "t:1:16: the name 'db' is defined twice, first at t:1:1",
        ),
        (
            "{{ db = hex }} {{ db = hex 16 }}",
            "t:1:16: the name 'db' is defined twice, first at t:1:1",
        ),
        ("{{ hex = hex }}", "t:1:1: 'hex' is a command"),
        ("{{ 1a = hex }}", "t:1:1: '1a' is no name"),
        ("{{ db = }}", "t:1:1: the name 'db' has no recipe"),
        (
            "{{ db=hex 32 }}",
            "t:1:1: a name, = and a recipe stand apart",
        ),
    ] {
        let error = error(text);
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[test]
fn a_name_is_one_value_and_a_recipe_a_new_one_each_time() {
    let (mut template, mut names) =
        parsed("{{ a }} {{ a = hex 1 }} {{ hex 1 }} {{ hex 1 }} {{{{").unwrap();
    let mut entropy = Entropy::tape(&[1, 2, 3]);
    let mut values = Secret::with_capacity(0);
    for slot in 0..4 {
        template
            .draw(slot, &mut names, &mut entropy, &mut values)
            .unwrap();
    }
    assert_eq!(values.as_bytes(), b"01010203");
    assert!(template.is_text(4));
    assert_eq!(template.recipes.len(), 2);
}

#[test]
fn marks_are_no_text_of_the_template_and_give_it_back() {
    let text = "recipe0x {{ a = hex 1 }}{{{{é{{ a }}";
    let (template, _) = parsed(text).unwrap();
    let marked = template.marked(0);
    assert_eq!(marked.text, "recipe0x recipe1x0z{{érecipe1x2z");
    let all = 0..marked.text.len();
    let parts = |value: &str| {
        let parts = marked.parts(&template, value, &all)?;
        let shown = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(slot) => format!("<{slot}>"),
        };
        Some(parts.iter().map(shown).collect::<String>())
    };
    assert_eq!(parts(&marked.text).unwrap(), "recipe0x <0>{{é<2>");
    assert!(parts("recipe1x0z").is_none());
    assert!(parts("recipe1x0zrecipe1x2zrecipe1x0z").is_none());
    let mut restored = Secret::with_capacity(0);
    marked.restored(&template, all.clone(), &mut restored);
    assert_eq!(restored.as_bytes(), text.replace("{{{{", "{{").as_bytes());
    for (at, character) in [(0, 'r'), (9, '{'), (19, '{'), (21, 'é'), (23, '{')] {
        let offset = marked.offset(&template, at);
        assert!(text[offset..].starts_with(character), "{at} {offset}");
    }
}

#[test]
fn masks_keep_every_offset() {
    let mut masked = Secret::with_capacity(0);
    marks::mask_recipes("a='{{ hex \"'\" }}' {{ é", &mut masked);
    assert_eq!(masked.as_bytes(), "a='xxxxxxxxxxxxx' xx é".as_bytes());
}

proptest! {
    #[test]
    fn braces_of_text_come_back(text in "([a{}\né]|\\{\\{){0,12}") {
        let doubled = text.replace("{{", "{{{{");
        let mut template = Template::new(Path::new("t"), &doubled, &CATALOGUE);
        template.find_braces(false).unwrap();
        let mut literal = Secret::with_capacity(0);
        template.literal(0..doubled.len(), &mut literal);
        prop_assert_eq!(std::str::from_utf8(literal.as_bytes()).unwrap(), text);
    }

    #[test]
    fn recipes_are_where_they_stand_in_any_text(before in "[a-z}\n é'\"]{0,8}", words in "hex( [1-9])?", after in "[^{]{0,8}") {
        let text = format!("{before}{{{{ {words} }}}}{after}");
        let (template, _) = parsed(&text).unwrap();
        let range = template.range(0);
        prop_assert_eq!(&text[range.clone()], &format!("{{{{ {words} }}}}"));
        prop_assert_eq!((range.start, template.all().len()), (before.len(), 1));
    }
}
