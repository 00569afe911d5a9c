//! The operators and how tightly they bind.

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `&`
    Concat,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Operator; 12] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::LessEqual,
        Operator::Greater,
        Operator::GreaterEqual,
        Operator::Concat,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
        Operator::Power,
    ];

    /// The operator as Excel writes it.
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Less => "<",
            Operator::LessEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterEqual => ">=",
            Operator::Concat => "&",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Power => "^",
        }
    }

    /// How tightly it binds; all of Excel's operators, `^` included, group from the left.
    pub(super) fn strength(self) -> u8 {
        match self {
            Operator::Concat => 2,
            Operator::Add | Operator::Subtract => 3,
            Operator::Multiply | Operator::Divide => 4,
            Operator::Power => 5,
            _ => 1,
        }
    }

    /// Whether it compares.
    pub fn is_comparison(self) -> bool {
        self.strength() == 1
    }
}

/// How tightly `%` binds: looser than a sign, tighter than `^`.
pub(super) const PERCENT_STRENGTH: u8 = 6;
/// How tightly a sign binds: tightest, so that `-2^2` is 4 as in Excel.
pub(super) const SIGN_STRENGTH: u8 = 7;
/// What never needs parentheses.
pub(super) const ATOM_STRENGTH: u8 = 8;
