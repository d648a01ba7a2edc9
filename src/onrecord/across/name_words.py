"""Words of names that are known beforehand: titles, suffixes, particles, short forms, family names that stand first.

General lists, short on purpose: what is not on them is compared by its letters. All words are folded (`fold`).
"""

from __future__ import annotations

from collections import defaultdict

from onrecord.within.titles import TITLES

_MORE_TITLES = (
    "mr mrs ms miss dr prof sir dame ayatollah hojatoleslam mullah maulana imam sheikh shaikh sheik hajj haji sayyid lord lady "
    "comrade pope saint st crown president-elect taoiseach the"
)
FRONT_TITLES = frozenset(title.casefold() for title in TITLES) | frozenset(_MORE_TITLES.split())

SUFFIXES = {
    **dict.fromkeys(("jr", "junior", "jnr"), "jr"),
    **dict.fromkeys(("sr", "senior", "snr"), "sr"),
    **{numeral: numeral for numeral in ("ii", "iii", "iv", "vi", "vii", "viii", "xiv", "xvi", "xxiii")},
}

# Words between the parts of a name: articles, "of", "son of". Compared with nothing, since outlets drop and add them.
PARTICLES = frozenset(
    "al el ul ad ar as ash at az an de la las los del della dello di da das do dos du des van von vom der den ter ten te zu "
    "zum zur bin ibn ben bint binti ould wuld y e".split()
)
# Of these, the Arabic article, which a hyphen joins to the name: "al-Assad", "Ash-Sharif".
ARTICLES = frozenset("al el ul ad ar as ash at az an".split())

# Family names that stand before the given name in Chinese, Korean and Vietnamese order: the commonest of each by the
# censuses of the three countries, as romanised. They only open a second reading of a name; the first one stays.
FAMILY_FIRST = frozenset(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang xi deng mao wen "
    "jiang zeng peng xiao cai pan tian dong yuan yu ye cheng su lu wei jia han tsai chiang kim lee park pak choi jung jeong "
    "kang cho jo yoon yun jang lim rhee yi oh seo shin kwon hwang ahn an song ryu hong moon ban roh noh son nguyen tran le "
    "pham phan vu vo dang bui do ho ngo duong ly truong".split()
)

# Short forms and forms of one name in several languages. Same group: perhaps the same name, never surely.
_GIVEN_NAMES = """
abigail abby gail
abraham abe
albert al bert
alexander alex alec sasha sandy alexandros alejandro aleksandar aleksandr oleksandr aliaksandr alyaksandr alexandru alessandro
alfred alf fred
amanda mandy
andrew andy drew andrei andrey andriy andrej andrzej andreas andre
anthony antony tony antonio anton
arthur art
barbara barb
benjamin ben benny
bernard bernie
catherine katherine kate cathy kathy katie kathleen kateryna ekaterina yekaterina
charles charlie chuck karl carl carlos
christine christina chris tina
christopher chris
daniel dan danny daniil danylo
david dave dawid
deborah debbie deb
dmitry dmytro dzmitry dima
donald don donnie
dorothy dot dolly
edward ed eddie ted ned
elizabeth liz beth betty lizzie eliza elisabeth
eugene gene yevgeny evgeny yevhen
francis frank francisco francesco franz
frederick fred freddy friedrich
george georgy giorgi georgios jorge jerzy
gerald gerry jerry
gregory greg grigory
harold harry hal
helen elena olena yelena
henry harry hank henri heinrich
jacob jake jakob
james jim jimmy jamie
jeffrey geoffrey jeff geoff
jennifer jen jenny
jonathan jon nathan
john jon jack johnny johan johann ivan juan jean ian giovanni
joseph joe joey josef jozef jose giuseppe iosif
joshua josh
judith judy
kenneth ken kenny
lawrence larry laurence
leonard leo len
louis lou luis ludwig
margaret maggie meg peggy marge margarita
martin marty
matthew matt mateusz matteo
michael mike mick micky michail mihail mikhail mikheil mykhailo mikhael michel miguel michal
mohammed mehmet mo mohamed muhammad
nicholas nick nicolas nikolai nikolay mykola mikalai nikolaos
pamela pam
patricia pat patty tricia
patrick pat paddy
paul pavel pavlo pablo paolo
peter pete petr petro pyotr pedro pierre
philip phil philippe felipe philippos
rebecca becky
richard dick rick ricky rich ricardo
robert bob bobby rob robbie bert roberto
ronald ron ronnie
samuel sam sammy
sarah sally
serge sergei sergey serhiy siarhei serzh sergio
stephen steven steve stefan stepan esteban etienne
susan sue suzanne
terence terry
theodore ted teddy theo
theresa teresa terry tess
thomas tom tommy tomas
timothy tim
victoria vicky
victor vic viktor
vincent vince vincenzo
vladimir volodymyr uladzimir wladimir vova
walter walt
william bill billy will willie liam guillermo wilhelm
"""


def _groups() -> dict[str, frozenset[int]]:
    groups: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_GIVEN_NAMES.strip().splitlines()):
        for name in line.split():
            groups[name].add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


GIVEN_NAME_GROUPS = _groups()
