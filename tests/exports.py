"""Exports of news databases about events that never happened, laid out as users get them."""

NEXIS_UNI_COVER = (
    "User Name: Desk Seven",
    "Date and Time: Saturday, April 12, 2031 4:10:00 PM CEST",
    "Job Number: 123456789",
    "Documents (3)",
    "1. Talks resume in Velde after a week of silence",
    "Client/Matter: -None-",
    "Search Terms: Velde and (talks or border)",
    "Search Type: Terms and Connectors",
    "Narrowed by:",
    "Content Type\tNarrowed by",
    "News\tTimeline: Apr 01, 2031 to Apr 12, 2031",
    "2. Envoy crosses the Dervek bridge on foot",
    "Client/Matter: -None-",
    "3. Correction: Trucks at the crossing",
    "Client/Matter: -None-",
)
NEXIS_UNI_FIRST = (
    "Talks resume in Velde after a week of silence",
    "Velde Courier",
    "April 9, 2031 Wednesday",
    "National Edition",
    "",
    "Copyright 2031 Velde Courier Media All Rights Reserved",
    "",
    "Section: NEWS; Pg. 3",
    "Length:\u00a0355 words",
    "Byline:\u00a0Osric Penhallow",
    "Dateline: VELDE ",
    "Highlight: Nobody signed, but nobody left either. Both sides meet again on April 11, 2031.",
    "Body",
    "",
    "VELDE — The Border Commission met on Tuesday for the third time this week, and again nobody signed the protocol.",
    "“We have never been closer to an answer,” Ilona Vargareth told reporters, “and never more tired of waiting.”",
    "Her spokesman said the length: 14 pages; the body of the text was agreed.",
    "",
    "Graphic",
    " ",
    "PHOTO: Ilona Vargareth outside the customs house",
    "",
    "Load-Date: April 10, 2031",
    "",
    "End of Document",
)
NEXIS_UNI_SECOND = (
    "Envoy crosses the Dervek bridge on foot",
    "Estrand News Agency",
    "April 6, 2031 Sunday 10:30 AM GMT",
    "Copyright 2031 Estrand All Rights Reserved",
    "Length:\u00a0120 words",
    "Body",
    "Mateus Oyelaran walked across the Dervek bridge on Sunday.",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newswire",
    "Load-Date: April 6, 2031",
    "End of Document",
)
NEXIS_UNI_THIRD = (
    "Correction: Trucks at the crossing",
    "Velde Courier",
    "April 11, 2031",
    "Copyright 2031 Velde Courier Media All Rights Reserved",
    "Length:\u00a040 words",
    "Body",
    "Forty-one trucks waited at the crossing on Monday, not four hundred.",
    "Load-Date: April 11, 2031",
    "End of Document",
)
NEXIS_UNI = (*NEXIS_UNI_COVER, *NEXIS_UNI_FIRST, *NEXIS_UNI_SECOND, *NEXIS_UNI_THIRD)

NEXIS_CLASSIC = """\




Download Request: All Documents: 1-3
Time Of Request: Saturday, April 12, 2031  16:10:00 CEST
Send To:

READING ROOM
UNIVERSITY OF VELDE

Terms: (velde AND talks) and Date(geq(04/01/2031) and leq(04/12/2031))

Source: All English Language News
Project ID:



                               1 of 3 DOCUMENTS


              Copyright 2031 Velde Courier Media and Printing
                                  Company
                              All Rights Reserved

                                 Velde Courier

                            April 9, 2031 Wednesday
                                National Edition

SECTION: NEWS; Pg. 3

LENGTH: 355 words

HEADLINE: Talks resume in Velde after a week of
silence

BYLINE: By Osric Penhallow; Maud Ellery

DATELINE: VELDE

BODY:

The Border Commission met on Tuesday for the third time this week, and again
nobody signed the protocol.

"We have never been closer to an answer," Ilona Vargareth told reporters, "and
never more tired of waiting."

URL: https://courier.example/talks

GRAPHIC: Photo, Ilona Vargareth outside the customs house

A map of the crossing

LOAD-DATE: April 10, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                               2 of 3 DOCUMENTS



                              Estrand News Agency

                              April 6, 2031 Sunday

Envoy crosses the Dervek bridge on foot, and back

BYLINE: Estrand staff

SECTION: WORLD

LENGTH: 120 words


Mateus Oyelaran walked across the Dervek bridge on Sunday.

SUBJECT: BORDERS (90%)

LOAD-DATE: April 6, 2031

LANGUAGE: ENGLISH


                         Copyright 2031 Estrand News Agency
                              All Rights Reserved

                               3 of 3 DOCUMENTS


                                 Velde Courier

                                 April 11, 2031

LENGTH: 40 words

HEADLINE: Correction

BODY:
Forty-one trucks waited at the crossing on Monday, not four hundred.

LOAD-DATE: April 11, 2031
"""

FACTIVA_FIRST = (
    "News",
    "Talks resume in Velde after a week of silence",
    "By Osric Penhallow",
    "355 words",
    "9 April 2031",
    "10:30",
    "Velde Courier",
    "VELCOU",
    "National",
    "3",
    "English",
    "Copyright 2031. Velde Courier Media. All Rights Reserved.",
    "VELDE — The Border Commission met on Tuesday for the third time this week, and again nobody signed the protocol.",
    "“We have never been closer to an answer,” Ilona Vargareth told reporters, “and never more tired of waiting.”",
    "Her speech had 355 words.",
    "Document VELCOU0020310409e7490001r",
)
FACTIVA_SECOND = (
    "Envoy crosses the Dervek bridge on foot",
    "1,120 words",
    "6 April 2031",
    "Estrand News Agency",
    "ESTRND",
    "English",
    "(c) 2031 Estrand",
    "Mateus Oyelaran walked across the Dervek bridge on Sunday.",
    "Document ESTRND0020310406e7460000a",
)
FACTIVA_END = (
    "Search Summary",
    "Text\tVelde and talks",
    "Date\t01/04/2031 to 12/04/2031",
    "Source\tAll Sources",
    "© 2031 Factiva, Inc. All rights reserved.",
)
FACTIVA = (*FACTIVA_FIRST, *FACTIVA_SECOND, *FACTIVA_END)
FACTIVA_CODED = (
    "SE\tNews",
    "HD\tTalks resume in Velde after a week of silence",
    "BY\tBy Osric Penhallow",
    "WC\t355 words",
    "PD\t9 April 2031",
    "ET\t10:30",
    "SN\tVelde Courier",
    "SC\tVELCOU",
    "LA\tEnglish",
    "CY\tCopyright 2031. Velde Courier Media.",
    "LP",
    "VELDE — The Border Commission met on Tuesday, and again nobody signed the protocol.",
    "TD",
    "“We have never been closer to an answer,” Ilona Vargareth told reporters.",
    "Nobody asked who “we” were.",
    "NS\tgpir : Politics/International Relations | gcat : Political/General News",
    "RE\tvelde : Velde",
    "AN\tDocument VELCOU0020310409e7490001r",
    "HD\tEnvoy crosses the Dervek bridge on foot",
    "WC\t120 words",
    "PD\t6 April 2031",
    "SN\tEstrand News Agency",
    "SC\tESTRND",
    "LA\tEnglish",
    "LP\tMateus Oyelaran walked across the Dervek bridge on Sunday.",
    "AN\tDocument ESTRND0020310406e7460000a",
)
