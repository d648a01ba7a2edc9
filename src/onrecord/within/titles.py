"""Words for offices, ranks and callings: what stands before a name, and what stands for one."""

from __future__ import annotations

TITLES = frozenset(
    "President Vice Prime Minister Premier Secretary General Secretary-General Chancellor King Queen Prince Princess Emir Sultan Sheikh Pope Patriarch "
    "Archbishop Bishop Cardinal Imam Rabbi Senator Sen Rep Representative Congressman Congresswoman MP Governor Gov Mayor Ambassador Envoy Commissioner "
    "Judge Justice Gen Lieutenant Lt Colonel Col Major Maj Captain Capt Sergeant Sgt Corporal Private Admiral Adm Brigadier Marshal Commander Mr Mrs Ms "
    "Miss Dr Prof Professor Sir Dame Lord Lady Baroness Count Rev Father Sister Brother Spokesman Spokeswoman Spokesperson Speaker Chairman Chairwoman "
    "Chair Chief Leader Director Deputy Foreign Defence Defense Interior Finance Justice Health Economy Energy Trade Former Acting Interim Special "
    "Attorney Inspector Detective Superintendent Driver Skipper Analyst Correspondent Coach Opposition State Under-Secretary Undersecretary "
    "Colonel-General Lieutenant-General Major-General Commander-in-Chief Herr Frau Monsieur Madame Señor".split()
)
ROLE_NOUNS = frozenset(
    "spokesman spokeswoman spokesperson minister president premier leader chairman chairwoman chair envoy ambassador commander officer correspondent analyst "
    "mayor governor director secretary chief head deputy negotiator mediator representative official diplomat lawmaker senator judge lawyer prosecutor "
    "general colonel captain major sergeant professor historian economist politician candidate journalist reporter editor author activist teacher doctor "
    "driver farmer skipper counterpart predecessor successor speaker chancellor king queen adviser advisor aide expert scholar politologist commissioner "
    "inspector detective monitor observer daughter son wife husband brother sister father mother manager worker engineer soldier fisherman captain master owner resident "
    "student pilot banker trader shopkeeper pensioner volunteer witness nurse priest pastor bishop archbishop guard policeman policewoman firefighter "
    "businessman businesswoman interviewer moderator host campaigner neighbour neighbor barrister survivor organiser organizer attorney solicitor investigator inspector consultant planner producer presenter".split()
)
SOURCE_NOUNS = frozenset(
    "delegate source participant refugee villager shopper protester pilgrim passer-by boy girl man woman".split()
)
"""Nouns of persons that are no callings."""
HONOURS = frozenset("Excellency Majesty Highness Holiness Eminence Grace Honour Honor Lordship Ladyship".split())
"""What somebody is called behind `his` or `her`."""
