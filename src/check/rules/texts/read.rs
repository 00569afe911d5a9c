//! Goes through the texts of a return, sentence by sentence.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::rules::texts::changes::BECOMES;
use crate::check::rules::texts::derived::derived;
use crate::check::rules::texts::fillers::WHOLE_YEAR;
use crate::check::rules::texts::held::Differs;
use crate::check::rules::texts::known::{Holds, Known};
use crate::check::rules::texts::left::says_unspent;
use crate::check::rules::texts::marks::{Mark, marks};
use crate::check::rules::texts::passed::{Of, Other, Reach};
use crate::check::rules::texts::scan::{Figure, Item, items};
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::statements::{Statement, is_item, statements};
use crate::check::rules::texts::subject::{Subject, Topic};
use crate::check::rules::texts::sums::{Sum, is_total, makes_up, sums};
use crate::check::rules::texts::twice::{Mention, Mentions, Twice};
use crate::check::rules::texts::{Said, texts};
use crate::template::NarrativeTemplate;

/// Words behind which what stood before is split up.
const PARTED: &[&str] = &["其中", "包括", "用于", "主要用于", "主要包括", "主要是"];
/// How a project speaks of itself.
pub(super) const OWN: &[&str] = &["本项目", "该项目", "此项目", "项目"];

/// Something that is wrong in a text.
#[derive(Debug, Clone)]
pub(in crate::check) struct Found {
    /// The field of the text.
    pub(in crate::check) text: usize,
    /// The words and the figure, as they stand there.
    pub(in crate::check) quote: String,
    /// What it is.
    pub(in crate::check) says: Says,
    /// The project or the fund it is of, where it is of one.
    pub(in crate::check) item: Option<String>,
    /// What the figure of the form is counted in.
    pub(in crate::check) unit: String,
}

/// What a text says that may be wrong.
#[derive(Debug, Clone)]
pub(in crate::check) enum Says {
    /// A figure the form has otherwise.
    Figure(Differs),
    /// A sum that does not come to what it says.
    Sum(Sum),
    /// Something that is said to have lost points and lost none.
    Unlost(Differs),
    /// A grade.
    Grade(String),
    /// An amount of something another text says otherwise.
    Twice(Twice),
    /// An amount of something the form does not have.
    Mention(Mention),
    /// A figure the form has as well, and had otherwise the year before.
    Agrees,
    /// A figure the form has as well, be it a target.
    Repeats,
}

/// What the texts of a return say: figures the form has otherwise, sums that do not add up, and the grades they name.
pub(in crate::check::rules) fn read(context: &Context<'_>) -> Vec<Found> {
    match context.texts {
        Some(texts) => texts.get_or_init(|| found(context)).clone(),
        None => found(context),
    }
}

fn found(context: &Context<'_>) -> Vec<Found> {
    let Some(narrative) = &context.form().pack.narrative else {
        return Vec::new();
    };
    let reader = Reader::new(context, narrative);
    let mut found = Vec::new();
    let mut mentions = Mentions::default();
    for mut said in texts(context, narrative) {
        said.at_home = reader.at_home(&said);
        let mut told = BTreeSet::new();
        let mut topic = Topic::of(reader.own_subject(&said));
        for (number, statement) in statements(&said.text.text).iter().enumerate() {
            for (quote, says) in reader.statement(&said, statement, &mut topic) {
                let says = match says {
                    // The projects may each have what another one has otherwise.
                    Says::Mention(_) if said.is_of_one => None,
                    Says::Agrees | Says::Repeats => None,
                    Says::Mention(mention) => mentions
                        .add(mention, said.field, number, &quote)
                        .map(Says::Twice),
                    says => Some(says),
                };
                let field = match &says {
                    Some(Says::Figure(differs) | Says::Unlost(differs)) => Some(differs.field),
                    _ => None,
                };
                if let Some(says) = says.filter(|_| told.insert((quote.clone(), field))) {
                    let (item, unit) = field.map_or((None, String::new()), |field| {
                        reader.known.of_field(context, field)
                    });
                    found.push(Found {
                        text: said.field,
                        quote,
                        says,
                        item,
                        unit,
                    });
                }
            }
        }
    }
    found
}

/// What a text is read with.
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) narrative: &'a NarrativeTemplate,
    pub(super) known: Known,
    /// Whether one figure is a part of another one, as far as it was asked.
    pub(super) parts: RefCell<Parts>,
    other: Other,
    /// What is scored.
    pub(super) marks: Vec<Mark>,
    pub(super) grades: Vec<&'a str>,
}

type Parts = BTreeMap<(usize, usize), bool>;

impl<'a> Reader<'a> {
    pub(super) fn new(context: &'a Context<'a>, narrative: &'a NarrativeTemplate) -> Reader<'a> {
        let spec = &context.form().spec;
        let grades = &context.form().pack.grades;
        Reader {
            context,
            narrative,
            known: Known::of(context, narrative),
            marks: marks(context, narrative),
            parts: RefCell::default(),
            other: Other::new(spec.year, &spec.department, narrative),
            grades: grades.iter().map(|grade| grade.name.as_str()).collect(),
        }
    }
}

impl Reader<'_> {
    /// A sentence with those that go on with it.
    pub(super) fn statement(
        &self,
        said: &Said,
        statement: &Statement<'_>,
        topic: &mut Topic,
    ) -> Vec<(String, Says)> {
        let mut state = State::default();
        topic.begin(statement, &mut state);
        if statement.is_name() {
            self.heading(said, statement.sentences[0], &mut state);
            topic.head(statement, &state);
        }
        let fresh = state.clone();
        let mut found = Vec::new();
        for (index, sentence) in statement.sentences.iter().enumerate() {
            if index > 0 && statement.is_item && is_item(sentence) {
                state = fresh.clone();
            } else if index > 0 && !sentence.starts_with("其中") {
                let is_split_known = self.splits_department(&state);
                state.goes_on(is_split_known);
            }
            let mut topics = self.known.topics.iter();
            let topic = topics.find(|topic| sentence.contains(topic.as_str()));
            state.topic = topic.cloned().or(state.topic);
            let mut items = items(sentence, &self.known.numbered);
            let mut here = Here::default();
            self.sentence(said, &items, &mut state, &mut here);
            // A sum that a figure of the form throws out is that figure's fault.
            for item in &mut items {
                if let Item::Figure(figure) = item {
                    figure.is_told = here.is_told(figure.digits);
                }
            }
            // Whatever year and whomever a sentence speaks of, its figures have to agree with one another.
            let of_others = Some(sums(&items)).filter(|_| state.other.is_none());
            let sums = of_others.into_iter().flatten().chain(derived(&items));
            let sums = sums.map(|sum| (sum.parts.clone(), Says::Sum(sum)));
            found.extend(here.found.into_iter().chain(sums));
        }
        topic.end(state);
        found
    }

    fn sentence(&self, said: &Said, items: &[Item<'_>], state: &mut State, here: &mut Here) {
        let mut topic = "";
        let mut index = 0;
        // What stands in brackets has no bearing on what goes on behind them.
        let mut beside: Option<State> = None;
        while let Some(item) = items.get(index) {
            let next = items.get(index + 1);
            let is_aside = matches!(item, Item::Figure(figure) if figure.is_aside);
            if !is_aside {
                beside = None;
            }
            let state = match is_aside {
                true => beside.get_or_insert_with(|| state.clone()),
                false => &mut *state,
            };
            match item {
                Item::Clause(text, sign) => {
                    state.run.clear();
                    state.begin_clause(*sign);
                    if let (':', false) = (*sign, topic.is_empty()) {
                        self.grade_behind(said, topic, text, state, here);
                    }
                    let is_topic = match next {
                        Some(Item::Figure(next)) => next.sign == ':',
                        Some(Item::Clause(_, sign)) => *sign == ':',
                        None => false,
                    };
                    topic = if is_topic { text } else { "" };
                    self.clause(said, text, is_topic, state, here);
                    self.lies(said, text, state, here);
                    index += 1;
                }
                Item::Figure(figure) => {
                    let phrase = if figure.sign == ':' && figure.before.is_empty() {
                        topic
                    } else {
                        figure.before
                    };
                    let phrase = phrase.strip_prefix("针对").unwrap_or(phrase);
                    let phrase = match index.checked_sub(1).map(|before| items[before]) {
                        Some(Item::Clause(clause, _))
                            if figure.sign == '(' && phrase.is_empty() =>
                        {
                            self.bracketed(said, clause, figure, state)
                        }
                        _ => phrase,
                    };
                    let followed = match next {
                        Some(Item::Figure(next)) => next.before,
                        _ => "",
                    };
                    let spot = Spot {
                        said,
                        phrase,
                        figure,
                        followed,
                    };
                    state.begin_figure(figure);
                    let before = index.checked_sub(1).map(|at| items[at].words());
                    if self.says_of_row(spot, state, here)
                        || self.lost(spot, before, state, here)
                        || self.compared(spot, state, here)
                        || self.aim(spot, state, here)
                        || self.achieved(spot, state, here)
                    {
                        state.counted();
                        index += 1;
                        continue;
                    }
                    self.whom(said, phrase, true, state);
                    self.subject(said, phrase, Some(figure.unit), state);
                    let (phrase, is_own) = self.own(said, phrase, state);
                    state.says_whole = is_own || phrase.ends_with(['由', '从']);
                    let is_made_up = phrase.starts_with('由') && makes_up(&items[index..]);
                    if is_parted(phrase) || is_made_up {
                        state.split(false);
                    }
                    let is_next = index > 0 && matches!(items[index - 1], Item::Figure(_));
                    let follow = followers(&items[index + 1..]);
                    if state.is_silent() || figure.is_cut {
                        state.unknown();
                    } else if phrase.contains("分别") {
                        self.several(spot.named(phrase), &follow, state, here);
                        index += follow.len();
                    } else if !follow.is_empty()
                        || self.is_range(figure, next)
                        || phrase.is_empty() && !(is_next && says_unspent(figure))
                    {
                        state.unknown();
                    } else {
                        self.figure(spot.named(phrase), state, here);
                    }
                    state.counted();
                    index += 1;
                }
            }
        }
    }

    /// Whether all that is split up after 其中 are figures of the department, and not of one of its projects.
    fn splits_department(&self, state: &State) -> bool {
        let is_known = |cell: usize| {
            let cell = &self.known.cells[cell];
            matches!(cell.holds, Holds::Figure(_)) && self.known.rows[cell.row].item.is_none()
        };
        state.subject == Subject::Whole
            && state.heads.iter().all(|head| head.cells.is_some())
            && state.split_up().all(is_known)
    }

    /// The words of a phrase behind the one by which a project speaks of itself, and whether it does: 本项目执行率.
    pub(super) fn own<'t>(&self, said: &Said, phrase: &'t str, state: &State) -> (&'t str, bool) {
        let is_of_one = said.is_of_one || matches!(state.subject, Subject::Rows(_));
        let when = WHOLE_YEAR.iter().find_map(|word| phrase.strip_prefix(word));
        let behind = when.unwrap_or(phrase);
        let own = OWN.iter().find_map(|word| behind.strip_prefix(word));
        let rest =
            own.filter(|rest| is_of_one && !rest.is_empty() && self.known.words.of(rest).is_some());
        (rest.unwrap_or(phrase), rest.is_some())
    }

    /// The words for a figure in brackets right behind its name: 观众满意度(95.3%). A share behind the name of a project may be any.
    fn bracketed<'t>(
        &self,
        said: &Said,
        clause: &'t str,
        figure: &Figure<'_>,
        state: &State,
    ) -> &'t str {
        let names_project = self.known.naming(self.context, clause, said).is_some();
        let is_known = self.known.words.of(clause).is_some();
        let is_share = names_project && figure.unit == "%";
        match is_known && !is_share && !state.is_silent() {
            true => clause,
            false => "",
        }
    }

    /// Whether a figure is the beginning of a range, or goes on in words that are not known: 10-20万元, 10万元至20万元.
    fn is_range(&self, figure: &Figure<'_>, next: Option<&Item<'_>>) -> bool {
        let goes_on = |next: &Figure<'_>| {
            next.sign == '\0'
                && !is_total(next.before)
                && !BECOMES.iter().any(|word| next.before.starts_with(word))
                && self.known.words.of(next.before).is_none()
        };
        let is_score = || {
            let words = self.known.words.of(figure.before).unwrap_or_default();
            words.iter().any(|word| !word.rows.is_empty()) && self.known.is_scores(&words)
        };
        figure.unit.is_empty() && !is_score()
            || matches!(next, Some(Item::Figure(next)) if goes_on(next))
    }

    /// Takes note of whom and of which year a phrase speaks.
    pub(super) fn whom(&self, said: &Said, phrase: &str, is_figure: bool, state: &mut State) {
        match self.other.named(phrase, (is_figure, said.is_goal)) {
            Of::Other(reach) => state.other = state.other.max(Some(reach)),
            Of::This => state.other = None,
            Of::WholeYear if state.other != Some(Reach::Sentence) => state.other = None,
            Of::WholeYear | Of::Unsaid => {}
        }
    }
}

/// Whether words say that what stood before is split up.
pub(super) fn is_parted(phrase: &str) -> bool {
    PARTED.iter().any(|word| phrase.starts_with(word))
}

/// The figures that follow another one as members of its list: 5万元、6万元.
fn followers<'i, 't>(items: &'i [Item<'t>]) -> Vec<&'i Figure<'t>> {
    let is_next = |item: &&'i Item<'t>| matches!(item, Item::Figure(next) if next.before.is_empty() && matches!(next.sign, '、' | ','));
    let figure = |item: &'i Item<'t>| match item {
        Item::Figure(figure) => Some(figure),
        Item::Clause(..) => None,
    };
    items
        .iter()
        .take_while(is_next)
        .filter_map(figure)
        .collect()
}
