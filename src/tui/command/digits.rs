//! Commands that stand on the digits, in the order of the keyboard's number row.

use super::{Class, Column, Digit, Phrase, Views};

impl Class {
    /// All classes in the order of the keyboard's number row.
    pub const ALL: [Class; 12] = [
        Class::C1,
        Class::C2,
        Class::C3,
        Class::C4,
        Class::C5,
        Class::C6,
        Class::C7,
        Class::C8,
        Class::C9,
        Class::C10,
        Class::C11,
        Class::C12,
    ];

    /// Place from 0.
    pub fn index(self) -> usize {
        self as usize
    }
}

impl Digit {
    /// The sign that it types.
    pub fn sign(self) -> &'static str {
        match self {
            Digit::D1 => "1",
            Digit::D2 => "2",
            Digit::D3 => "3",
            Digit::D4 => "4",
            Digit::D5 => "5",
            Digit::D6 => "6",
            Digit::D7 => "7",
            Digit::D8 => "8",
            Digit::D9 => "9",
            Digit::D0 => "0",
            Digit::Minus => "-",
        }
    }
}

impl Column {
    /// The digits in the order of the keyboard's number row.
    pub const ALL: [Column; 10] = [
        Column::C1,
        Column::C2,
        Column::C3,
        Column::C4,
        Column::C5,
        Column::C6,
        Column::C7,
        Column::C8,
        Column::C9,
        Column::C10,
    ];

    /// Place from 0; `None` for [`Column::Again`].
    pub fn index(self) -> Option<usize> {
        Column::ALL.iter().position(|column| *column == self)
    }
}

impl Views {
    /// The digits in the order of the keyboard's number row.
    pub const ALL: [Views; 10] =
        [Views::V1, Views::V2, Views::V3, Views::V4, Views::V5, Views::V6, Views::V7, Views::V8, Views::V9, Views::V10];

    /// Place from 0; `None` for what is no digit.
    pub fn index(self) -> Option<usize> {
        Views::ALL.iter().position(|view| *view == self)
    }
}

impl Phrase {
    /// The phrases in order, without [`Phrase::Accept`].
    pub const ALL: [Phrase; 9] =
        [Phrase::P1, Phrase::P2, Phrase::P3, Phrase::P4, Phrase::P5, Phrase::P6, Phrase::P7, Phrase::P8, Phrase::P9];

    /// Place from 0; `None` for [`Phrase::Accept`].
    pub fn index(self) -> Option<usize> {
        Phrase::ALL.iter().position(|phrase| *phrase == self)
    }
}
