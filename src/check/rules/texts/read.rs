//! Goes through the texts of a return, sentence by sentence.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::rules::texts::changes::{Base, change};
use crate::check::rules::texts::held::Differs;
use crate::check::rules::texts::known::Known;
use crate::check::rules::texts::meant::At;
use crate::check::rules::texts::passed::{Of, Other};
use crate::check::rules::texts::scan::{Figure, Item, items, statements};
use crate::check::rules::texts::sums::{Sum, is_total, sums};
use crate::check::rules::texts::twice::{Mention, Mentions, Twice};
use crate::check::rules::texts::words::Meaning;
use crate::check::rules::texts::{Said, plain_of, texts};
use crate::template::NarrativeTemplate;

/// What a clause is about that is a part of the whole.
const PARTS: &[&str] = &["项目", "专项", "工程", "活动", "课题"];
/// What the head of a paragraph ends with.
const SUBJECTS: &[&str] = &[
    "方面",
    "情况",
    "工作",
    "管理",
    "建设",
    "效益",
    "产出",
    "满意度",
    "绩效",
    "质量",
    "数量",
    "时效",
    "成本",
];
/// What may follow a grade: 优秀, 良好, 中等, 优级.
const AFTER_GRADE: &[&str] = &["秀", "好", "等次", "等级", "等", "级", "档"];

/// Something that is wrong in a text.
#[derive(Debug, Clone)]
pub(in crate::check) struct Found {
    /// The field of the text.
    pub(in crate::check) text: usize,
    /// The words and the figure, as they stand there.
    pub(in crate::check) quote: String,
    /// What it is.
    pub(in crate::check) says: Says,
}

/// What a text says that may be wrong.
#[derive(Debug, Clone)]
pub(in crate::check) enum Says {
    /// A figure the form has otherwise.
    Figure(Differs),
    /// A sum that does not come to what it says.
    Sum(Sum),
    /// A grade.
    Grade(String),
    /// An amount of something another text says otherwise.
    Twice(Twice),
    /// An amount of something the form does not have.
    Mention(Mention),
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
    let spec = &context.form().spec;
    let reader = Reader {
        context,
        narrative,
        known: Known::of(context, narrative),
        other: Other::new(spec.year, &spec.department, narrative),
        grades: context
            .form()
            .pack
            .grades
            .iter()
            .map(|grade| grade.name.as_str())
            .collect(),
    };
    let mut found = Vec::new();
    let mut mentions = Mentions::default();
    for said in texts(context, narrative) {
        let mut told = BTreeSet::new();
        let mut parts = BTreeMap::new();
        for (number, statement) in statements(&said.text).iter().enumerate() {
            for (quote, says) in reader.statement(&said, statement, &mut parts) {
                let says = match says {
                    // The projects may each have what another one has otherwise.
                    Says::Mention(_) if said.is_of_one => None,
                    Says::Mention(mention) => mentions
                        .add(mention, said.field, number, &quote)
                        .map(Says::Twice),
                    says => Some(says),
                };
                if let Some(says) = says.filter(|_| told.insert(quote.clone())) {
                    found.push(Found {
                        text: said.field,
                        quote,
                        says,
                    });
                }
            }
        }
    }
    found
}

/// What is known of a sentence up to where it is read.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Whether it speaks of another year or of somebody else.
    pub(super) is_other: bool,
    /// Whether it lists figures of something that is not known.
    pub(super) is_blocked: bool,
    /// The figures that are split up after 其中; `None` where one of them is not known.
    pub(super) heads: Vec<Option<Vec<usize>>>,
    /// The columns it speaks of.
    pub(super) columns: Vec<String>,
    /// The figures the last one may be.
    pub(super) last: Option<Vec<usize>>,
    /// Whether there was a figure.
    pub(super) has_figure: bool,
    /// Whether a column alone goes on with the last figure.
    pub(super) goes_on: bool,
    /// Whether it speaks of a part of the whole.
    pub(super) is_of_part: bool,
    /// Whether it speaks of budgets, without saying of which.
    pub(super) is_vague: bool,
    /// What the last change was measured against.
    pub(super) base: Option<Vec<String>>,
}

impl State {
    /// After a semicolon.
    fn goes_on(&mut self) {
        (self.last, self.has_figure, self.goes_on) = (None, false, false);
        (self.is_of_part, self.is_vague) = (false, false);
        self.base = None;
    }

    /// At 其中.
    fn split(&mut self) {
        if self.has_figure {
            self.heads.push(self.last.clone());
        }
    }

    fn is_silent(&self) -> bool {
        self.is_other || self.is_blocked
    }

    pub(super) fn unknown(&mut self) {
        (self.last, self.has_figure, self.goes_on, self.base) = (None, true, false, None);
    }

    pub(super) fn knows(&mut self, cells: Vec<usize>, goes_on: bool) {
        self.last = Some(cells).filter(|cells| !cells.is_empty());
        (self.has_figure, self.goes_on, self.base) = (true, goes_on, None);
    }
}

/// What a text is read with.
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    narrative: &'a NarrativeTemplate,
    pub(super) known: Known,
    other: Other,
    grades: Vec<&'a str>,
}

pub(super) type Here = Vec<(String, Says)>;
pub(super) type Parts = BTreeMap<(usize, usize), bool>;

impl Reader<'_> {
    /// A sentence with those that go on with it.
    fn statement(&self, said: &Said, sentences: &[&str], parts: &mut Parts) -> Here {
        let mut state = State::default();
        let mut found = Vec::new();
        for (index, sentence) in sentences.iter().enumerate() {
            if index > 0 && !sentence.starts_with("其中") {
                state.goes_on();
            }
            let items = items(sentence);
            let mut here = Vec::new();
            self.sentence(said, &items, &mut state, parts, &mut here);
            // A sum that a figure of the form throws out is that figure's fault.
            let is_told = here.iter().any(|(_, says)| matches!(says, Says::Figure(_)));
            if !state.is_other && !is_told {
                let sums = sums(&items).into_iter();
                here.extend(sums.map(|sum| (sum.parts.clone(), Says::Sum(sum))));
            }
            found.extend(here);
        }
        found
    }

    fn sentence(
        &self,
        said: &Said,
        items: &[Item<'_>],
        state: &mut State,
        parts: &mut Parts,
        here: &mut Here,
    ) {
        let mut topic = "";
        let mut index = 0;
        while let Some(item) = items.get(index) {
            let next = items.get(index + 1);
            match item {
                Item::Clause(text, _) => {
                    let is_topic = match next {
                        Some(Item::Figure(next)) => next.sign == ':',
                        Some(Item::Clause(_, sign)) => *sign == ':',
                        None => false,
                    };
                    topic = if is_topic { text } else { "" };
                    self.clause(said, text, is_topic, state, here);
                    index += 1;
                }
                Item::Figure(figure) => {
                    let phrase = if figure.sign == ':' && figure.before.is_empty() {
                        topic
                    } else {
                        figure.before
                    };
                    self.whom(phrase, state);
                    if phrase.starts_with("其中") {
                        state.split();
                    }
                    let follow = followers(&items[index + 1..]);
                    if state.is_silent() || figure.is_cut {
                        state.unknown();
                    } else if phrase.contains("分别") {
                        self.several(said, phrase, figure, &follow, state, parts, here);
                        index += follow.len();
                    } else if !follow.is_empty() || is_range(figure, next) || phrase.is_empty() {
                        state.unknown();
                    } else {
                        self.figure(said, phrase, figure, state, parts, here);
                    }
                    index += 1;
                }
            }
        }
    }

    /// Takes note of whom and of which year a phrase speaks.
    fn whom(&self, phrase: &str, state: &mut State) {
        match self.other.named(phrase) {
            Of::Other => state.is_other = true,
            Of::This => state.is_other = false,
            Of::Unsaid => {}
        }
    }

    fn clause(&self, said: &Said, text: &str, is_topic: bool, state: &mut State, here: &mut Here) {
        self.whom(text, state);
        if text.starts_with("其中") {
            state.split();
        }
        if text == "其中" || state.is_silent() {
            return;
        }
        if let Some(name) = self.grade(text) {
            here.push((text.to_owned(), Says::Grade(name)));
        }
        let words = self.known.words.of(text);
        if let Some(words) = &words {
            self.about(said, words, is_topic, state);
            return;
        }
        state.is_blocked |= is_topic && !is_subject(text);
        state.is_of_part |= PARTS.iter().any(|part| text.ends_with(part));
        state.is_vague |= self.is_vague(text);
        if let Some(change) =
            change(text, self.context.form().spec.year).filter(|it| it.base != Base::Same)
        {
            self.change(said, text, None, change, state, here);
        }
    }

    /// A clause that names a figure or a column and gives no number: what follows speaks of it.
    fn about(&self, said: &Said, words: &[&Meaning], is_topic: bool, state: &mut State) {
        let at = At {
            said,
            last: &[],
            may_be_whole: false,
            columns: &[],
        };
        let meant = self.known.meant(self.context, words, at);
        if words.iter().any(|word| !word.rows.is_empty()) && !meant.cells.is_empty() {
            let is_typed = words
                .iter()
                .any(|word| word.rows.iter().any(|named| named.is_typed));
            state.is_of_part |= is_typed;
            state.last = Some(meant.cells);
            state.goes_on = true;
            return;
        }
        let columns = words
            .iter()
            .filter(|word| word.rows.is_empty())
            .flat_map(|word| &word.columns);
        let columns: Vec<String> = columns.cloned().collect();
        if !columns.is_empty()
            && (is_topic
                || !columns
                    .iter()
                    .any(|column| self.known.usual.contains(column)))
        {
            state.columns = columns;
        }
    }

    /// Whether a clause speaks of budgets in words that are not known.
    fn is_vague(&self, text: &str) -> bool {
        let mut rest = text.to_owned();
        for phrase in &self.narrative.harmless {
            rest = rest.replace(&plain_of(phrase, self.narrative), "");
        }
        let groups = self.narrative.columns.iter().skip(1);
        groups
            .flat_map(|group| &group.words)
            .any(|word| rest.contains(word.as_str()))
    }

    /// The grade a clause ends with, where words for a grade are all that stands before it.
    fn grade(&self, text: &str) -> Option<String> {
        let bare = AFTER_GRADE
            .iter()
            .find_map(|after| text.strip_suffix(after));
        for text in [Some(text), bare].into_iter().flatten() {
            let names = self.grades.iter().filter(|name| text.ends_with(**name));
            let Some(name) = names.max_by_key(|name| name.len()) else {
                continue;
            };
            let words = self.known.words.of(&text[..text.len() - name.len()])?;
            let is_named = words.iter().any(|word| word.is_grade);
            return (is_named && words.iter().all(|word| word.is_grade || word.is_filler))
                .then(|| (*name).to_owned());
        }
        None
    }
}

/// Whether what stands before a colon is a subject of the report, and not somebody whose figures follow: 产出方面.
fn is_subject(head: &str) -> bool {
    let is_of_part = PARTS.iter().any(|part| head.contains(part));
    !is_of_part && SUBJECTS.iter().any(|end| head.ends_with(end))
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

/// Whether a figure is the beginning of a range, or goes on in words that are not known: 10-20万元, 10万元至20万元.
fn is_range(figure: &Figure<'_>, next: Option<&Item<'_>>) -> bool {
    let goes_on = |next: &Figure<'_>| next.sign == '\0' && !is_total(next.before);
    figure.unit.is_empty() || matches!(next, Some(Item::Figure(next)) if goes_on(next))
}
