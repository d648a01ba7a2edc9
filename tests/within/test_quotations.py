"""Direct quotations: which words in marks are speech, by which cue, from whom, through whom."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Findings, Quotation, QuotationKind
from tests.guarded import run_guarded
from tests.record_fixtures import findings_in

COME = "Orla Venn came to the quay on Monday. "


def quotations_in(text: str) -> tuple[Quotation, ...]:
    """Return the quotations in marks of one text."""
    return tuple(one for one in findings_in(text).quotations if one.kind is not QuotationKind.INDIRECT)


def only(text: str) -> Quotation:
    """Return the one quotation of a text."""
    (quotation,) = quotations_in(text)
    return quotation


PLACES = [
    ("cue before", "In the end, Orla Venn said: “We will sign on Monday.”", "said", "Orla Venn"),
    ("cue after", "“We will sign on Monday,” Orla Venn said.", "said", "Orla Venn"),
    ("inverted", "“We will sign on Monday,” said Orla Venn.", "said", "Orla Venn"),
    ("addressee", "“We will sign on Monday,” Orla Venn told Karrow Radio.", "told", "Orla Venn"),
    ("question", "“Will you sign on Monday?” asked Orla Venn.", "asked", "Orla Venn"),
    ("participle", "Orla Venn left early, saying: “There is nothing to sign.”", "saying", "Orla Venn"),
    ("according to", "“We will sign on Monday,” according to Orla Venn.", "according to", "Orla Venn"),
    ("naming verb", "Orla Venn called the pier “a pause with benches” and left.", "called", "Orla Venn"),
    ("that-clause", "Orla Venn said that the unions had “nothing left to argue about”.", "said", "Orla Venn"),
    (
        "appositive",
        "“We will sign on Monday,” said Orla Venn, the harbour master.",
        "said",
        "Orla Venn, the harbour master",
    ),
    ("body", "“The pier is open to all boats,” the Harbour Council said.", "said", "the Harbour Council"),
]


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_cue_and_source(text: str, cue: str, source: str) -> None:
    """The cue and the source are found before and after the marks, in either order, as printed."""
    quotation = only(text)

    assert [span.of(text) for span in quotation.cue] == [cue]
    assert [span.of(text) for span in quotation.source] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "“We will sign,” Orla Venn said, “and then we will go home.”",
        "“We will sign,” Orla Venn said. “Then we will go home.”",
        "“We will sign.\n\n“Then we will go home,” said Orla Venn.",
    ],
    ids=["broken by its cue", "going on behind its cue", "a chain of paragraphs"],
)
def test_one_cue_is_one_quotation(text: str) -> None:
    """Speech broken by its own cue, and a chain that reopens, is one quotation of several spans."""
    quotation = only(text)

    assert len(quotation.spans) == 2
    assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
    assert quotation.speaker == ("Orla Venn",)


def test_each_closed_paragraph_is_one() -> None:
    """Each quoted paragraph with its own closing mark is a quotation of its own, by the speaker before it."""
    text = "“We will sign on Monday,” said Orla Venn.\n\n“Then we will all go home and sleep.”\n\nThe hall emptied."

    first, second = quotations_in(text)

    assert (first.text, second.text) == ("We will sign on Monday,", "Then we will all go home and sleep.")
    assert second.cue == second.source == ()
    assert second.speaker == first.speaker == ("Orla Venn",)
    assert second.confidence < first.confidence


def test_two_cues_are_two_quotations() -> None:
    """Two cues in one sentence make two quotations."""
    text = "Orla Venn said she would “sign on Monday” and called the pier “a pause”."

    assert [quotation.text for quotation in quotations_in(text)] == ["sign on Monday", "a pause"]


def test_two_speakers() -> None:
    """Neighbouring quotations each keep their own speaker."""
    text = "“We will sign,” said Orla Venn. Tomas Verrick replied: “Not on Monday.”"

    assert [quotation.speaker for quotation in quotations_in(text)] == [("Orla Venn",), ("Tomas Verrick",)]


KINDS = [
    ("whole sentence", "“We will sign on Monday,” said Orla Venn.", "direct"),
    ("behind a colon", "In the end, Orla Venn said: “We will sign on Monday.”", "direct"),
    ("part of a clause", "Orla Venn said that the unions had “nothing left to argue about”.", "mixed"),
    ("object of a verb", "Orla Venn called the pier “a pause with benches” and left.", "mixed"),
    ("the reporter's words in front", "The pier is “a pause with benches”, Orla Venn said.", "mixed"),
    ("the same, according to", "The pier is “a pause with benches”, according to Orla Venn.", "mixed"),
]


@pytest.mark.parametrize(("text", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_kind(text: str, kind: str) -> None:
    """It is direct when the marks hold all that is reported, mixed when the reporter's words are part of it."""
    assert only(text).kind == kind


SPEAKERS = [
    ("full name", "“We will sign,” said Orla Venn.", ("Orla Venn",)),
    ("surname", COME + "“We will sign,” Venn said.", ("Orla Venn",)),
    ("pronoun", COME + "“We will sign,” Venn said. The hall was full. “It is late,” she added.", ("Orla Venn",)),
    ("pronoun, next paragraph", "“We will sign,” said Orla Venn.\n\n“The rest is work,” she said.", ("Orla Venn",)),
    ("office", "“We will sign on Monday,” the harbour master said.", ("harbour master",)),
    ("body", "“We will sign on Monday,” the Harbour Council said.", ("Harbour Council",)),
    ("described", "“We will sign,” said Orla Venn, the harbour master.", ("Orla Venn",)),
    ("pronoun of nobody", "“We will sign,” he said.", ()),
    (
        "pronoun of two",
        "Orla Venn and Tomas Verrick, both ministers, arrived late. “We will sign on Monday,” she said.",
        (),
    ),
    ("surname of two", "Orla Venn and Piet Venn arrived. “We will sign,” Venn said.", ("Venn",)),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in SPEAKERS], ids=[case[0] for case in SPEAKERS])
def test_speaker(text: str, speaker: tuple[str, ...]) -> None:
    """The last quotation's speaker is the name that the report makes certain, else the printed office, else nobody."""
    assert quotations_in(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Karrow Radio quoted Orla Venn as saying: “We will sign on Monday.”",
        "“We will sign on Monday,” Karrow Radio quoted Orla Venn as saying.",
    ],
    ids=["before", "after"],
)
def test_via(text: str) -> None:
    """Who passes somebody's words on is the carrier, not the speaker."""
    quotation = only(text)

    assert (quotation.speaker, quotation.via) == (("Orla Venn",), ("Karrow Radio",))


NOT_SPEECH = [
    ("title of a book", "She read from the novel “The Long Quay” at the harbour."),
    ("term", "The so-called “pier peace” lasted a week."),
    ("name of a thing", "The pier is known as “the needle”."),
    ("nickname", "Tomas “Hammer” Verrick left the hall."),
    ("ship", "The trawler “Morning Star” sank."),
    ("scare quotes", "The “deal” was off."),
    ("no words", "The boats left at “12:30” sharp, Venn said."),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_SPEECH], ids=[case[0] for case in NOT_SPEECH])
def test_not_speech(text: str) -> None:
    """Marks around titles, terms, names and nicknames are no speech, and are counted with a reason and a place."""
    found = findings_in(text)

    assert found.quotations == ()
    (drop,) = (drop for drop in found.drops if drop.stage.startswith("quotations."))
    assert drop.reason
    assert drop.start is not None
    assert drop.end is not None
    assert text[drop.start] == "“"
    assert text[drop.end - 1] == "”"


def test_marks_inside_marks() -> None:
    """Words that the speaker quotes are part of what the speaker says."""
    text = "“She told me, ‘We will sign,’ and left,” Orla Venn said."

    assert only(text).text == "She told me, ‘We will sign,’ and left,"


def test_headline() -> None:
    """Short texts such as titles are read too: a name and a colon in a headline name the speaker."""
    text = (
        "Venn: “We will sign on Monday”\n\nThe unions of Orla Bay met in the new hall on Saturday for the first time.\n"
    )

    quotation = only(text)

    assert quotation.speaker == ("Venn",)
    assert quotation.cue == ()


def test_left_open() -> None:
    """A mark that is never closed takes nothing from the quotation in the next paragraph, nor gives to it."""
    text = "“We will sign, said Orla Venn.\n\n“Not on Monday,” said Tomas Verrick."

    last = quotations_in(text)[-1]

    assert last.text == "Not on Monday,"
    assert last.speaker == ("Tomas Verrick",)


def test_nothing_in_marks() -> None:
    """A text without marks has no quotations and nothing left out."""
    found = findings_in("The pier is open to all boats, and the unions are content.")

    assert (found.quotations, found.drops) == ((), ())


def credited(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the quotations of one text with their speakers."""
    return [(quotation.text, quotation.speaker) for quotation in quotations_in(text)]


LIND = '"We are ready," said Ugo Lind. '
TURNS = [
    (
        "office in small letters",
        '"We are ready," the army spokesman Ugo Lind said. "We are not," army spokesman Bo Holt said.',
        [("We are ready,", ("Ugo Lind",)), ("We are not,", ("Bo Holt",))],
    ),
    (
        "came the reply",
        LIND + '"In the river," came the reply from Ohm\'s lawyer, Tim Dace.',
        [("We are ready,", ("Ugo Lind",)), ("In the river,", ("Tim Dace",))],
    ),
    (
        "was the answer",
        LIND + '"In the river," was Holt\'s answer.',
        [("We are ready,", ("Ugo Lind",)), ("In the river,", ("Holt",))],
    ),
    (
        "phrasal verb",
        '“We go,” said Anna Brill on Monday, adding: "Not now." "Not ever," chimed in Holt.',
        [("We go,", ("Anna Brill",)), ("Not now.", ("Anna Brill",)), ("Not ever,", ("Holt",))],
    ),
    (
        "wanted to know",
        LIND + '"Why?" Tom Holt wanted to know.',
        [("We are ready,", ("Ugo Lind",)), ("Why?", ("Tom Holt",))],
    ),
    (
        "a clause that is not understood",
        LIND + '"Not ever," he of the red beard.',
        [("We are ready,", ("Ugo Lind",)), ("Not ever,", ())],
    ),
    (
        "and then something else",
        LIND + '"We are not," and the hall was silent.',
        [("We are ready,", ("Ugo Lind",)), ("We are not,", ())],
    ),
    (
        "a sentence about somebody else between",
        LIND + 'Tom Holt shrugged. "We stay here for the night."',
        [("We are ready,", ("Ugo Lind",)), ("We stay here for the night.", ())],
    ),
    (
        "after a question, a sentence about somebody else",
        '"Is it late?" Tom Holt asked. "Is it?" Bo Lind looked at his shoes. "It is late."',
        [("Is it late? Is it?", ("Tom Holt",)), ("It is late.", ())],
    ),
    ("goes on at once", LIND + '"We go now." The hall emptied.', [("We are ready, We go now.", ("Ugo Lind",))]),
    (
        "goes on inside a sentence",
        LIND + '"That is the plan" for the week.',
        [("We are ready, That is the plan", ("Ugo Lind",))],
    ),
    (
        "words provoked by the first speaker",
        'Sara Sand came in. "He is a child," she said, prompting Ohm to reply: "And she is a nanny."',
        [("He is a child,", ("Sara Sand",)), ("And she is a nanny.", ("Ohm",))],
    ),
    (
        "a reply drawn from another",
        LIND[:-2] + ', drawing a quick reply from Tom Holt: "We stay."',
        [("We are ready,", ("Ugo Lind",)), ("We stay.", ("Tom Holt",))],
    ),
    (
        "drawn from another without a verb of speech",
        LIND[:-2] + ', leaving the stage to Tom Holt: "We stay."',
        [("We are ready,", ("Ugo Lind",)), ("We stay.", ())],
    ),
    (
        "with another adding",
        LIND[:-2] + ', with Tom Holt adding: "We stay."',
        [("We are ready,", ("Ugo Lind",)), ("We stay.", ("Tom Holt",))],
    ),
    (
        "the same speaker, pointing",
        LIND[:-2] + ', pointing at the river: "That way."',
        [("We are ready, That way.", ("Ugo Lind",))],
    ),
    (
        "broken by its cue and a setting",
        '"We saw the boats," said Tim Renwick, speaking at the harbour wall, "and we did not shoot. We waited."',
        [("We saw the boats, and we did not shoot. We waited.", ("Tim Renwick",))],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TURNS], ids=[case[0] for case in TURNS])
def test_who_goes_on(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    """Words in marks go on with the last speaker only where no clause of the reporter's may give them to another."""
    assert credited(text) == expected


TRANSCRIPTS = [
    (
        "lines",
        'Roe: "We will fight."\nQ: Did you win?\nA: We did.\nInterviewer: "When?"\nRoe: "Yesterday."',
        [("We will fight.", ("Roe",)), ("When?", ("Interviewer",)), ("Yesterday.", ("Roe",))],
    ),
    (
        "two in one paragraph",
        'Holt: "We are not."\n\nBRX: "Is it so?" Holt: "Yes."',
        [("We are not.", ("Holt",)), ("Is it so?", ("BRX",)), ("Yes.", ("Holt",))],
    ),
    (
        "without full stops",
        'Anna Roe: "We will fight"\nTom Holt: "We will not"',
        [("We will fight", ("Anna Roe",)), ("We will not", ("Tom Holt",))],
    ),
    (
        "surnames of persons named before",
        'Anna Rowan met the press in Karrow.\n\nRowan: "We will fight on."\n\nBRX: "Until when?"\n\nRowan: "Until we win."',
        [("We will fight on.", ("Anna Rowan",)), ("Until when?", ("BRX",)), ("Until we win.", ("Anna Rowan",))],
    ),
    ("question and answer", 'Q: "Did you win?"\nA: "We did."', [("Did you win?", ()), ("We did.", ())]),
    (
        "two sentences in one turn",
        'Roe: "We will fight." "And we will win."\nBRX: "When?"',
        [("We will fight. And we will win.", ("Roe",)), ("When?", ("BRX",))],
    ),
    (
        "a verb in front of the name",
        'Roger Stone left.\n\nContinued Stone: "So it is a very real problem."',
        [("So it is a very real problem.", ("Roger Stone",))],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TRANSCRIPTS], ids=[case[0] for case in TRANSCRIPTS]
)
def test_transcripts(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    """A name and a colon open a turn: a quotation of its own, whose speaker is that name."""
    assert credited(text) == expected


def test_an_answer_is_not_the_questioners() -> None:
    """A paragraph of speech that follows a question is not given to who asked it."""
    assert credited('"Will you go at all?" asked Anna Brill.\n\n"No, I will not go today."') == [
        ("Will you go at all?", ("Anna Brill",)),
        ("No, I will not go today.", ()),
    ]


DESCRIBED = [
    ("ferry captain", "ferry captain Ugo Lind said", ("Ugo Lind",)),
    ("union leader", "union leader Ugo Lind said", ("Ugo Lind",)),
    ("deputy prime minister", "deputy prime minister Ugo Lind said on Monday", ("Ugo Lind",)),
    ("former prime minister", "former prime minister Ugo Lind said", ("Ugo Lind",)),
    ("foreign ministry spokesman", "foreign ministry spokesman Ugo Lind said", ("Ugo Lind",)),
    ("addressee", "army spokesman Ugo Lind told reporters", ("Ugo Lind",)),
    ("age", "34-year-old teacher Ugo Lind said", ("Ugo Lind",)),
    ("body in between", "analyst at the Brenn Institute Tim Dace said", ("Tim Dace",)),
    ("nationality", "French foreign minister Luc Ferrand said", ("Luc Ferrand",)),
    ("participle in front", "jailed opposition leader Ugo Lind wrote from prison", ("Ugo Lind",)),
    ("elected", "newly elected mayor Ugo Lind said", ("Ugo Lind",)),
    ("two offices", "senior government adviser and former judge Luc Ferrand said", ("Luc Ferrand",)),
    ("party of a person", "Lind spokesman Bo Holt said", ("Bo Holt",)),
    ("nobody by name", "ministry officials said", ("ministry officials",)),
    (
        "adviser of a named person",
        "senior adviser to former president Boris Lund said",
        ("senior adviser to former president Boris Lund",),
    ),
]


@pytest.mark.parametrize(("clause", "speaker"), [case[1:] for case in DESCRIBED], ids=[case[0] for case in DESCRIBED])
def test_descriptions_in_small_letters(clause: str, speaker: tuple[str, ...]) -> None:
    """A description that starts small, without an article, is a source; the name that ends it is the speaker."""
    quotation = only(f'"The gate stays shut," {clause}.')

    assert (quotation.speaker, quotation.kind) == (speaker, "direct")


@pytest.mark.parametrize(
    "text",
    [
        'The word "pier" council chairman Ugo Lind said was wrong.',
        'The play, called "Homecoming," opened in Karrow on Monday.',
        'A "provisional" role of Falk in the transition in Syria was agreed.',
        'His "sorry" state was plain.',
        "«Nous partons» : report.",
        'The "offer" report was late.',
    ],
    ids=["behind a term", "title of a play", "a noun phrase goes on", "a noun like a verb", "colon", "report"],
)
def test_no_cue_beside(text: str) -> None:
    """Nouns that look like verbs, and phrases that end in a name, make no speech of a term."""
    assert quotations_in(text) == ()


UNSAID = [
    ("denied", 'Tim Ohm denied saying "I will swim" on Monday.'),
    ("never", 'Vera Sand never said "I will resign" to anybody.'),
    ("neither nor", 'Neither Ohm nor Sand said "peace" that day.'),
    ("not", 'She did not say "never" in the hall.'),
    ("contracted", 'Vera Sand didn’t say "never" in the hall.'),
    ("may", 'Vera Sand may say "no" on Monday.'),
    ("if", 'If Ohm says "go", we go.'),
    ("had", 'Had Sand said "stop", they would have stopped.'),
    ("did", 'Did Marr say "never"?'),
    ("will, asked", 'Will Dace say "go"?'),
    ("question word", 'When did Ohm say "go"?'),
    ("whether", 'Brill asked whether Sand had said "stop".'),
    ("nobody", 'Nobody said "sorry" in the hall.'),
    ("no minister", 'No minister said "sorry" in the hall.'),
    ("behind the marks", "“I will not sign,” Vera Sand did not say on Monday."),
    ("could not say when", 'Vera Sand could not say when "the gates of hell" would open.'),
]


@pytest.mark.parametrize("text", [case[1] for case in UNSAID], ids=[case[0] for case in UNSAID])
def test_unsaid(text: str) -> None:
    """Words that nobody is said to have said are no quotation, and are counted with that reason."""
    found = findings_in(text)

    assert found.quotations == ()
    assert [drop.reason for drop in found.drops if drop.stage.startswith("quotations.")] == [
        "nobody is said to have said it: denied, asked, supposed or only possible"
    ]


SAID = [
    ("what is denied is inside", 'Vera Sand said he did not want "a war of words".', "Vera Sand"),
    ("denied inside the marks", '"I never said that," Vera Sand said.', "Vera Sand"),
    ("only", 'Vera Sand would say only that it was "a good day".', "Vera Sand"),
    ("not only", 'Vera Sand did not only say "never" but meant it.', "Vera Sand"),
    ("only then", 'Only then did Vera Sand say "sorry".', "Vera Sand"),
    ("later", 'Vera Sand would later say that it was "a good day".', "Vera Sand"),
    ("announced", 'Vera Sand will say "we can win" in a speech on Monday.', "Vera Sand"),
    ("another verb", 'Vera Sand would not confirm "any talks".', "Vera Sand"),
    ("said of another's silence", 'Vera Sand said that Ohm never said "peace".', "Vera Sand"),
    ("asked if", 'Asked if she would resign, Vera Sand said "never".', "Vera Sand"),
    ("if the vote fails", 'If the vote fails, Vera Sand said, "we go".', "Vera Sand"),
    ("a name like an auxiliary", 'Will Arden, the editor, said "go".', "Will Arden"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_said_after_all(text: str, speaker: str) -> None:
    """A negation, a condition or a question elsewhere in the sentence takes nobody's words away."""
    assert only(text).speaker == (speaker,)


CARRIED = [
    ("quoted X", 'Tass quoted Sand on Friday: "No deal."', ("Sand",), ("Tass",)),
    ("quoted X, at once", 'BRX quoted Corrow: "Maybe."', ("Corrow",), ("BRX",)),
    ("cited an office", 'The agency cited a diplomat: "No deal."', ("diplomat",), ("agency",)),
    ("passive, by behind", '"Neither," Corrow was quoted as saying by BRX.', ("Corrow",), ("BRX",)),
    ("passive, by between", "“We are rich,” the minister was quoted by BRX as saying.", ("minister",), ("BRX",)),
    ("passive, nobody named", 'Anna Brill was cited as telling reporters: "We will not sign."', ("Anna Brill",), ()),
    ("passive, in front", 'Sand was also quoted as saying by BRX: "No talks."', ("Sand",), ("BRX",)),
    ("passive, without saying", 'Sand was quoted by BRX: "No talks."', ("Sand",), ("BRX",)),
    ("quoted by, behind", '"Never again," said Ohm, quoted by BRX.', ("Ohm",), ("BRX",)),
    ("quoted by, between", 'Ana Sand, quoted by BRX, said: "We go."', ("Ana Sand",), ("BRX",)),
    ("a proverb", 'Ana Brill quoted a proverb: "No smoke without fire."', ("Ana Brill",), ()),
]


@pytest.mark.parametrize(("text", "speaker", "via"), [case[1:] for case in CARRIED], ids=[case[0] for case in CARRIED])
def test_carriers_and_speakers(text: str, speaker: tuple[str, ...], via: tuple[str, ...]) -> None:
    """Who is quoted speaks, and who quotes carries, in the active and in the passive."""
    quotation = only(text)

    assert (quotation.speaker, quotation.via) == (speaker, via)


@pytest.mark.parametrize(
    "text",
    [
        'KARROW, May 3 (BRX) - "We will sign on Monday," Orla Venn said.',
        '> "We will sign on Monday," Orla Venn said.',
        '> > "We will sign on Monday," Orla Venn said.',
    ],
    ids=["dateline", "Markdown", "Markdown twice"],
)
def test_what_opens_a_paragraph_is_not_the_reporters(text: str) -> None:
    """A dateline or Markdown's sign for quoted lines in front of the marks makes no mixed quotation."""
    assert only(text).kind == "direct"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Stop" said Ana Brill.', ("Ana Brill",)),
        ("“Stop”— she said.", ()),
        ('"Never" Ana Brill said.', ("Ana Brill",)),
        ('"Never Again" the crowd shouted. "Stop," said Ana Brill.', ("Ana Brill",)),
    ],
    ids=["verb first", "dash", "name first", "what is not beside"],
)
def test_one_word_with_a_cue_beside(text: str, speaker: tuple[str, ...]) -> None:
    """A capitalised word that opens a sentence is speech, and no name, where a reporting clause stands right beside it."""
    assert quotations_in(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    "text",
    ['The "Morning Star" said so on Monday.', '"Morning Star" reporters went home.', '"Home" was a success, he said.'],
    ids=["subject of said", "in front of a noun", "subject of another verb"],
)
def test_names_with_a_cue_near(text: str) -> None:
    """A name in marks stays a name where the verb beside it is its own."""
    assert quotations_in(text) == ()


def test_coordinated_signs() -> None:
    """Words that one verb reports one after the other are one quotation."""
    text = "Crowds held up placards reading “Count again” and, later, “Stop counting”."

    assert [span.of(text) for span in only(text).spans] == ["Count again", "Stop counting"]


def test_source_that_could_not_be_named() -> None:
    """In a relative clause the verbs are not the cue, and who it is about is the source."""
    text = '"It is over," a European diplomat who declined to be named because he was not authorised to speak told BRX.'
    quotation = only(text)

    assert [span.of(text) for span in quotation.cue] == ["told"]
    assert quotation.speaker == ("European diplomat",)


def check(text: str, found: Findings) -> None:
    """Check what must hold for the quotations of any text."""
    covered = [span for quotation in found.quotations for span in quotation.spans]
    assert len({quotation.id for quotation in found.quotations}) == len(found.quotations)
    assert [quotation.spans for quotation in found.quotations] == sorted(q.spans for q in found.quotations)
    for quotation in found.quotations:
        places = [*quotation.spans, *quotation.source, *quotation.cue]
        assert all(0 <= place.start < place.end <= len(text) for place in places)
        assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
        assert quotation.report == found.report
        assert 0 <= quotation.confidence <= 1
        assert quotation.made_by
    ordered = sorted(covered)
    assert all(left.end <= right.start for left, right in itertools.pairwise(ordered))
    for drop in found.drops:
        assert drop.start is not None
        assert drop.end is not None
        assert 0 <= drop.start < drop.end <= len(text)


NEWS = st.lists(
    st.sampled_from(
        [
            "“We will sign,”",
            "“We will sign",
            "sign.”",
            "‘a pause’",
            '"',
            "’",
            "Orla Venn",
            "Venn",
            "Verrick",
            "he",
            "she",
            "said",
            "said that",
            "told reporters",
            "added:",
            "according to",
            "the minister",
            "the pier",
            "was",
            "called",
            "quoted",
            "as saying",
            ",",
            ".",
            ".\n\n",
            "\n\n",
            ":",
            "—",
            "on May 3, 2031",
            "Karrow Radio",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(NEWS)
@settings(max_examples=150)
def test_any_text(text: str) -> None:
    """Whatever the text, quotations slice back, lie in order, overlap nowhere, and have ids of their own."""
    check(text, findings_in(text))


@given(NEWS)
@settings(max_examples=50)
def test_again(text: str) -> None:
    """Reading the same text again finds the same, ids included."""
    assert findings_in(text) == findings_in(text)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param('"x-‘', id="single-marks-that-never-close"),
        pytest.param("“Go” ", id="marks-without-a-cue"),
        pytest.param("Orla Venn said: “We go.”\n", id="speech"),
        pytest.param("said press press ", id="details-before-a-mark"),
    ],
)
def test_very_many_marks_are_read_in_one_go(unit: str) -> None:
    """A page of ten thousand marks, or a clause without an end before one, does not hold up a build."""
    program = (
        "from onrecord.pipeline import find_in_report; from onrecord.records import Anatomy, Language, make_report\n"
        "from onrecord.settings import Settings\n"
        f"text = 'Orla Venn said ' + {unit!r} * 4_000 + '“no'\n"
        "find_in_report(make_report(text), Anatomy(), Language('en', 1.0), Settings()); print('done')"
    )
    assert run_guarded(program) == "done\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Milan Dresko, a corporal, had not woken since Friday, said Colonel Jarmila Ostek, the chief surgeon. "
            '"We had him for as long as he could be had," she said.',
            {(), ("Jarmila Ostek",)},
            id="who-was-said-to-say-it-may-be-she",
        ),
        pytest.param(
            '"We refuse," Foreign Minister Leyla Qasim said.\n\nKatarina Velisek did not yield an inch before the same '
            'microphones. "Our offer stands," she said.',
            {(), ("Katarina Velisek",)},
            id="a-name-that-opens-the-sentence-may-be-she",
        ),
    ],
)
def test_a_pronoun_that_two_names_fit_is_not_the_last_speaker(text: str, speaker: set[tuple[str, ...]]) -> None:
    """Where the reporter's own sentence names another person, the pronoun is hers or nobody's."""
    assert quotations_in(text)[-1].speaker in speaker


def test_a_name_is_the_same_whatever_spaces_it_is_printed_with() -> None:
    """A no-break space or a line end inside a name does not make another speaker of it; the source stays as printed."""
    found = only("“We will not wait,” Foreign Minister Ana\u00a0Brill said.")
    assert found.speaker == ("Ana Brill",)
