//! Compares natural numbers with 128-bit integers.

use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> String {
    Natural::parse(text).unwrap().to_decimal()
}

#[test]
fn reads_every_notation() {
    for (text, value) in [
        ("0", "0"),
        ("007", "7"),
        ("1_000_000", "1000000"),
        ("0xff", "255"),
        (
            "0XdeadBEEF_00000000_00000000",
            "68915718005535514953299001344",
        ),
        ("2^0", "1"),
        ("0^0", "1"),
        ("0^5", "0"),
        ("2^64", "18446744073709551616"),
        ("2^128", "340282366920938463463374607431768211456"),
        ("10^30", "1000000000000000000000000000000"),
        ("0x10^2", "256"),
        (
            "340282366920938463463374607431768211455",
            "340282366920938463463374607431768211455",
        ),
    ] {
        assert_eq!(decimal(text), value, "{text}");
    }
}

#[test]
fn refuses_other_texts_and_too_large_numbers() {
    for text in [
        "",
        "_",
        "_1",
        "1_",
        "1__0",
        "0x",
        "0x_1",
        "1e3",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "2^",
        "^2",
        "2^2^2",
        "2^-1",
        "٣",
        "0b1",
        "f",
        "2^1000000",
        "3^630930",
        "3^999999",
        "3^999999999999999999",
        "2^99999999999999999999",
    ] {
        assert!(Natural::parse(text).is_err(), "{text}");
    }
    // 2^1000000 has a million zeros in binary.
    let digits = format!("0x1{}", "0".repeat(250_000));
    assert!(Natural::parse(&digits).is_err());
}

#[test]
fn adds_subtracts_multiplies_and_divides_as_128_bit_integers_do() {
    let edges: [u128; 8] = [
        0,
        1,
        9,
        u128::from(u64::MAX),
        1 << 64,
        (1 << 64) + 1,
        (1 << 100) - 1,
        1 << 126,
    ];
    let natural = |number: u128| Natural::from_limbs(vec![number as u64, (number >> 64) as u64]);
    for a in edges {
        for b in edges {
            let mut sum = natural(a);
            sum.add_natural(&natural(b));
            assert!(sum == natural(a + b), "{a} + {b}");
            assert_eq!(natural(a).cmp(&natural(b)), a.cmp(&b), "{a} and {b}");
            sum.subtract(&natural(a));
            assert!(sum == natural(b), "{a} + {b} - {a}");
            if let Ok(small) = u64::try_from(b) {
                let mut sum = natural(a);
                sum.add(small);
                assert!(sum == natural(a + b), "{a} + {b}");
                if small != 0 {
                    let mut quotient = natural(a);
                    assert_eq!(u128::from(quotient.divide(small)), a % b, "{a} % {b}");
                    assert!(quotient == natural(a / b), "{a} / {b}");
                    quotient.multiply(small);
                    quotient.add((a % b) as u64);
                    assert!(quotient == natural(a), "{a} / {b} * {b} + {a} % {b}");
                }
            }
        }
        assert_eq!(natural(a).bits(), u64::from(128 - a.leading_zeros()), "{a}");
        assert_eq!(natural(a).to_decimal(), a.to_string());
        assert!(
            Natural::from_be_bytes(&a.to_be_bytes()) == natural(a),
            "{a}"
        );
    }
    let mut zero = natural(1 << 100);
    zero.multiply(0);
    assert!(zero.is_zero());
}

#[test]
fn logarithms_are_exact_for_powers_of_two_and_close_elsewhere() {
    for exponent in [0, 1, 63, 64, 127, 128, 200, 999_999] {
        let power = Natural::power(2, exponent).unwrap();
        assert_eq!(power.log2(), exponent as f64);
        assert_eq!(power.bits(), exponent + 1);
    }
    let ten = Natural::power(10, 30).unwrap().log2();
    assert!((ten - 30.0 * 10f64.log2()).abs() < 1e-12);
    assert_eq!(Natural::zero().log2(), f64::NEG_INFINITY);
}

#[test]
fn the_largest_powers_are_read() {
    for (text, bits) in [("2^999999", 1_000_000), ("3^630929", 999_999)] {
        assert_eq!(Natural::parse(text).unwrap().bits(), bits, "{text}");
    }
}

proptest! {
    #[test]
    fn quotients_and_remainders_equal_those_of_128_bit_integers(number: u128, shift in 0..128_u32, divisor: u64, less in 0..64_u32) {
        let (number, divisor) = (number >> shift, (divisor >> less).max(1));
        let mut quotient = Natural::from_limbs(vec![number as u64, (number >> 64) as u64]);
        let remainder = quotient.divide(divisor);
        prop_assert_eq!(u128::from(remainder), number % u128::from(divisor));
        let expected = number / u128::from(divisor);
        prop_assert!(quotient == Natural::from_limbs(vec![expected as u64, (expected >> 64) as u64]));
    }

    #[test]
    fn shifted_numbers_are_compared_and_subtracted(number: u128, shift in 0..128_u32, exponent in 0..200_u32, more: u128) {
        let number = number >> shift;
        let natural = |number: u128| Natural::from_limbs(vec![number as u64, (number >> 64) as u64]);
        let mut shifted = natural(number);
        (0..exponent).for_each(|_| shifted.multiply(2));
        prop_assert!(Natural::shifted(number as u64, exponent) <= shifted);
        prop_assert!(!shifted.is_below_shifted(number, exponent));
        let mut sum = shifted.clone();
        sum.add_natural(&natural(more));
        prop_assert!(!sum.is_below_shifted(number, exponent));
        sum.subtract_shifted(number, exponent);
        prop_assert!(sum == natural(more));
        if number > 0 {
            shifted.subtract(&Natural::from(1));
            prop_assert!(shifted.is_below_shifted(number, exponent));
        }
    }

    #[test]
    fn every_notation_of_a_number_is_read(number in any::<u128>(), shift in 0..128_u32, gap in 0..9_usize) {
        let number = number >> shift;
        let mut grouped = number.to_string();
        if (1..grouped.len()).contains(&gap) {
            grouped.insert(gap, '_');
        }
        for text in [number.to_string(), grouped, format!("{number:#x}"), format!("0X00{number:X}")] {
            let read = Natural::parse(&text).unwrap();
            prop_assert_eq!(read.to_decimal(), number.to_string());
            prop_assert_eq!(read.bits(), u64::from(128 - number.leading_zeros()));
        }
    }

    #[test]
    fn long_numbers_come_back(digits in "[1-9][0-9]{0,200}") {
        prop_assert_eq!(Natural::parse(&digits).unwrap().to_decimal(), digits);
    }

    #[test]
    fn powers_are_products(base: u8, exponent in 0..16_u32) {
        let power = u128::from(base).pow(exponent);
        let read = Natural::parse(&format!("{base}^{exponent}")).unwrap();
        prop_assert_eq!(read.to_decimal(), power.to_string());
    }

    #[test]
    fn errors_are_one_line(text in "[0-9xXa-f_^ +.e-]{0,12}\\PC{0,3}") {
        match Natural::parse(&text) {
            Ok(_) => prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_^".contains(&byte))),
            Err(error) => prop_assert!(!error.to_string().contains(char::is_control)),
        }
    }
}
